"""The steps to the prompt, from each place where a board may have been left."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Callable

import pytest
from boards.catalog import Board, Can

from board.plug import scripted
from board.sessions import PATIENCE, Terminal, connected, usable
from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.errors import BoardGarbled, BoardSilent
from jumperwire.protocol import repl_bytes
from jumperwire.transport.memory import MemoryStream


@pytest.mark.parametrize(
    "keys",
    [
        b"\x01",
        b"\x01print(1",
        b"\x05x = 1\r",
        b"if 1:\r",
        b"'''\r",
        b"print(1",
        b"\x01import sys\nsys.stdin.read(5)\n\x04",
    ],
    ids=["raw REPL", "half a source", "paste mode", "continuation", "string", "half a line", "reading input"],
)
async def test_from_wherever_another_program_left_the_board(board: Board, address: str, keys: bytes) -> None:
    if b"stdin" in keys and not board.can(Can.STDIN_BUFFER):
        pytest.skip(f"{board} reads no stdin")

    async with connected(address) as (session, _):
        link = session._rooms.connection.link
        assert link is not None
        await asyncio.sleep(0.3)  # until it has left the raw REPL
        await link.send(keys)  # as if it had come before we were connected
        await asyncio.sleep(0.1)
        link.repl.restarted()  # all that we know
        await usable(session)


async def test_from_raw_paste_that_was_left_half_way(board: Board, address: str) -> None:
    if not board.can(Can.RAW_PASTE):
        pytest.skip(f"{board} has no raw-paste")

    async with connected(address) as (session, _):
        link = session._rooms.connection.link
        assert link is not None
        await asyncio.sleep(0.3)
        await link.send(b"\x01" + repl_bytes.PASTE_ASK + b"x = 1\n")
        await asyncio.sleep(0.1)
        await usable(session)


async def test_what_ran_in_the_raw_repl_is_interrupted_once() -> None:
    sent = b""

    async def board(link: MemoryStream) -> None:
        nonlocal sent
        while True:
            data = await link.read()
            sent += data
            if data == repl_bytes.INTERRUPT:
                await link.write(b"\x04Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n\x04>")
            if b"\x02" in data:
                await link.write(b"\r\nMicroPython\r\n>>> ")
            if b"\x01" in data:
                await link.write(b"raw REPL; CTRL-B to exit\r\n>")
            await link.write(printed(data))

    session = Session("raw", opener=scripted(board))
    await session.connect()
    await usable(session)
    await session.disconnect()
    assert sent.startswith(b"\r\x03\r\x02\x01")


def printed(source: bytes) -> bytes:
    """What the raw REPL says to a source that prints a product or a number."""
    match = re.search(rb"print\(([0-9*]+)\)", source)
    return b"OK%d\r\n\x04\x04>" % math.prod(map(int, match[1].split(b"*"))) if match else b""


def _answering(wanted: bytes) -> Callable[[MemoryStream], object]:
    async def board(link: MemoryStream) -> None:
        heard = b""
        while wanted not in heard:
            heard += await link.read()
            await link.write(b"\x02")
        await link.write(b"\r\n>>> ")
        while True:
            data = await link.read()
            if b"\x01" in data:
                await link.write(b"raw REPL; CTRL-B to exit\r\n>")
            await link.write(printed(data))

    return board


async def test_from_a_program_that_waits_for_its_host() -> None:
    session = Session("waiting", opener=scripted(_answering(b"\x18\x03")))  # type: ignore[arg-type]
    Terminal(session)
    await session.connect()
    await usable(session)
    await session.disconnect()


async def test_what_is_no_text_is_told_without_interrupting() -> None:
    sent = b""

    async def garbled(link: MemoryStream) -> None:
        nonlocal sent
        while True:
            await link.write(b"\xf8\x00\x86\xe6\xfe")
            await asyncio.sleep(0.01)

    session = Session("garbled", opener=scripted(garbled))
    await session.connect()
    await asyncio.sleep(0.1)
    with pytest.raises(BoardGarbled):
        async with session.lease(WhenRunning.FAIL):
            pass
    await session.disconnect()


async def test_a_board_that_is_out_of_step_for_good_is_opened_anew() -> None:
    opened = 0

    async def dying(link: MemoryStream) -> None:
        nonlocal opened
        opened += 1
        await link.write(b"MicroPython\r\n>>> ")
        while opened == 1:
            await link.read()  # no answer any more
        while True:
            data = await link.read()
            if b"\x01" in data:
                await link.write(b"raw REPL; CTRL-B to exit\r\n>")
            await link.write(printed(data))

    session = Session("dying", opener=scripted(dying))
    await session.connect()
    await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
    with pytest.raises(BoardSilent):
        await _execute(session)
    await asyncio.wait_for(session.wait_for(State.ATTACHED, State.IDLE), PATIENCE)
    assert opened == 2
    await usable(session)
    await session.disconnect()


async def _execute(session: Session) -> None:
    async with session.lease() as lease:
        await lease.exec("print(6*7)")
