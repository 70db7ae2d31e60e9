"""A board with a folder of the PC on it, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from board.sessions import Terminal, connected, usable

from jumperwire.board.session import Session
from jumperwire.filesystem.mount import mount


@asynccontextmanager
async def on(
    address: str, folder: Path, *, read_only: bool = False, follow_links: bool = False
) -> AsyncIterator[tuple[Session, Terminal]]:
    """A session with a board that has ``folder`` at ``/remote``; afterwards it is usable."""
    async with connected(address) as (session, terminal):
        await mount(session, folder, read_only=read_only, follow_links=follow_links)
        yield session, terminal
        await usable(session)
        assert b"\x18" not in terminal.text


async def say(session: Session, source: str) -> str:
    """What the board prints when it runs that."""
    async with session.lease() as board:
        execution = await board.exec(source)
    assert execution.error == b"", execution.error.decode()
    return execution.output.decode().replace("\r\n", "\n")
