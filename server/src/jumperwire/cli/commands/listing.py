"""``fs ls``, ``fs tree`` and ``fs du``: list folders."""

from __future__ import annotations

import asyncio
import posixpath
from argparse import Namespace
from collections.abc import Iterator

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import absolute
from jumperwire.device.reply import FolderEntry
from jumperwire.errors import FileNotFound, FileOperationFailed
from jumperwire.filesystem import remote

_BATCH = 500
"""The number of lines that are printed before other tasks get a turn."""


async def ls(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """List the entries of a folder in the board's order."""
    entries = await remote.entries(board, await absolute(board, path))
    if context.options.json:
        context.out.value(list(map(_plain, entries)))
        return
    for entry in entries:
        context.out.line(f"{entry.size:12} {entry.name}{'/' if entry.folder else ''}")


async def tree(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Draw everything below a folder as a tree."""
    where = await absolute(board, path)
    entries = await _below(board, where, path)
    if context.options.json:
        context.out.value(list(map(_plain, entries)))
        return
    session = await context.session()
    shown = path if path not in ("", ".") else where
    context.out.line(f":{shown} on {session.address}" if arguments.verbose else f":{shown}")
    lines = await asyncio.to_thread(lambda: list(_drawn(_by_folder(entries), "", "", arguments)))
    for at in range(0, len(lines), _BATCH):
        for line in lines[at : at + _BATCH]:
            context.out.line(line)
        await asyncio.sleep(0)


async def du(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Print the number of bytes in a folder and in each folder below it, the deepest first."""
    where = await absolute(board, path)
    entries = await _below(board, where, path)
    sizes = await asyncio.to_thread(_sizes, entries)
    root = path or where
    named = {posixpath.join(root, name) if name else root: size for name, size in reversed(sizes.items())}
    if context.options.json:
        context.out.value(named)
        return
    for name, size in named.items():
        context.out.line(f"{_human(size) if arguments.human else size}\t{name}")


def _sizes(entries: list[FolderEntry]) -> dict[str, int]:
    """Return the number of bytes below each folder, including its subfolders."""
    sizes = {"": 0} | {entry.name: 0 for entry in entries if entry.folder}
    for entry in entries:
        above = posixpath.dirname(entry.name)
        while not entry.folder:
            sizes[above] += entry.size
            if not above:
                break
            above = posixpath.dirname(above)
    return sizes


async def _below(board: Lease, where: str, path: str) -> list[FolderEntry]:
    try:
        return await remote.walk(board, where)
    except (FileNotFound, FileOperationFailed) as error:
        raise Failure(Problem.NO_FOLDER, path=path) from error


def _plain(entry: FolderEntry) -> dict[str, object]:
    return {"name": entry.name, "folder": entry.folder, "size": entry.size, "modified": entry.modified}


def _by_folder(entries: list[FolderEntry]) -> dict[str, list[FolderEntry]]:
    """Return the entries of each folder, by the folder's name."""
    folders: dict[str, list[FolderEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.name):
        folders.setdefault(posixpath.dirname(entry.name), []).append(entry)
    return folders


def _drawn(
    entries: dict[str, list[FolderEntry]], folder: str, margin: str, arguments: Namespace
) -> Iterator[str]:
    here = entries.get(folder, [])
    for entry in here:
        last = entry is here[-1]
        name = posixpath.basename(entry.name)
        yield f"{margin}{'└── ' if last else '├── '}{_size(entry, arguments)}{name}"
        if entry.folder:
            yield from _drawn(entries, entry.name, margin + ("    " if last else "│   "), arguments)


def _size(entry: FolderEntry, arguments: Namespace) -> str:
    if entry.folder and not entry.size:
        return ""
    if arguments.size:
        return f"[{entry.size:>9}]  "
    return f"[{_human(entry.size):>6}]  " if arguments.human else ""


def _human(size: float) -> str:
    if size < 1024:
        return str(size)
    for unit in "KMG":
        size /= 1024
        if size < 1024:
            return f"{size:.1f}{unit}"
    return f"{size / 1024:.1f}T"
