"""``mip install``: installs packages, and then reports them as mpremote does."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import absolute, bare
from jumperwire.packages import mip
from jumperwire.packages.installed import Installed
from jumperwire.packages.origin import INDEX, Kind, Request, parse


async def install(context: Context, arguments: Namespace) -> None:
    """Install the packages that were named, or those of the lock file if none was."""
    names, lock = arguments.packages, Path(arguments.lock) if arguments.lock else None
    if not names and lock is None:
        arguments.wrong("say which package, or from which --lock")
    if names and lock:
        ensure_one(context, "mip install --lock")
    await context.session()
    choice = await choice_of(context, arguments)
    if names:
        context.out.note(f"Install {parse(names[0]).name}")  # the rest is known when the installation is done
    with context.progress() as tell:
        if lock and not names:
            done = await mip.repeat(context.board, lock, choice, tell=tell)
        else:
            done = await mip.install(context.board, names, choice, lock_file=lock, tell=tell)
    if context.options.json:
        context.out.value({name: value for name, value in asdict(done).items() if name != "summary"})
        return
    _tell(context, done, arguments, choice.index.rstrip("/"))


def _tell(context: Context, done: mip.Installation, arguments: Namespace, index: str) -> None:
    """Print a paragraph for each requested package. The first line of the first one was printed already."""
    target = bare(arguments.target) or done.target
    asked = [parse(name).name for name in arguments.packages]
    for number, package in enumerate(done.packages):
        first = package.name in asked if asked else package.wanted
        if first and number:
            context.out.note("Done")
        if first and (number or not asked):
            context.out.note(f"Install {package.name}")
        if title := _title(package, target, index):
            context.out.note(title)
        for file in package.files:
            path = f"{done.target.rstrip('/')}/{file}"
            context.out.note(f"{'Exists' if path in done.unchanged else 'Installing'}: {target}/{file}")
    for path in done.removed:
        context.out.note(f"Removing: {path}")
    context.out.note("Done")


def _title(package: Installed, target: str, index: str) -> str:
    request = Request(package.name, package.asked)
    if request.kind is Kind.INDEX:
        return f"Installing {request.name} ({request.version or 'latest'}) from {index} to {target}"
    if request.kind is Kind.REMOTE:
        return f"Installing {request.manifest} to {target}"
    return f"Downloading {request.name} to {target}" if request.kind is Kind.FILE else ""


def ensure_one(context: Context, name: str) -> None:
    """Raise Failure if there are several boards, since the command ``name`` writes a file for one."""
    if len(context.options.boards) > 1:
        raise Failure(Problem.ONE_BOARD_ONLY, name=name)


async def choice_of(context: Context, arguments: Namespace) -> mip.Choice:
    """Return the choices that the options express."""
    target = bare(arguments.target)
    if target:
        async with context.board() as board:
            target = await absolute(board, target)
    return mip.Choice(arguments.index or INDEX, target, arguments.mpy)
