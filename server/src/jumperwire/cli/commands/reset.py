"""``soft-reset``, ``reset`` and ``bootloader``: restart the interpreter or the chip."""

from __future__ import annotations

from argparse import Namespace

from jumperwire.cli.context import Context
from jumperwire.cli.grammar import Command, nothing

_LATER = b"import time, machine; time.sleep_ms(100); machine.%s()"
"""The delay lets the board acknowledge this source before it disappears together with its port."""


async def _soft_reset(context: Context, arguments: Namespace) -> None:
    async with context.board(reset=True):
        pass


async def _reset(context: Context, arguments: Namespace) -> None:
    await context.restart(_LATER % b"reset")


async def _bootloader(context: Context, arguments: Namespace) -> None:
    await context.start(_LATER % b"bootloader")


COMMANDS = {
    "bootloader": Command(nothing, _bootloader),
    "reset": Command(nothing, _reset),
    "soft-reset": Command(nothing, _soft_reset),
}
