"""A session with a terminal that remembers, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from jumperwire.board.console import OutputQueue
from jumperwire.board.session import Session
from jumperwire.board.state import Incident, State, WhenRunning
from jumperwire.device.reply import FolderEntry
from jumperwire.filesystem import remote

PATIENCE = 10.0
"""Seconds for what takes far less, since machines that run tests are busy."""


class Terminal:
    """What a person would see of a board."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.text = b""
        self.incidents: list[Incident] = []
        self._output_queue = OutputQueue(self._take)
        session.console.attach(self._output_queue)
        session.console.listen(self.incidents.append)

    def clear(self) -> None:
        """Forget what was said so far."""
        self.text = b""
        self.incidents.clear()

    async def shows(self, wanted: bytes, times: int = 1) -> None:
        """Wait until it shows ``wanted``."""
        await until(lambda: self.plain.count(wanted) >= times, lambda: f"{wanted!r} in {self.plain!r}")

    @property
    def plain(self) -> bytes:
        """With LF line ends, whatever the board prints."""
        return self.text.replace(b"\r\n", b"\n")

    def happenings(self) -> list[str]:
        """The incidents by name."""
        return [incident.happening.value for incident in self.incidents]

    def _take(self) -> None:
        data, skipped = self._output_queue.take()
        assert skipped == 0
        self.text += data


async def until(condition: Callable[[], bool], what: Callable[[], str], patience: float = PATIENCE) -> None:
    """Wait for something that no event tells."""
    deadline = asyncio.get_running_loop().time() + patience
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, f"never: {what()}"
        await asyncio.sleep(0.005)


@asynccontextmanager
async def connected(address: str, *, prompt: bool = True) -> AsyncIterator[tuple[Session, Terminal]]:
    """An open session; ``prompt``: at the board's prompt, with a clear terminal."""
    session = Session(address)
    terminal = Terminal(session)
    await session.connect()
    try:
        if prompt:
            await evaluate(session, "0")
            await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
            terminal.clear()
        yield session, terminal
    finally:
        await session.disconnect()


async def evaluate(
    session: Session, expression: str, when_running: WhenRunning = WhenRunning.INTERRUPT
) -> str:
    """What the board prints for an expression."""
    async with session.lease(when_running) as lease:
        execution = await lease.exec(f"print({expression})")
    assert execution.error == b"", execution
    return execution.output.decode().strip()


async def usable(session: Session) -> None:
    """Fails unless the board still does what it is told."""
    if session.state in (State.CLOSED, State.ABSENT):
        await session.connect()
    if session.state is State.LOST:
        await asyncio.wait_for(session.wait_for(State.ATTACHED, State.IDLE, State.RUNNING), PATIENCE)
    assert await asyncio.wait_for(evaluate(session, "6*7"), PATIENCE) == "42"


async def listed(
    session: Session, path: str, when_running: WhenRunning = WhenRunning.FAIL
) -> list[FolderEntry]:
    async with session.lease(when_running) as lease:
        return await remote.list_folder(lease, path)


async def read(session: Session, path: str) -> bytes:
    async with session.lease() as lease:
        return await remote.read_file(lease, path)
