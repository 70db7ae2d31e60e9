"""One board's line of commands, from the first to the last, and its exit status."""

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
"""Seconds after a Ctrl-C from which another one is a person's who does not want to wait for the board.

Wrappers forward one that the terminal has sent already, so that two arrive within milliseconds.
"""


class Line:
    """The commands that ``words`` say, on one board."""

    def __init__(
        self, words: list[str], options: Options, macros: Mapping[str, Macro], out: Output, board: str
    ) -> None:
        self._words = words
        self._macros = macros
        self._out = out
        self._context = Context(out, options, macros, board)
        self._task: asyncio.Task[Any] | None = None
        """What goes on: the commands, and then the way back to the board's prompt."""
        self._leaving = False
        self._stopped: float | None = None
        """When the first Ctrl-C came."""

    async def run(self) -> int:
        """Do what the words say; 0 where all of it was done. However it ends, the board is left usable."""
        try:
            status = await self._through(self._commands())
        finally:
            self._leaving = True
            await self._through(self._leave())
            self._out.close()
        return self._out.ended(self._context.interrupted if status is None else status)

    def stop(self) -> None:
        """Ctrl-C: end the command under way, and leave the board. Again after a while: leave it as it is."""
        now = asyncio.get_running_loop().time()
        if self._stopped is None:
            self._stopped = now
            heard = not self._leaving
        else:
            heard = now - self._stopped >= _IMPATIENT
        if heard and self._task:
            self._task.cancel()

    async def _through(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Its result, whoever cancels this meanwhile; None where `stop` ended it."""
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
        except SystemExit as left:  # argparse's: it has said why
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
            return  # it is gone, or does not come back to its prompt: nothing more can be done for it


def _spoken(step: Step) -> str:
    """The command as people call it."""
    if step.name == "fs":
        return str(step.arguments.command[0])
    return step.name
