"""Which modules a program imports on real boards after their files have changed."""

from __future__ import annotations

import pytest
from board.sessions import connected
from boards.catalog import Board

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd
from jumperwire.filesystem.modules import forget
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload

pytestmark = pytest.mark.limit(90)

USES = """
import sys
if '/lib' not in sys.path:
    sys.path.append('/lib')
import main_part, absolute, package.deep, binascii, asyncio
print('values', main_part.inner.value, absolute.value, package.deep.value)
"""


async def write(session: Session, value: int) -> None:
    """Files that import each other, in the working folder and in one with an absolute path."""
    text = f"value = {value}\n".encode()
    async with session.lease() as board:
        await upload(
            board,
            [
                Outgoing("/inner.py", text),
                Outgoing("/main_part.py", b"import inner\n"),
                Outgoing("/lib/absolute.py", text),
                Outgoing("/package/__init__.py", b""),
                Outgoing("/package/deep.py", text),
            ],
        )


async def run(session: Session, source: str = USES, *, fresh: bool) -> None:
    async def before(board: Lease) -> None:
        assert (await forget(board)).error == b""

    outcome = await session.run(source, "x.py", before=before if fresh else None)
    assert outcome.end is RunEnd.DONE, outcome


async def test_modules_are_read_again_also_those_that_others_import(board: Board, address: str) -> None:
    del board
    async with connected(address) as (session, terminal):
        await write(session, 1)
        await run(session, fresh=False)
        await terminal.shows(b"values 1 1 1")
        await write(session, 2)
        await run(session, fresh=False)
        await terminal.shows(b"values 1 1 1")
        await run(session, fresh=True)
        await terminal.shows(b"values 2 2 2")


async def test_a_stop_that_comes_meanwhile_keeps_it_from_running(address: str) -> None:
    async with connected(address) as (session, terminal):

        async def before(board: Lease) -> None:
            await forget(board)
            await session.interrupt()

        outcome = await session.run("print('ran' + ' on')", "x.py", before=before)
        assert outcome.end is RunEnd.INTERRUPTED
        await run(session, "print('la' + 'ter')", fresh=True)
        await terminal.shows(b"later")
        assert b"ran on" not in terminal.text
