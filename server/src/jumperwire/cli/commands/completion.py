"""``completion``: prints a script that makes a shell complete commands."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from jumperwire.cli.completion import table
from jumperwire.cli.context import Context
from jumperwire.cli.grammar import Command
from jumperwire.cli.shells import SHELLS


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=[*SHELLS], help="the shell")


async def _completion(context: Context, arguments: Namespace) -> None:
    context.acted = True
    context.out.write(SHELLS[arguments.shell](table(context.macros)).encode())


COMMANDS = {"completion": Command(_takes, _completion, words=tuple(SHELLS))}
