"""A board's REPL for programs: a stream of what it says, and keys to type."""

from __future__ import annotations

import asyncio
from types import TracebackType

from jumperwire.board.console import OutputQueue
from jumperwire.board.interface import BoardSession
from jumperwire.board.state import State
from jumperwire.errors import NotConnected


class Repl:
    """What a terminal receives from the moment it is entered, as bytes.

    It continues across resets and lost links, and ends when the board is closed. If it is not read, the
    oldest output beyond 1 MiB is lost.
    """

    def __init__(self, session: BoardSession, entered: set[Repl]) -> None:
        self._session = session
        self._entered = entered
        self._ready = asyncio.Event()
        self._output_queue = OutputQueue(self._ready.set)
        self._kept = b""
        self._ended = False
        self._skipped = 0

    @property
    def skipped(self) -> int:
        """The number of bytes that were missed."""
        return self._skipped

    async def read(self) -> bytes:
        """Return at least one byte and all that have arrived; none when the board is closed."""
        while True:
            self._take()
            if self._kept or self._ended:
                data, self._kept = self._kept, b""
                return data
            self._ready.clear()
            await self._ready.wait()

    async def read_until(self, end: bytes) -> bytes:
        """Return everything up to and including ``end``.

        Raises NotConnected if the board is closed before.
        """
        while True:
            self._take()
            before, found, after = self._kept.partition(end)
            if found:
                self._kept = after
                return before + found
            if self._ended:
                raise NotConnected(board=self._session.name)
            self._ready.clear()
            await self._ready.wait()

    async def write(self, keys: str | bytes) -> None:
        """Type keys: Enter is ``\\r``, Ctrl-C is ``\\x03``."""
        await self._session.type_keys(keys.encode() if isinstance(keys, str) else keys)

    async def paste(self, text: str) -> None:
        """Type several lines at once, using paste mode."""
        await self._session.paste(text)

    def end(self) -> None:
        """End the stream: nothing more will come."""
        self._ended = True
        self._ready.set()

    async def __aenter__(self) -> Repl:
        if self._session.state is State.CLOSED:
            raise NotConnected(board=self._session.name)
        self._session.console.attach(self._output_queue)
        self._entered.add(self)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._session.console.detach(self._output_queue)
        self._entered.discard(self)
        self.end()

    def __aiter__(self) -> Repl:
        return self

    async def __anext__(self) -> bytes:
        if data := await self.read():
            return data
        raise StopAsyncIteration

    def _take(self) -> None:
        data, skipped = self._output_queue.take()
        self._kept += data
        self._skipped += skipped
