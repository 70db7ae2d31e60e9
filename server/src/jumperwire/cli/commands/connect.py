"""``connect``, ``disconnect`` and ``resume``: choose the board, and whether its interpreter is restarted."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace

from jumperwire.cli.context import Context
from jumperwire.cli.grammar import Command, nothing
from jumperwire.transport import ports


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument(
        "device", help="list, auto, id:<serial number>, port:<port>, or an address of a board"
    )


async def _connect(context: Context, arguments: Namespace) -> None:
    if arguments.device == "list":
        await context.disconnect()
        context.acted = True
        await _list(context)
    else:
        await context.connect(arguments.device)


async def _list(context: Context) -> None:
    found = await asyncio.to_thread(ports.list_all_ports)
    if context.options.json:
        context.out.value([port._asdict() for port in found])
        return
    for port in found:
        kind = f"{port.vid or 0:04x}:{port.pid or 0:04x}"
        context.out.line(f"{port.device} {port.serial_number} {kind} {port.manufacturer} {port.product}")


async def _disconnect(context: Context, arguments: Namespace) -> None:
    await context.disconnect()


async def _resume(context: Context, arguments: Namespace) -> None:
    context.reset_due = False


COMMANDS = {
    "connect": Command(_takes, _connect, words=("auto", "list")),
    "disconnect": Command(nothing, _disconnect),
    "resume": Command(nothing, _resume),
}
