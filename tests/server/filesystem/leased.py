"""Work with the files of one board, for tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aio import run
from board.sessions import connected, usable

from jumperwire.board.lease import Lease
from jumperwire.filesystem import remote


def on(address: str, work: Callable[[Lease], Awaitable[None]], *, folder: str | None = None) -> None:
    """Do something with a board, in which this folder is made before; afterwards the board is usable."""

    async def main() -> None:
        async with connected(address) as (session, _):
            async with session.lease() as board:
                if folder:
                    await remote.make_folder(board, folder)
                await work(board)
            await usable(session)

    run(main(), 90)


async def nothing_left_behind(board: Lease) -> None:
    """No temporary file is left."""
    assert [entry.name for entry in await remote.walk(board, "/") if ".jwtmp" in entry.name] == []
