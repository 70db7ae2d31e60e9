"""``sync --watch``: after the first sync, syncs again after each change until Ctrl-C."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from jumperwire.board.state import State
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure
from jumperwire.cli.sentences import sentence
from jumperwire.errors import BoardReset, JumperwireError, LinkLost, NotConnected, PortGone
from jumperwire.sync.watching import change, trace

_GONE = (LinkLost, NotConnected, PortGone, BoardReset)
"""Errors of a board that may be back in a moment, without any file having changed."""

_BREATH = 0.5
"""Seconds that a board gets to start after it is back, so that a board that keeps resetting does not keep us
busy.
"""


async def watch(context: Context, folder: Path, sync: Callable[[], Awaitable[None]]) -> None:
    """Sync after each change.

    Errors are reported; the next save, or plugging the board in again, leads to a new attempt.
    """
    await context.session()
    if not await asyncio.to_thread(folder.is_dir):
        return await sync()  # which reports it
    seen = await asyncio.to_thread(trace, folder)
    await _round(context, sync)
    context.out.note(f"watching {folder}; Ctrl-C ends it")
    context.interrupted = 0
    while True:
        seen = await change(folder, seen)
        await _round(context, sync)


async def _round(context: Context, sync: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await sync()
        except _GONE as error:
            context.out.error(f"sync: {sentence(error)}")
            await _back(context)
        except (JumperwireError, Failure) as error:
            return context.out.error(f"sync: {sentence(error)}")


async def _back(context: Context) -> None:
    session = await context.session()
    if await session.wait_for(State.ATTACHED, State.IDLE, State.RUNNING, State.CLOSED) is State.CLOSED:
        raise session.fault or NotConnected(board=session.name)
    context.out.note("connected again")
    await asyncio.sleep(_BREATH)
