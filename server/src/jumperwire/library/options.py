"""What programs may write for the types of the layers below."""

from __future__ import annotations

import asyncio
import os
import posixpath
from collections.abc import Coroutine
from typing import Any, Literal, TypeAlias, TypeVar

from jumperwire.board.state import WhenRunning

T = TypeVar("T")

Busy: TypeAlias = WhenRunning | Literal["fail", "interrupt", "wait"]
"""What an operation does about a program that runs."""

LocalPath: TypeAlias = "str | os.PathLike[str]"


def on_board(path: str) -> str:
    """An absolute path of the board; a relative one counts from its root."""
    return "/" + posixpath.normpath(f"/{path}").lstrip("/")


async def within(timeout: float | None, work: Coroutine[Any, Any, T]) -> T:
    """The result of ``work``, which is cancelled after so many seconds. Raises TimeoutError."""
    try:
        return await asyncio.wait_for(work, timeout)
    except asyncio.TimeoutError as error:  # another class than the built-in one before Python 3.11
        raise TimeoutError(f"not done after {timeout} s") from error
