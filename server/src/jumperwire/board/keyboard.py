"""The keys of terminals: sent at once, or kept until the current operation ends; and pasting."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from jumperwire.board.changes import Changes
from jumperwire.board.console import Console
from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.protocol import repl_bytes
from jumperwire.protocol.prompt_line import Prompt

KEYS = 4096
"""Bytes typed during an operation that are kept until its end. More are refused with a bell."""

_ECHO = 1.0
"""Seconds for paste mode to echo a piece before the next one is sent anyway."""


class Keyboard:
    """What people type to one board."""

    def __init__(
        self, console: Console, changes: Changes, tasks: TaskOwner, on_sent: Callable[[int], None]
    ) -> None:
        """Create it. ``on_sent`` is called with the number of keys that are being sent."""
        self._console = console
        self._changes = changes
        self._tasks = tasks
        self._on_sent = on_sent
        self._kept: deque[bytes] = deque()

    @property
    def waiting(self) -> bool:
        """Whether keys wait for the end of an operation."""
        return bool(self._kept)

    def keep(self, data: bytes) -> bool:
        """Keep keys, and return whether there was room for them. If not, the terminals hear a bell."""
        if sum(map(len, self._kept)) + len(data) > KEYS:
            self._console.hear(b"\a")
            return False
        self._kept.append(data)
        return True

    def forget(self) -> None:
        """Drop the keys that wait."""
        self._kept.clear()

    async def flush(self, link: Link) -> None:
        """Send the keys that waited."""
        while self._kept:
            data = b"".join(self._kept)
            self._kept.clear()
            await self.send(link, data)

    async def send(self, link: Link, data: bytes) -> None:
        """Send keys now. Raises LinkLost."""
        self._on_sent(len(data))
        await link.send(data)

    async def paste(self, link: Link, text: bytes) -> None:
        """Type several lines at the prompt, using paste mode, which is left even when cancelled."""
        line = link.repl.prompt_line
        keys = text.replace(b"\n", b"\r")
        if line.prompt is not Prompt.PRIMARY:
            await self.send(link, keys)
            return
        try:
            typed = line.typed
            await link.send(b"\x05")
            for piece in _pieces(typed + keys, repl_bytes.UNACKNOWLEDGED // 2):
                await self._send_echoed(link, piece)
            await link.send(repl_bytes.END)
        except asyncio.CancelledError:
            await asyncio.shield(self._tasks.spawn(link.send(repl_bytes.INTERRUPT), "leave paste mode"))
            raise

    async def _send_echoed(self, link: Link, piece: bytes) -> None:
        """Send a piece and wait for its echo, by which paste mode acknowledges what it has received."""
        wanted = len(piece) + piece.count(b"\r") * (len("\r\n=== ") - 1)
        heard = self._console.count
        await link.send(piece)
        await self._changes.within(link.soon(_ECHO), lambda: self._console.count - heard >= wanted, link)


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]
