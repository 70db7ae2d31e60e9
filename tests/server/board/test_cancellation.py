"""Cancelling any public await, at any moment: afterwards the session is usable, or closed and opens again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest
from boards.catalog import Board

from board.sessions import PATIENCE, Terminal, connected, evaluate, listed, usable
from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.errors import JumperwireError

Operation = Callable[[Session], Awaitable[object]]

MOMENTS = (0.0, 0.001, 0.004, 0.012, 0.03, 0.06, 0.12, 0.3)
"""Seconds after which it is cancelled: some before it sent a byte, some in its midst, some behind its end."""

LONG = "x = 0\n" + "x += 1  # padding, padding\n" * 40 + "print(x)"


async def _lease(session: Session) -> None:
    async with session.lease(WhenRunning.INTERRUPT) as lease:
        await lease.exec("import time\nfor n in range(20):\n    print(n)\n    time.sleep(0.01)\n")


async def _lease_held(session: Session) -> None:
    async with session.lease(WhenRunning.INTERRUPT) as lease:
        await lease.exec("1")
        await asyncio.sleep(1)


async def _long(session: Session) -> None:
    async with session.lease(WhenRunning.INTERRUPT) as lease:
        await lease.exec(LONG)


async def _reset_inside(session: Session) -> None:
    async with session.lease(WhenRunning.INTERRUPT) as lease:
        await lease.soft_reset()


OPERATIONS: dict[str, Operation] = {
    "lease and exec": _lease,
    "lease that is held": _lease_held,
    "exec of long source": _long,
    "soft reset in a lease": _reset_inside,
    "run": lambda session: session.run("while True: pass", "x.py", when_running=WhenRunning.INTERRUPT),
    "run that prints": lambda session: session.run(
        "while True: print('x' * 30)", "x.py", when_running=WhenRunning.INTERRUPT
    ),
    "run of long source": lambda session: session.run(LONG, "x.py", when_running=WhenRunning.INTERRUPT),
    "run after soft reset": lambda session: session.run(
        "while True: pass", "x.py", soft_reset=True, when_running=WhenRunning.INTERRUPT
    ),
    "board info": lambda session: session.board_info(WhenRunning.INTERRUPT),
    "soft reset": lambda session: session.soft_reset(),
    "type keys": lambda session: session.type_keys(b"12345"),
    "paste": lambda session: session.paste("a = 1\nb = 2\n" * 20),
    "list a folder": lambda session: listed(session, "/", WhenRunning.INTERRUPT),
}


@pytest.mark.limit(60)
@pytest.mark.parametrize("name", OPERATIONS)
async def test_an_operation_can_be_cancelled_at_any_moment(board: Board, address: str, name: str) -> None:
    if name == "paste" and board.longest_write:
        pytest.skip("nothing longer than its receiver can be pasted")

    async with connected(address) as (session, _):
        for moment in MOMENTS:
            await _cancelled(OPERATIONS[name](session), moment)
            await usable(session)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_interrupting_can_be_cancelled(address: str, moment: float) -> None:
    async with connected(address) as (session, _):
        running = asyncio.create_task(session.run("while True: pass", "loop.py"))
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        await _cancelled(session.interrupt(), moment)
        await session.interrupt()
        await asyncio.wait_for(running, PATIENCE)
        await usable(session)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_waiting_for_a_turn_can_be_cancelled(address: str, moment: float) -> None:
    async with connected(address) as (session, _):
        running = asyncio.create_task(session.run("while True: pass", "loop.py"))
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        await _cancelled(evaluate(session, "1", WhenRunning.WAIT), moment)
        assert not running.done()
        await usable(session)
        await running


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_hard_reset_can_be_cancelled(board: Board, address: str, moment: float) -> None:
    if board.name == "unix":
        pytest.skip("the Unix board has no machine.reset and no reset line")

    async with connected(address) as (session, _):
        await _cancelled(session.hard_reset(), moment)
        await usable(session)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_connecting_and_disconnecting_can_be_cancelled(address: str, moment: float) -> None:
    session = Session(address)
    Terminal(session)
    await _cancelled(session.connect(), moment)
    if session.state is State.CLOSED:
        await session.connect()
    await usable(session)
    await _cancelled(session.disconnect(), moment)
    await session.disconnect()
    assert session.state is State.CLOSED
    await session.connect()
    await usable(session)
    await session.disconnect()


async def _cancelled(work: Awaitable[object], moment: float) -> None:
    task = asyncio.ensure_future(work)
    if moment:
        await asyncio.wait([task], timeout=moment)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, JumperwireError):
        await asyncio.wait_for(task, PATIENCE)
    assert task.done()
