"""The forms in which programs may give options to the layers below."""

from __future__ import annotations

import asyncio
import os
import posixpath
from collections.abc import Coroutine
from typing import Any, Literal, TypeAlias, TypeVar

from jumperwire.board.state import WhenRunning

T = TypeVar("T")

Busy: TypeAlias = WhenRunning | Literal["fail", "interrupt", "wait"]
"""What an operation does if a program is running."""

LocalPath: TypeAlias = "str | os.PathLike[str]"


def on_board(path: str) -> str:
    """Return the absolute path on the board; a relative one starts at its root."""
    return "/" + posixpath.normpath(f"/{path}").lstrip("/")


async def within(timeout: float | None, work: Coroutine[Any, Any, T]) -> T:
    """Return the result of ``work``, which is cancelled after ``timeout`` seconds. Raises TimeoutError."""
    try:
        return await asyncio.wait_for(work, timeout)
    except asyncio.TimeoutError as error:  # not the built-in class before Python 3.11
        raise TimeoutError(f"not done after {timeout} s") from error
