"""``fs mkdir``, ``fs rmdir``, ``fs rm``, ``fs touch`` and ``fs mv``."""

from __future__ import annotations

import posixpath
from argparse import Namespace

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import absolute, bare, called, join
from jumperwire.device.reply import FolderEntry, Kind
from jumperwire.filesystem import remote
from jumperwire.filesystem.mount.mounted_paths import reaches


async def mkdir(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """A new folder."""
    await remote.make_one_folder(board, await absolute(board, path))


async def rmdir(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """An empty folder."""
    await remote.remove_kind(board, await absolute(board, path), Kind.FOLDER)


async def touch(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """A new file, or a new time of an old one."""
    await remote.touch(board, await absolute(board, path))


async def rm(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """A file; with -r a folder, what is in it first."""
    where = await absolute(board, path)
    [kind] = await remote.kinds(board, [where])
    if kind is not Kind.FOLDER or not arguments.recursive:
        await remote.remove_kind(board, where, Kind.FILE)
        _told(context, arguments, path, Kind.FILE)
        return
    if reaches(board, where):
        raise Failure(Problem.REMOVE_MOUNTED, path=path or where)
    below = _children_first(await remote.walk(board, where), "")
    names = [join(path, name) for name, _ in below]
    whole = [posixpath.join(where, name) for name, _ in below]
    root = [where] if path and where != "/" else []
    await remote.remove_all(board, [*whole, *root])
    for name, (_, folder) in zip(names, below, strict=True):
        _told(context, arguments, name, Kind.FOLDER if folder else Kind.FILE)
    if root:
        _told(context, arguments, path, Kind.FOLDER)


async def mv(context: Context, board: Lease, arguments: Namespace) -> None:
    """Rename, or move into a folder."""
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


def _children_first(entries: list[FolderEntry], folder: str) -> list[tuple[str, bool]]:
    """Names, and whether they are folders."""
    found: list[tuple[str, bool]] = []
    for entry in entries:
        if posixpath.dirname(entry.name) == folder:
            if entry.folder:
                found += _children_first(entries, entry.name)
            found.append((entry.name, entry.folder))
    return found


def _told(context: Context, arguments: Namespace, path: str, kind: Kind) -> None:
    if arguments.verbose and arguments.recursive:
        context.out.note(f"removed{' directory' if kind is Kind.FOLDER else ''}: '{path}'")
