"""Work with the files of one board, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from board.sessions import connected, usable

from jumperwire.board.lease import Lease
from jumperwire.filesystem import remote


@asynccontextmanager
async def on(address: str, *, folder: str | None = None) -> AsyncIterator[Lease]:
    """A board, on which this folder is made before; afterwards the board is usable."""
    async with connected(address) as (session, _):
        async with session.lease() as board:
            if folder:
                await remote.make_folder(board, folder)
            yield board
        await usable(session)


async def nothing_left_behind(board: Lease) -> None:
    """No temporary file is left."""
    assert [entry.name for entry in await remote.walk(board, "/") if ".jwtmp" in entry.name] == []
