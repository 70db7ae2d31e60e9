"""``mount`` and ``umount``: mount folders of this computer on the board until the command line ends."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jumperwire.board.facts import Until
from jumperwire.board.state import WhenRunning
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command, switch
from jumperwire.errors import NoFileSystem, PathUnsafe
from jumperwire.filesystem import mount

_PLACE = "/remote"


def _mount_takes(parser: ArgumentParser) -> None:
    switch(parser, "unsafe-links", "l", "follow links that lead out of the folder")
    parser.add_argument("--read-only", action="store_true", help="do not let the board change anything")
    parser.add_argument(
        "--at", metavar="PLACE", help=f"mount at this place instead of {_PLACE}, and do not enter the folder"
    )
    parser.add_argument("path", help="a folder of this computer")


def _umount_takes(parser: ArgumentParser) -> None:
    parser.add_argument("--at", metavar="PLACE", help="unmount only this one")


async def _mount(context: Context, arguments: Namespace) -> None:
    """Mount a folder. Unless a place was named, it becomes the board's current directory."""
    folder, place = Path(arguments.path), arguments.at or _PLACE
    if not await asyncio.to_thread(folder.is_dir):
        raise Failure(Problem.NO_LOCAL_FOLDER, path=arguments.path)
    session = await context.session()
    async with context.board(acts=False):
        pass  # restarts the interpreter first, if that is due
    try:
        await mount.mount(
            session,
            folder,
            place,
            read_only=arguments.read_only,
            follow_links=arguments.unsafe_links,
            enter=arguments.at is None,
            when_running=WhenRunning.INTERRUPT,
        )
    except PathUnsafe as error:
        raise Failure(Problem.MOUNT_PLACE, path=place) from error
    except NoFileSystem as error:
        raise Failure(Problem.MOUNT_UNSUPPORTED, **error.facts) from error
    session.facts.happened(Until.CODE)
    context.mounted[place] = arguments.path
    context.out.note(f"Local directory {arguments.path} is mounted at {place}")


async def _umount(context: Context, arguments: Namespace) -> None:
    """Unmount all folders, or the one at ``--at``."""
    session = await context.session()
    async with context.board(acts=False):
        pass  # restarts the interpreter first, if that is due
    if arguments.at is not None and arguments.at not in context.mounted:
        raise Failure(Problem.MOUNT_PLACE_UNKNOWN, path=arguments.at)
    for place in [arguments.at] if arguments.at is not None else list(context.mounted):
        await mount.umount(session, place)
        del context.mounted[place]
    session.facts.happened(Until.CODE)


COMMANDS = {"mount": Command(_mount_takes, _mount, files=True), "umount": Command(_umount_takes, _umount)}
