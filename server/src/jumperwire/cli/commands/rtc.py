"""``rtc``: shows or sets the board's clock."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from jumperwire.cli.context import Context
from jumperwire.cli.grammar import Command, switch
from jumperwire.filesystem import remote


def _takes(parser: ArgumentParser) -> None:
    switch(parser, "set", "s", "set it to the time of this computer")


async def _rtc(context: Context, arguments: Namespace) -> None:
    async with context.board() as board:
        if not arguments.set:
            clock = await remote.clock(board)
            if context.options.json:
                context.out.value(clock)
            else:
                context.out.line(str(clock))
            return
        now = datetime.now()
        await remote.set_clock(
            board,
            (now.year, now.month, now.day, now.weekday(), now.hour, now.minute, now.second, now.microsecond),
        )


COMMANDS = {"rtc": Command(_takes, _rtc)}
