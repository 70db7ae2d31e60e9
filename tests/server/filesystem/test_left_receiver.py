"""A receiver of ours whose host is gone: any program gets its prompt back at once, and none takes harm."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from board.plug import scripted
from board.sessions import Terminal
from boards import catalog
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec

from jumperwire.board.journal import Journal
from jumperwire.board.session import Session
from jumperwire.board.state import WhenRunning
from jumperwire.errors import BoardSilent, LinkLost, NotMicroPython, ProgramRunning
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.transfer import STRATEGY
from jumperwire.filesystem.upload import upload
from jumperwire.transport.memory import MemoryStream
from jumperwire.transport.stream import ByteStream

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(60),
]

NEW = random.Random(2).randbytes(30_000)
SOON = 3.0
"""Seconds in which a prompt has to be there, on a busy machine as well."""

AT_ONCE = 1.5
"""The same where no answer is waited for that does not come."""

RAW = b"raw REPL; CTRL-B to exit\r\n>"
LINES = "base64 lines"


async def _transfer(session: Session, way: str, folder: Path) -> None:
    async with session.lease() as lease:
        if way == "down":
            await download(lease, [await find(lease, "/f", folder / "f")])
        else:
            await upload(lease, [Outgoing("/f", NEW[1:])])


@asynccontextmanager
async def left(folder: Path, way: str, cut: int) -> AsyncIterator[FaultyOpener]:
    """A board on which a transfer was broken off after so many bytes, by a program that is gone."""
    address = catalog.unix_address(folder / "flash")
    opener = FaultyOpener()
    session = Session(address, opener=opener.open)
    await session.connect()
    try:
        async with session.lease() as lease:
            await upload(lease, [Outgoing("/f", NEW if way == "down" else NEW[::-1])])
            if way == LINES:
                lease.facts.put(STRATEGY, LINES)
        opener.become(LinkSpec("cut", cut_after=cut))
        with pytest.raises(LinkLost):
            await _transfer(session, way, folder)
        await session.disconnect()
        opener.become(LinkSpec("good"))
        yield opener
    finally:
        await session.disconnect()
        await opener.aclose()


async def heard(stream: ByteStream, mark: bytes) -> bytes:
    said = b""
    while mark not in said:
        said += await stream.read()
    return said


@pytest.mark.parametrize("cut", [3000, 7001, 20_003])
@pytest.mark.parametrize("way", ["up", LINES, "down"])
async def test_what_mpremote_sends_gets_the_raw_prompt(tmp_path: Path, way: str, cut: int) -> None:
    async with left(tmp_path, way, cut) as opener:
        stream = (await opener.open("")).stream
        await asyncio.sleep(1.0)  # a person needs longer
        await stream.write(b"\r\x03")
        await asyncio.sleep(0.002)  # it looks for what has come already
        await stream.write(b"\r\x01")
        await asyncio.wait_for(heard(stream, RAW), SOON)
        await stream.write(b"print(6*7)\x04")
        assert b"42" in await asyncio.wait_for(heard(stream, b"\x04\x04>"), SOON)


@pytest.mark.parametrize("cut", [3000, 7001, 20_003])
@pytest.mark.parametrize("way", ["up", LINES, "down"])
@pytest.mark.parametrize("when", list(WhenRunning))
async def test_a_session_that_knows_of_it_has_its_prompt(
    tmp_path: Path, way: str, cut: int, when: WhenRunning
) -> None:
    async with left(tmp_path, way, cut) as opener:
        journal = Journal(tmp_path / "journal", "board")
        journal.begin()
        session = Session("board", opener=opener.open, journal=journal)
        await session.connect()
        began = asyncio.get_running_loop().time()
        async with session.lease(when) as lease:
            assert (await lease.exec("print(6*7)")).output.strip() == b"42"
        assert asyncio.get_running_loop().time() - began < SOON
        assert not journal.pending
        await session.disconnect()


@pytest.mark.parametrize("way", ["up", LINES, "down"])
async def test_a_link_that_answers_late_is_no_program(tmp_path: Path, way: str) -> None:
    """Its receiver is known as one although each answer takes 1.5 s, and nothing of the link was measured."""
    async with left(tmp_path, way, 7001) as opener:
        opener.become(LinkSpec("late", latency=0.75))
        journal = Journal(tmp_path / "journal", "board")
        journal.begin()
        session = Session("board", opener=opener.open, journal=journal)
        await session.connect()
        async with session.lease(WhenRunning.FAIL) as lease:
            assert (await lease.exec("print(6*7)")).output.strip() == b"42"
        assert not journal.pending
        await session.disconnect()


@pytest.mark.parametrize("keys", [b"\r\x02", b"\r\x01"])
async def test_where_no_receiver_is_left_nothing_is_waited_for(tmp_path: Path, keys: bytes) -> None:
    """It has ended by itself since, and the board is at its prompt, or at the raw one."""
    opener = FaultyOpener()
    address = catalog.unix_address(tmp_path / "flash")
    stream = (await opener.open(address)).stream
    await stream.write(keys)
    await heard(stream, RAW if b"\x01" in keys else b">>> ")
    journal = Journal(tmp_path / "journal", "board")
    journal.begin()
    session = Session(address, opener=opener.open, journal=journal)
    try:
        await session.connect()
        began = asyncio.get_running_loop().time()
        async with session.lease(WhenRunning.FAIL) as lease:
            assert (await lease.exec("print(6*7)")).output.strip() == b"42"
        assert asyncio.get_running_loop().time() - began < AT_ONCE
    finally:
        await session.disconnect()
        await opener.aclose()


def _program(
    heard: bytearray, answer: Callable[[bytes], bytes]
) -> Callable[[MemoryStream], Coroutine[Any, Any, None]]:
    async def board(link: MemoryStream) -> None:
        while True:
            data = await link.read()
            heard.extend(data)
            if said := answer(data):
                await link.write(said)

    return board


@pytest.mark.parametrize("when", [WhenRunning.FAIL, WhenRunning.INTERRUPT])
@pytest.mark.parametrize("journal", [False, True])
async def test_a_program_that_reads_nothing_is_not_filled_up(
    tmp_path: Path, when: WhenRunning, journal: bool
) -> None:
    """What it does not read stays in its ring: when that is full, it hears no Ctrl-C any more."""
    taken = bytearray()
    board = _program(taken, lambda data: b"not now\r\n" if b"\x03" in data else b"")
    page = Journal(tmp_path / "journal", "board")
    if journal:
        page.begin()
    session = Session("bad", opener=scripted(board), journal=page)
    Terminal(session)
    await session.connect()
    with pytest.raises((BoardSilent, NotMicroPython, ProgramRunning)):
        async with session.lease(when):
            pass
    await session.disconnect()
    assert taken.count(0) == (244 if journal else 0)
    assert len(taken) - taken.count(3) <= 256
    if when is WhenRunning.FAIL:
        assert 3 not in taken
