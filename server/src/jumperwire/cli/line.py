"""Runs the command line of one board, from its first command to its exit status."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Finish
from jumperwire.cli.grammar import Step, steps
from jumperwire.cli.macros import Macro
from jumperwire.cli.options import Options
from jumperwire.cli.output import Output
from jumperwire.cli.sentences import told
from jumperwire.errors import JumperwireError

T = TypeVar("T")

_IMPATIENT = 1.0
"""Seconds after the first Ctrl-C from which another one means that the user does not want to wait for the
board.

Before that, it may come from a wrapper that forwards a Ctrl-C which the terminal has already sent.
"""


class Line:
    """The commands in ``words``, on one board."""

    def __init__(
        self, words: list[str], options: Options, macros: Mapping[str, Macro], out: Output, board: str
    ) -> None:
        self._words = words
        self._macros = macros
        self._out = out
        self._context = Context(out, options, macros, board)
        self._task: asyncio.Task[Any] | None = None
        """The task under way: the commands, and afterwards the return to the board's prompt."""
        self._leaving = False
        self._stopped: float | None = None
        """The time of the first Ctrl-C."""

    async def run(self) -> int:
        """Carry out the commands and return the exit status. However this ends, the board is left usable."""
        try:
            status = await self._through(self._commands())
        finally:
            self._leaving = True
            await self._through(self._leave())
            self._out.close()
        return self._out.ended(self._context.interrupted if status is None else status)

    def stop(self) -> None:
        """Handle Ctrl-C: end the current command and leave the board usable.

        A later Ctrl-C leaves the board as it is.
        """
        now = asyncio.get_running_loop().time()
        if self._stopped is None:
            self._stopped = now
            heard = not self._leaving
        else:
            heard = now - self._stopped >= _IMPATIENT
        if heard and self._task:
            self._task.cancel()

    async def _through(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return the result of ``work`` even if this task is cancelled meanwhile; None if `stop` ended it."""
        task = self._task = asyncio.ensure_future(work)
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                self.stop()
        return None if task.cancelled() else task.result()

    async def _commands(self) -> int:
        context, name = self._context, ""
        try:
            for step in steps(self._words, self._macros):
                name = _spoken(step)
                await step.run(context, step.arguments)
                name = ""
            if not context.acted:
                name = "repl"
                await self._repl()
        except Finish as finish:
            return finish.status
        except SystemExit as left:  # argparse has already printed the reason
            return left.code if isinstance(left.code, int) else 1
        except (JumperwireError, Failure) as error:
            self._out.error(told(error, name))
            return error.status if isinstance(error, Failure) else 1
        return 0

    async def _repl(self) -> None:
        (step,) = steps(["repl"], {})
        await step.run(self._context, step.arguments)

    async def _leave(self) -> None:
        try:
            await self._context.disconnect()
        except JumperwireError:
            return  # the board is gone, or does not return to its prompt: nothing more can be done


def _spoken(step: Step) -> str:
    """Return the command's name for messages."""
    if step.name == "fs":
        return str(step.arguments.command[0])
    return step.name
