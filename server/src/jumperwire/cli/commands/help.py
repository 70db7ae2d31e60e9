"""``help`` and ``version``. Commands that follow them are ignored."""

from __future__ import annotations

from argparse import Namespace

from jumperwire.cli import about
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Finish
from jumperwire.cli.grammar import Command, nothing


async def _help(context: Context, arguments: Namespace) -> None:
    about.usage(context.out, context.macros)
    raise Finish(0)


async def _version(context: Context, arguments: Namespace) -> None:
    about.version(context.out)
    raise Finish(0)


COMMANDS = {"help": Command(nothing, _help), "version": Command(nothing, _version)}
