"""``mip``: installs, lists and uninstalls packages on the board."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from jumperwire.cli.commands.installing import choice_of, ensure_one, install
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command, switch
from jumperwire.errors import PackageNotInstalled
from jumperwire.packages import freezing, installed, mip
from jumperwire.packages import lock as locks
from jumperwire.packages.installed import Installed

Work: TypeAlias = Callable[[Context, Namespace], Awaitable[None]]

_NAMES = ("install", "list", "uninstall", "freeze")


def _takes(parser: ArgumentParser) -> None:
    switch(parser, "mpy", "m", "prefer compiled files (default)", True)
    parser.add_argument("--target", metavar="FOLDER", default="", help="folder on the board (default: /lib)")
    parser.add_argument("--index", metavar="URL", default="", help="package index (default: micropython-lib)")
    parser.add_argument(
        "--lock", metavar="FILE", help="record the installation; without packages, repeat a recorded one"
    )
    parser.add_argument("command", nargs=1, help=", ".join(_NAMES))
    parser.add_argument(
        "packages",
        nargs="+",
        help="name, name@version, github:user/repository@branch (also gitlab:, codeberg:), the address"
        " of a package.json or a file, or the path of a package.json on this computer",
    )
    parser.usage = f"%(prog)s [options] {'|'.join(_NAMES)} [packages] [+] [command …]"
    parser.set_defaults(wrong=parser.error)


async def _mip(context: Context, arguments: Namespace) -> None:
    arguments.packages = list(filter(None, arguments.packages))
    work = _WORK.get(arguments.command[0])
    if work is None:
        raise Failure(Problem.PACKAGE_COMMAND_UNKNOWN, name=arguments.command[0], known=", ".join(_NAMES))
    await work(context, arguments)


async def _list(context: Context, arguments: Namespace) -> None:
    choice = await choice_of(context, arguments)
    async with context.board() as board:
        place = await mip.look(board, choice.target)
        there = await installed.read(board, place.target)
    for name in arguments.packages:
        if name not in there:
            raise PackageNotInstalled(package=name, board=board.name, target=place.target)
    found = [there[name] for name in sorted(arguments.packages or there)]
    if context.options.json:
        context.out.value(list(map(asdict, found)))
        return
    widths = [max((len(row[column]) for row in map(_row, found)), default=0) for column in range(2)]
    for name, version, about in map(_row, found):
        context.out.line(f"{name:{widths[0]}}  {version:{widths[1]}}  {about}")


def _row(package: Installed) -> tuple[str, str, str]:
    count = f"{len(package.files)} file{'s' if len(package.files) != 1 else ''}"
    return package.name, package.version or "-", count if package.wanted else f"{count}, a dependency"


async def _uninstall(context: Context, arguments: Namespace) -> None:
    if not arguments.packages:
        arguments.wrong("say which package")
    choice = await choice_of(context, arguments)
    for name in arguments.packages:
        context.out.note(f"Uninstall {name}")
        removed = await mip.uninstall(context.board, name, choice.target)
        for path in removed:
            context.out.note(f"Removing: {path}")
        context.out.note("Done")
        if context.options.json:
            context.out.value({"package": name, "removed": removed})


async def _freeze(context: Context, arguments: Namespace) -> None:
    if arguments.packages:
        arguments.wrong("it takes no packages: all that are installed are written down")
    if arguments.lock:
        ensure_one(context, "mip freeze --lock")
    frozen = await freezing.freeze(context.board, await choice_of(context, arguments))
    if arguments.lock:
        await asyncio.to_thread(locks.write, Path(arguments.lock), frozen)
    elif context.options.json:
        context.out.value(asdict(frozen))
    else:
        context.out.text(locks.text(frozen))


_WORK: Mapping[str, Work] = dict(zip(_NAMES, (install, _list, _uninstall, _freeze), strict=True))

COMMANDS = {"mip": Command(_takes, _mip, words=_NAMES, files=True)}
