"""A board with a folder of the PC on it, for tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from aio import run
from board.sessions import Terminal, connected, usable

from jumperwire.board.session import Session
from jumperwire.filesystem.mount import mount

Work = Callable[[Session, Terminal], Awaitable[None]]


def on(
    address: str, folder: Path, work: Work, *, read_only: bool = False, follow_links: bool = False
) -> None:
    """Do something with a board that has ``folder`` at ``/remote``; afterwards it is usable."""

    async def main() -> None:
        async with connected(address) as (session, terminal):
            await mount(session, folder, read_only=read_only, follow_links=follow_links)
            await work(session, terminal)
            await usable(session)
            assert b"\x18" not in terminal.text

    run(main(), 90)


async def say(session: Session, source: str) -> str:
    """What the board prints when it runs that."""
    async with session.lease() as board:
        execution = await board.exec(source)
    assert execution.error == b"", execution.error.decode()
    return execution.output.decode().replace("\r\n", "\n")
