"""``sleep``: waits."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace

from jumperwire.cli.context import Context
from jumperwire.cli.grammar import Command


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument("milliseconds", type=float, help="how long")


async def _sleep(context: Context, arguments: Namespace) -> None:
    await asyncio.sleep(arguments.milliseconds / 1000)


COMMANDS = {"sleep": Command(_takes, _sleep)}
