"""Transfers that end in the middle: the board answers again at once, and no file is half-written."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from board.sessions import PATIENCE, Terminal, usable
from boards import catalog
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec

from jumperwire.board.journal import Journal
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.errors import LinkLost, ProgramRunning
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.transfer import STRATEGY
from jumperwire.filesystem.upload import upload

OLD, NEW = b"old" * 100, random.Random(1).randbytes(60_000)
GOOD = LinkSpec("good")
AT_ONCE = 2.5
"""Seconds. It takes 0.1 to 0.2 here: this is for busy machines."""
CUTS = [200, 3000, 5000, 7001, 20_000, 40_003]

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(60),
]


@asynccontextmanager
async def on(folder: Path) -> AsyncIterator[tuple[Session, FaultyOpener]]:
    """A board whose link is ours to spoil, and which keeps a journal."""
    opener = FaultyOpener()
    session = new_session(catalog.unix_address(folder / "flash"), opener, folder)
    await session.connect()
    try:
        async with session.lease() as lease:
            await upload(lease, [Outgoing("/f", OLD)])
        yield session, opener
    finally:
        await session.disconnect()
        await opener.aclose()


def new_session(address: str, opener: FaultyOpener, folder: Path) -> Session:
    session = Session(address, opener=opener.open, journal=Journal(folder / "journal", address))
    Terminal(session)
    return session


async def sending(session: Session) -> None:
    async with session.lease() as lease:
        await upload(lease, [Outgoing("/f", NEW)])


async def receiving(session: Session, path: Path) -> None:
    async with session.lease() as lease:
        await download(lease, [await find(lease, "/f", path)])


async def whole(lease: Lease) -> None:
    (digest,) = await remote.hashes(lease, ["/f"])
    assert digest in [Outgoing("", data).digest for data in (OLD, NEW)]
    left = [entry.name for entry in await remote.walk(lease, "/") if ".jwtmp" in entry.name]
    assert left == []


@pytest.mark.parametrize("cut", CUTS)
async def test_unplugged(tmp_path: Path, cut: int) -> None:
    async with on(tmp_path) as (session, opener):
        opener.become(LinkSpec("cut", cut_after=cut))
        with pytest.raises(LinkLost):
            async with session.lease() as lease:
                await upload(lease, [Outgoing("/f", NEW)])
        opener.become(GOOD)
        await asyncio.wait_for(session.wait_for(State.ATTACHED, State.IDLE), PATIENCE)
        await answers_at_once(session)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("way", ["up", "lines", "down"])
async def test_the_sidecar_is_killed(tmp_path: Path, cut: int, way: str) -> None:
    """What it knew is gone but for the journal; the board is in the middle of a frame, or of a line."""

    async with on(tmp_path) as (session, opener):
        if way == "down":
            async with session.lease() as lease:
                await upload(lease, [Outgoing("/f", NEW)])
        if way == "lines":
            session.facts.put(STRATEGY, "base64 lines")
        opener.become(LinkSpec("cut", cut_after=cut))
        with pytest.raises(LinkLost):
            await (sending(session) if way != "down" else receiving(session, tmp_path / "f"))
        await session.disconnect()
        opener.become(GOOD)
        after = new_session(session.address, opener, tmp_path)
        await after.connect()
        await answers_at_once(after)
        await after.disconnect()
        assert not (tmp_path / "f").exists()


async def test_what_a_board_runs_after_a_reset_is_not_interrupted(tmp_path: Path) -> None:
    """It was unplugged in the middle of a transfer, and has started its main.py since."""

    async with on(tmp_path) as (session, opener):
        async with session.lease() as lease:
            await upload(lease, [Outgoing("/main.py", b"n = 0\nwhile True: n += 1\n")])
        opener.become(LinkSpec("cut", cut_after=7001))
        with pytest.raises(LinkLost):
            await sending(session)
        await session.disconnect()
        await opener.power_cycle()
        opener.become(GOOD)
        await session.connect()
        with pytest.raises(ProgramRunning):
            async with session.lease() as lease:
                await remote.list_folder(lease, "/")
        async with session.lease(WhenRunning.INTERRUPT) as lease:
            assert int((await lease.exec("print(n)")).output) > 0
            await lease.info()
            await whole(lease)


async def answers_at_once(session: Session) -> None:
    began = asyncio.get_running_loop().time()
    await usable(session)
    took = asyncio.get_running_loop().time() - began
    assert took < AT_ONCE
    async with session.lease() as lease:
        await lease.info()
        await whole(lease)


async def test_replies_that_fill_their_last_packet_are_nudged_out(tmp_path: Path) -> None:
    async with on(tmp_path) as (session, opener):
        opener.become(LinkSpec("held", hold=True))
        async with session.lease() as lease:
            for size in range(40, 70):
                execution = await lease.exec(f"print('x' * {size})", nudge=0.2)
                assert execution.output.strip() == b"x" * size
            await upload(lease, [Outgoing("/f", NEW)])
            await download(lease, [await find(lease, "/f", tmp_path / "f")])
        assert (tmp_path / "f").read_bytes() == NEW
