"""``doctor``: checks everything between a person and a board, and says what to do."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import asdict

from jumperwire.cli.commands import health_board, health_pc
from jumperwire.cli.commands.health import Finding, Level, fine, wrong
from jumperwire.cli.context import AUTO, Context
from jumperwire.cli.failure import Failure, Finish
from jumperwire.cli.grammar import Command, nothing
from jumperwire.errors import JumperwireError
from jumperwire.transport import ports


async def _doctor(context: Context, arguments: Namespace) -> None:
    context.acted = True
    found: list[Finding] = []

    def tell(finding: Finding) -> None:
        found.append(finding)
        if not context.options.json and not (context.options.quiet and finding.level is Level.OK):
            context.out.line(f"{finding.level.value:4}  {finding.subject:9}  {finding.detail}")

    await _all(health_pc.program, tell)
    if all(finding.level is not Level.FAIL for finding in found):
        await _examine(context, tell)
    if context.options.json:
        context.out.value([asdict(finding) for finding in found])
    if any(finding.level is Level.FAIL for finding in found):
        raise Finish(1)


async def _examine(context: Context, tell: Callable[[Finding], None]) -> None:
    """Check the ports, then the board, as far as possible."""
    on_usb = await asyncio.to_thread(ports.list_serial_ports)
    named = context.connected or context.default != AUTO
    await _all(lambda: health_pc.usb(on_usb, needed=not named), tell)
    if not named:
        await _connect(context, [port.device for port in on_usb], tell)
    elif not context.connected:
        await _all(lambda: health_pc.access(context.default), tell)
        await _connect(context, [context.default], tell)
    if context.connected:
        try:
            await health_board.examine(await context.session(), tell)
        except JumperwireError as error:
            tell(wrong("repl", error))


async def _all(look: Callable[[], Iterable[Finding]], tell: Callable[[Finding], None]) -> None:
    """Report the findings of ``look``, which takes a moment and therefore runs in a thread."""
    for finding in await asyncio.to_thread(lambda: list(look())):
        tell(finding)


async def _connect(context: Context, addresses: list[str], tell: Callable[[Finding], None]) -> None:
    """Return a session with the first board that can be opened."""
    for address in addresses:
        try:
            await context.connect(address)
        except (JumperwireError, Failure) as error:
            tell(wrong("open", error))
        else:
            tell(fine("open", address))
            return


COMMANDS = {"doctor": Command(nothing, _doctor)}
