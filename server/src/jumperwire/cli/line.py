"""One board's line of commands, from the first to the last, and its exit status."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Finish
from jumperwire.cli.grammar import Step, steps
from jumperwire.cli.macros import Macro
from jumperwire.cli.options import Options
from jumperwire.cli.output import Output
from jumperwire.cli.sentences import sentence
from jumperwire.errors import JumperwireError


async def run(
    words: list[str], options: Options, macros: Mapping[str, Macro], out: Output, board: str
) -> int:
    """Do what the words say; 0 where all of it was done. Cancelled, the board is left usable."""
    context = Context(out, options, macros, board)
    name = ""
    try:
        for step in steps(words, macros):
            name = _spoken(step)
            await step.run(context, step.arguments)
            name = ""
        if not context.acted:
            name = "repl"
            await _repl(context)
    except Finish as finish:
        return finish.status
    except SystemExit as left:  # argparse's: it has said why
        return left.code if isinstance(left.code, int) else 1
    except (JumperwireError, Failure) as error:
        out.error(f"{name}: {sentence(error)}" if name else sentence(error))
        return 1
    except asyncio.CancelledError:
        return 1 if out.broken else context.interrupted
    finally:
        await _leave(context)
    return 0


def _spoken(step: Step) -> str:
    """The command as people call it."""
    if step.name == "fs":
        return str(step.arguments.command[0])
    return step.name


async def _repl(context: Context) -> None:
    (step,) = steps(["repl"], {})
    await step.run(context, step.arguments)


async def _leave(context: Context) -> None:
    try:
        await context.disconnect()
    except JumperwireError:
        return  # it is gone, or does not come back to its prompt: nothing more can be done for it
