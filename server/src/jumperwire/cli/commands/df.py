"""``df``: shows how full the board's file systems are."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from jumperwire.cli.context import Context
from jumperwire.cli.grammar import Command, nothing
from jumperwire.filesystem import remote


async def _df(context: Context, arguments: Namespace) -> None:
    async with context.board() as board:
        found = await remote.mounts(board)
    if context.options.json:
        context.out.value([asdict(mount) for mount in found])
        return
    _row(context, "filesystem", "size", "used", "avail", "use%", "mounted on")
    for mount in found:
        if mount.total:
            used = mount.total - mount.free
            _row(context, mount.name, mount.total, used, mount.free, 100 * used // mount.total, mount.path)


def _row(context: Context, name: str, *cells: object) -> None:
    total, used, free, share, path = cells
    context.out.line(f"{name:<10} {total:>8} {used:>8} {free:>8} {share:>4} {path}")


COMMANDS = {"df": Command(nothing, _df)}
