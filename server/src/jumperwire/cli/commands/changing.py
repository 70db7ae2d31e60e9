"""``fs mkdir``, ``fs rmdir``, ``fs rm``, ``fs touch`` and ``fs mv``."""

from __future__ import annotations

import posixpath
from argparse import Namespace

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import absolute, bare, called, join
from jumperwire.device.reply import Kind, Removal
from jumperwire.filesystem import remote
from jumperwire.filesystem.mount.mounted_paths import reaches


async def mkdir(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Create a folder."""
    await remote.make_one_folder(board, await absolute(board, path))


async def rmdir(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Remove an empty folder."""
    await remote.remove_kind(board, await absolute(board, path), Kind.FOLDER)


async def touch(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Create a file, or update the time of an existing one."""
    await remote.touch(board, await absolute(board, path))


async def rm(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Remove a file; with -r also a folder and everything in it."""
    where = await absolute(board, path)
    [kind] = await remote.kinds(board, [where])
    if kind is not Kind.FOLDER or not arguments.recursive:
        await remote.remove_kind(board, where, Kind.FILE)
        _told(context, arguments, path, Kind.FILE)
        return
    if reaches(board, where):
        raise Failure(Problem.REMOVE_MOUNTED, path=path or where)

    def told(found: str, removal: Removal) -> None:
        shown = join(path, found[len(where) :].lstrip("/")) if found != where else path
        if removal is Removal.MOUNT_POINT:
            context.out.note(f"skipped: '{shown}' (vfs mountpoint)")
        else:
            _told(context, arguments, shown, Kind.FOLDER if removal is Removal.FOLDER else Kind.FILE)

    await remote.remove_tree(board, where, itself=bool(path), told=told if arguments.verbose else None)


async def mv(context: Context, board: Lease, arguments: Namespace) -> None:
    """Rename a file or folder, or move it into a folder."""
    *sources, target = map(bare, arguments.path)
    if not sources:
        raise Failure(Problem.DESTINATION_MISSING)
    place = await absolute(board, target)
    [kind] = await remote.kinds(board, [place])
    if kind is not Kind.FOLDER and (len(sources) > 1 or target.endswith("/")):
        raise Failure(Problem.DESTINATION_NO_FOLDER, path=target)
    for source in sources:
        if arguments.verbose is not False:
            context.out.note(f"mv :{source} :{target}")
        where = await absolute(board, source)
        inside = posixpath.join(place, posixpath.basename(where))
        goal = inside if kind is Kind.FOLDER else place
        shown = join(target, posixpath.basename(where)) if kind is Kind.FOLDER else target
        with called(where, source), called(goal, shown):
            await remote.move(board, where, goal, overwrite=arguments.force)


def _told(context: Context, arguments: Namespace, path: str, kind: Kind) -> None:
    if arguments.verbose and arguments.recursive:
        context.out.note(f"removed{' directory' if kind is Kind.FOLDER else ''}: '{path}'")
