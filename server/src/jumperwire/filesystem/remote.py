"""Operations on the files of a board, in one exec each.

Paths are absolute, with forward slashes. In a name that is not UTF-8, stray bytes are surrogates (as in
``os.fsdecode``), and are passed back to the board unchanged.

All raise the errors of `Lease.exec`, and FileNotFound, FileExists, FileSystemFull, ReadOnly,
BoardOutOfMemory or FileOperationFailed for errors on the board.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution
from jumperwire.device import listings, reply, script, traceback
from jumperwire.device.reply import FileSystem, FolderEntry, Kind, Mount, Removal, Space, Survey, Tree
from jumperwire.errors import (
    BoardOutOfMemory,
    FileExists,
    FileNotFound,
    FileOperationFailed,
    FileSystemFull,
    JumperwireError,
    NoFileSystem,
    ProtocolBroken,
    ReadOnly,
    TransferCorrupt,
)
from jumperwire.filesystem.calls import call, call_agent

T = TypeVar("T")

_DIGEST_DIFFERS = "ValueError: digest"
"""What ``finish`` raises if the digest differs."""

_TREE = Fact[tuple[tuple[tuple[str, ...], int], Tree]]("what was asked, and the files", Until.FILES)

NO_FILES = -1
"""For `tree`: return only where the folders are."""

_LONG = 16_000
"""Bytes of a reply that take some milliseconds to parse."""

_BATCH = 500
"""The number of paths that are reported before other tasks get a turn."""

_MOST_PATHS = 100
"""The largest number of paths in one call, since they are on the board's heap."""

_ERRORS: dict[int, type[JumperwireError]] = {
    2: FileNotFound,
    17: FileExists,
    28: FileSystemFull,
    30: ReadOnly,
}
"""Errors by MicroPython's errno, which is that of Linux on every port."""


async def list_folder(board: Lease, path: str) -> list[FolderEntry]:
    """Return the entries of a folder, folders first, sorted by name."""
    return await _ask(board, path, listings.folder_entries, "list_folder", path, 0)


async def entries(board: Lease, path: str) -> list[FolderEntry]:
    """Return the entries of a folder in the board's own order."""
    return await _ask(board, path, listings.entries, "list_folder", path, 0)


async def walk(board: Lease, path: str) -> list[FolderEntry]:
    """Return everything below a folder, with names relative to it. A folder comes before its contents."""
    return await _ask(board, path, listings.walked, "list_folder", path, 1)


async def stat(board: Lease, path: str) -> FolderEntry:
    """Return what a file or folder is."""
    return await _ask(board, path, listings.entry, "stat", path)


async def read_file(board: Lease, path: str) -> bytes:
    """Return a small file's content."""
    return await _ask(board, path, reply.content, "read_file", path)


async def working_folder(board: Lease) -> str:
    """Return the board's current directory."""
    return await _ask(board, "/", reply.path, "working_folder")


async def kinds(board: Lease, paths: Sequence[str]) -> list[Kind]:
    """Return whether each path is a file, a folder or nothing."""
    return await _ask(board, paths[0], partial(reply.kinds, count=len(paths)), "kinds", list(paths))


async def digest(board: Lease, path: str, algorithm: str) -> bytes | None:
    """Return a file's digest by an algorithm of ``hashlib``; None if the board does not have it."""
    return await _ask(board, path, reply.digest, "digest", path, algorithm)


async def mounts(board: Lease) -> list[Mount]:
    """Return the board's file systems."""
    return await _ask(board, "/", reply.mounts, "mounts")


async def clock(board: Lease) -> tuple[int, ...]:
    """Return the board's time, as its ``machine.RTC`` has it."""
    return await _ask(board, "RTC", reply.numbers, "clock", [])


async def set_clock(board: Lease, time: Sequence[int]) -> None:
    """Set the board's clock."""
    await _ask(board, "RTC", reply.numbers, "clock", [str(number) for number in time])


async def survey(
    board: Lease, paths: Sequence[str], folders: Sequence[str] = ()
) -> tuple[list[Survey | None], list[FileSystem | None]]:
    """Return the files at these paths (None if there is none), and the file systems that these folders
    are on.
    """
    execution = await call_agent(board, "survey", list(paths), list(folders))
    check(board, paths[0] if paths else "/", execution)
    parse = partial(listings.survey, files=len(paths), folders=len(folders))
    return await _parsed(board, parse, execution.output, "survey")


async def hashes(board: Lease, paths: Sequence[str]) -> list[bytes | None]:
    """Return the first `outgoing.DIGEST` bytes of each file's SHA-256; None if it is no file, or is not
    known.
    """
    files, _ = await survey(board, paths) if paths else ([], [])
    return [file.digest if file else None for file in files]


async def sha256(board: Lease, path: str) -> bytes:
    """Return a file's full SHA-256, computed here if the board cannot."""
    digest = await _ask(board, path, reply.sha256, "sha256", path)
    return digest or hashlib.sha256(await read_file(board, path)).digest()


async def tree(board: Lease, folders: Sequence[str], largest: int) -> Tree:
    """Return everything below these folders, with digests of files up to ``largest`` bytes, in one exec.

    A missing folder is empty. Raises NoFileSystem. The result is kept until something may have changed
    it; changes that the board's threads and timers make meanwhile go unnoticed.
    """
    asked = (tuple(folders), largest)
    kept = board.facts.get(_TREE)
    if kept and kept[0] == asked:
        return kept[1]
    execution = await call_agent(board, "tree", list(folders), largest)
    if b"ilistdir" in execution.error:
        raise NoFileSystem(board=board.name, path=folders[0])
    check(board, folders[0], execution)
    found = await _parsed(board, partial(listings.tree, count=len(folders)), execution.output, "tree")
    for root in found.roots:
        if root.system is None:
            raise NoFileSystem(board=board.name, path=root.path)
    if largest != NO_FILES:
        board.facts.put(_TREE, (asked, found))
    return found


def tree_is_kept(board: Lease, tree: Tree) -> bool:
    """Return whether nothing may have changed the board's files since this tree was read."""
    kept = board.facts.get(_TREE)
    return kept is not None and kept[1] is tree


async def space(board: Lease, path: str) -> Space:
    """Return the space of the file system that ``path`` is on."""
    return await _ask(board, path, reply.space, "space", path)


async def make_folder(board: Lease, path: str) -> None:
    """Create a folder and those above it. An existing folder is no error."""
    await make_folders(board, [path])


async def make_folders(board: Lease, paths: Sequence[str]) -> None:
    """Create several folders, as `make_folder` does."""
    if paths:
        await _do(board, paths[0], "make_folder", list(paths))


async def make_one_folder(board: Lease, path: str) -> None:
    """Create a folder, which must not exist, in one that exists."""
    await _do(board, path, "make_one_folder", path)


async def remove_kind(board: Lease, path: str, kind: Kind) -> None:
    """Delete a file or an empty folder, and only if it is of that kind."""
    await _do(board, path, "remove_kind", path, int(kind is Kind.FOLDER))


async def touch(board: Lease, path: str) -> None:
    """Create an empty file, or set the time of an existing one to now."""
    await _do(board, path, "touch", path)


async def remove(board: Lease, path: str, *, recursive: bool = False) -> None:
    """Delete a file or an empty folder; with ``recursive``, act like `remove_tree`."""
    await (remove_tree(board, path) if recursive else remove_all(board, [path]))


async def remove_tree(
    board: Lease,
    path: str,
    *,
    itself: bool = True,
    told: Callable[[str, Removal], None] | None = None,
) -> None:
    """Delete a file, or a folder with its contents; ``itself``: also the folder.

    A folder where a file system is mounted is emptied and stays. ``told`` is called with the result for
    each path, even if not all of them could be deleted.
    """
    board.facts.happened(Until.FILES)
    source = script.call("remove_tree", path, int(told is not None), int(itself))
    execution = await call(board, source)
    removed = await _parsed(board, listings.removed, execution.output, "remove_tree")
    for number, (each, removal) in enumerate(removed):
        if told and removal is not Removal.FAILED:
            told(each, removal)
            if number % _BATCH == 0:
                await asyncio.sleep(0)
    failed = removed[-1][0] if removed and removed[-1][1] is Removal.FAILED else path
    check(board, failed, execution)


async def remove_all(board: Lease, paths: Sequence[str]) -> None:
    """Delete files, and folders that are empty by then, in this order."""
    for at in range(0, len(paths), _MOST_PATHS):
        await _do(board, paths[at], "remove", list(paths[at : at + _MOST_PATHS]))


async def move(board: Lease, source: str, target: str, *, overwrite: bool = False) -> None:
    """Rename; between two file systems, copy and delete. A file that is replaced is complete until then."""
    await _do(board, source, "move", source, target, int(overwrite), 0)


async def copy(board: Lease, source: str, target: str, *, overwrite: bool = False) -> None:
    """Copy a file or a folder on the board."""
    await _do(board, source, "move", source, target, int(overwrite), 1)


async def _do(board: Lease, path: str, name: str, *arguments: script.Argument) -> None:
    board.facts.happened(Until.FILES)
    execution = await call(board, script.call(name, *arguments))
    check(board, path, execution)


async def _ask(
    board: Lease, path: str, parse: Callable[[bytes], T], name: str, *arguments: script.Argument
) -> T:
    execution = await call(board, script.call(name, *arguments))
    check(board, path, execution)
    return await _parsed(board, parse, execution.output, name)


async def _parsed(board: Lease, parse: Callable[[bytes], T], output: bytes, name: str) -> T:
    """Parse a script's output; a long one is parsed in a thread."""
    try:
        return await asyncio.to_thread(parse, output) if len(output) > _LONG else parse(output)
    except reply.BadReply as error:
        raise ProtocolBroken(board=board.name, expected=f"the reply of {name}", heard=str(error)) from error


def check(board: Lease, path: str, execution: Execution) -> None:
    """Raise the error that the board raised about ``path``, if any."""
    if not execution.error:
        return
    cause = traceback.last_line(execution.error)
    if traceback.is_out_of_memory(execution.error):
        raise BoardOutOfMemory(board=board.name, traceback=cause)
    if cause == _DIGEST_DIFFERS:
        raise TransferCorrupt(board=board.name, path=path)
    known = _ERRORS.get(traceback.errno(execution.error) or 0)
    if known is not None:
        raise known(board=board.name, path=path)
    raise FileOperationFailed(board=board.name, path=path, cause=cause)
