"""What programs may write for the types of the layers below."""

from __future__ import annotations

import os
import posixpath
from typing import Literal, TypeAlias

from jumperwire.board.state import WhenRunning

Busy: TypeAlias = WhenRunning | Literal["fail", "interrupt", "wait"]
"""What an operation does about a program that runs."""

LocalPath: TypeAlias = "str | os.PathLike[str]"


def on_board(path: str) -> str:
    """An absolute path of the board; a relative one counts from its root."""
    return "/" + posixpath.normpath(f"/{path}").lstrip("/")
