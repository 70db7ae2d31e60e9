"""Ending an execution that nobody waits for any more, so that the board is usable afterwards."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.board.prompt_access import PromptAccess
from jumperwire.errors import LinkLost
from jumperwire.protocol import raw_paste, repl_bytes, result
from jumperwire.protocol.repl_state import ReplState

End = TypeVar("End", bound=result.Finished | raw_paste.NoPaste)

_CALM = ((repl_bytes.INTERRUPT, 0.5), (repl_bytes.INTERRUPT, 0.5), (repl_bytes.INTERRUPT_INPUT, 1.0))
"""What ends the execution, and the seconds that each step gets."""


async def calm_at_once(
    link: Link, prompt: PromptAccess, tasks: TaskOwner, running: asyncio.Future[End]
) -> None:
    """End an execution, as `calm` does, and continue even when cancelled again."""
    await asyncio.shield(tasks.spawn(calm(link, prompt, running), "calm"))


async def calm(link: Link, prompt: PromptAccess, running: asyncio.Future[End]) -> None:
    """Interrupt what runs and wait for its end; otherwise resynchronize; otherwise drop the link."""
    try:
        if running.done():
            return
        if link.repl.state is not ReplState.RUNNING:
            link.abandon()  # otherwise the rest of its source would follow
            await prompt.resynchronize(link)
            return
        for keys, patience in _CALM:
            await link.send(keys)
            await asyncio.wait([running], timeout=link.soon(patience))
            if running.done():
                await prompt.in_step(link)  # its end may have been lost on the way
                await prompt.settle(link)
                return
        link.abandon()
        await prompt.resynchronize(link)
    except LinkLost:
        return  # the end of the link is also an end
