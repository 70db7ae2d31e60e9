"""The keys of a Windows console. This was never run, since no test machine has Windows."""

from __future__ import annotations

import asyncio
import importlib
from typing import Any

_SPECIAL = {
    "H": "A",  # up
    "P": "B",
    "M": "C",
    "K": "D",
    "G": "H",  # home, end
    "O": "F",
    "R": "2~",  # insert, delete, page up and down
    "S": "3~",
    "I": "5~",
    "Q": "6~",
}
"""What follows a prefix, and the end of the corresponding escape sequence for boards."""


class WindowsKeyboard:
    """Reads keys in a thread, because on Windows one cannot wait for a console and a port together."""

    def __init__(self) -> None:
        self._console: Any = importlib.import_module("msvcrt")

    async def read(self) -> bytes:
        """Read keys, as `Keyboard.read` says."""
        key = await asyncio.to_thread(self._console.getwch)
        if key in ("\0", "\xe0"):
            ending = _SPECIAL.get(await asyncio.to_thread(self._console.getwch))
            return f"\x1b[{ending}".encode() if ending else await self.read()
        return str(key).encode("utf-8", "replace")
