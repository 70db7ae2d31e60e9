"""What is asked for in an awkward moment: a reset with half a line typed, a stop before a run has begun."""

from __future__ import annotations

import asyncio
import re

import pytest
from boards.catalog import Board, Can

from board.plug import scripted
from board.sessions import PATIENCE, connected, evaluate
from jumperwire.board import execution
from jumperwire.board.execution import NUDGE
from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd, State
from jumperwire.errors import BoardSilent
from jumperwire.transport.memory import MemoryStream


@pytest.mark.parametrize("typed", [b"x = 1", b"s = '''abc\r", b"if 1:\r", b"(1,\r2", b"\x05half"], ids=repr)
async def test_soft_reset_whatever_is_typed(board: Board, address: str, typed: bytes) -> None:
    if not board.can(Can.BOOT_FILES):
        pytest.skip(f"{board} says nothing when it restarts")
    async with connected(address) as (session, terminal):
        await session.type_keys(typed)
        await terminal.shows(typed.split(b"\r")[-1].lstrip(b"\x05") or b"... ")
        await asyncio.wait_for(session.soft_reset(), PATIENCE)
        assert await evaluate(session, "'x' in dir()") == "False"


async def test_a_run_that_waits_for_its_turn_can_be_stopped(address: str) -> None:
    async with connected(address) as (session, terminal):
        async with session.lease() as lease:
            waiting = asyncio.create_task(session.run("print('ra' + 'n')", "later.py"))
            await asyncio.sleep(0.05)
            await session.interrupt()
            outcome = await asyncio.wait_for(waiting, PATIENCE)
            assert outcome.end is RunEnd.INTERRUPTED
            assert (await lease.exec("print(6*7)")).output.strip() == b"42"
        assert await evaluate(session, "6*7") == "42"
        assert b"ran" not in terminal.text
        assert "runStarted" not in terminal.happenings()


def stubborn(silent: bool) -> Session:
    """A board on which a script of ours never ends until it is interrupted."""

    async def board(link: MemoryStream) -> None:
        dripping: asyncio.Task[None] | None = None

        async def drip() -> None:
            while True:
                await asyncio.sleep(0.02)
                await link.write(b".")

        while True:
            data = await link.read()
            if b"\x03" in data and dripping:
                dripping.cancel()
                dripping = None
                await link.write(b"\x04Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n\x04>")
            elif b"endless()" in data:
                await link.write(b"raw REPL; CTRL-B to exit\r\n>OK")
                dripping = asyncio.ensure_future(asyncio.sleep(1000) if silent else drip())
            elif data == b"\r":
                await link.write(b"\r\n>>> ")

    return Session("stubborn", opener=scripted(board))


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "dripping"])
async def test_a_script_of_ours_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, silent: bool
) -> None:
    monkeypatch.setattr(execution, "DEADLINE", 0.3)
    session = stubborn(silent)
    await session.connect()
    async with session.lease() as lease:
        with pytest.raises(BoardSilent):
            await asyncio.wait_for(lease.exec(b"endless()", nudge=NUDGE), PATIENCE)
    await session.disconnect()


async def test_the_end_of_a_reply_that_is_lost_on_a_ctrl_c_is_no_mistake_of_ours() -> None:
    """What remains are the banners that the board was nudged for: it is at its raw prompt, and we know it."""
    nudged = asyncio.Event()

    async def board(link: MemoryStream) -> None:
        await link.write(b"\r\n>>> ")
        answers = [
            (b"\x01endless()\n\x04", b"raw REPL; CTRL-B to exit\r\n>OK"),
            (b"\x03", b"raw REPL; CTRL-B to exit\r\n>"),
        ]
        heard = b""
        while True:
            heard += await link.read()
            if heard.endswith(b"\x01") and len(answers) == 1:
                nudged.set()
            elif answers and answers[0][0] in heard:
                await link.write(answers.pop(0)[1])
                heard = b""
            elif match := re.search(rb"\x01print\((\d+)\)\x04", heard):
                await link.write(b"raw REPL; CTRL-B to exit\r\n>OK" + match[1] + b"\r\n\x04\x04>")
                heard = b""

    session = Session("lossy", opener=scripted(board))
    await session.connect()
    async with session.lease() as lease:
        running = asyncio.ensure_future(lease.exec(b"endless()\n", nudge=0.05))
        await asyncio.wait_for(nudged.wait(), PATIENCE)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert session.state is State.BUSY
    await session.disconnect()
