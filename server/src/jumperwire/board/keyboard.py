"""Keys of the terminals: sent at once, or kept until the operation under way ends; and pasting."""

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
"""Bytes typed during an operation that wait for its end; more are refused with a bell."""

_ECHO = 1.0
"""Seconds for paste mode to echo a piece before the next one is sent all the same."""


class Keyboard:
    """What people type at one board."""

    def __init__(
        self, console: Console, changes: Changes, tasks: TaskOwner, on_sent: Callable[[int], None]
    ) -> None:
        """``on_sent`` hears how many keys are being sent."""
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
        """Have keys wait; whether there is room for them. Else the terminals hear a bell."""
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
        """Type several lines at once, at the prompt, through paste mode. When cancelled, that is left."""
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
        """Paste mode echoes what it took: the echo is the acknowledgement that the next piece waits for."""
        wanted = len(piece) + piece.count(b"\r") * (len("\r\n=== ") - 1)
        heard = self._console.count
        await link.send(piece)
        await self._changes.within(link.soon(_ECHO), lambda: self._console.count - heard >= wanted, link)


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]
