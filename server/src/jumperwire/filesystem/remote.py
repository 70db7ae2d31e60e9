"""What can be done with the files on a board, in one exec each.

Paths are absolute, with forward slashes. A name that is not UTF-8 has its stray bytes as surrogates
(as ``os.fsdecode`` does), and is passed back to the board as it was.

Raises what `Lease.exec` does, and FileNotFound, FileExists, FileSystemFull, ReadOnly, BoardOutOfMemory,
FileOperationFailed for what the board answers.
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
"""What ``finish`` raises."""

_TREE = Fact[tuple[tuple[tuple[str, ...], int], Tree]]("what was asked, and the files", Until.FILES)

NO_FILES = -1
"""For `tree`: only where the folders are."""

_LONG = 16_000
"""Bytes of a reply that take some milliseconds to read."""

_BATCH = 500
"""Paths that are told of before others have their turn."""

_MOST_PATHS = 100
"""In one call: they are on the board's heap."""

_ERRORS: dict[int, type[JumperwireError]] = {
    2: FileNotFound,
    17: FileExists,
    28: FileSystemFull,
    30: ReadOnly,
}
"""By MicroPython's errno, which is Linux's on every port."""


async def list_folder(board: Lease, path: str) -> list[FolderEntry]:
    """The entries of a folder, folders first, by name."""
    return await _ask(board, path, listings.folder_entries, "list_folder", path, 0)


async def entries(board: Lease, path: str) -> list[FolderEntry]:
    """The same, in the board's own order."""
    return await _ask(board, path, listings.entries, "list_folder", path, 0)


async def walk(board: Lease, path: str) -> list[FolderEntry]:
    """All that is below a folder, with names relative to it; folders come before what is in them."""
    return await _ask(board, path, listings.walked, "list_folder", path, 1)


async def stat(board: Lease, path: str) -> FolderEntry:
    """One file or folder."""
    return await _ask(board, path, listings.entry, "stat", path)


async def read_file(board: Lease, path: str) -> bytes:
    """A small file's content."""
    return await _ask(board, path, reply.content, "read_file", path)


async def working_folder(board: Lease) -> str:
    """Where relative paths begin."""
    return await _ask(board, "/", reply.path, "working_folder")


async def kinds(board: Lease, paths: Sequence[str]) -> list[Kind]:
    """What is at these paths."""
    return await _ask(board, paths[0], partial(reply.kinds, count=len(paths)), "kinds", list(paths))


async def digest(board: Lease, path: str, algorithm: str) -> bytes | None:
    """A file's digest by an algorithm of ``hashlib``; None where the board has it not."""
    return await _ask(board, path, reply.digest, "digest", path, algorithm)


async def mounts(board: Lease) -> list[Mount]:
    """The board's file systems."""
    return await _ask(board, "/", reply.mounts, "mounts")


async def clock(board: Lease) -> tuple[int, ...]:
    """The board's time, as its ``machine.RTC`` has it."""
    return await _ask(board, "RTC", reply.numbers, "clock", [])


async def set_clock(board: Lease, time: Sequence[int]) -> None:
    """Set it."""
    await _ask(board, "RTC", reply.numbers, "clock", [str(number) for number in time])


async def survey(
    board: Lease, paths: Sequence[str], folders: Sequence[str] = ()
) -> tuple[list[Survey | None], list[FileSystem | None]]:
    """The files at these paths, None for what is none; and the file systems that these folders are on."""
    execution = await call_agent(board, "survey", list(paths), list(folders))
    check(board, paths[0] if paths else "/", execution)
    parse = partial(listings.survey, files=len(paths), folders=len(folders))
    return await _parsed(board, parse, execution.output, "survey")


async def hashes(board: Lease, paths: Sequence[str]) -> list[bytes | None]:
    """The first `outgoing.DIGEST` bytes of each file's SHA-256; None for what is no file, or not known."""
    files, _ = await survey(board, paths) if paths else ([], [])
    return [file.digest if file else None for file in files]


async def sha256(board: Lease, path: str) -> bytes:
    """A file's whole SHA-256, computed here where the board has none."""
    digest = await _ask(board, path, reply.sha256, "sha256", path)
    return digest or hashlib.sha256(await read_file(board, path)).digest()


async def tree(board: Lease, folders: Sequence[str], largest: int) -> Tree:
    """All that is below these folders, with digests of files of up to ``largest`` bytes, in one exec.

    A folder that is not there is empty. Raises NoFileSystem. Kept until something may have changed it
    (what threads and timers of the board do meanwhile is not noticed).
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
    """Whether nothing may have changed the board's files since they were seen so."""
    kept = board.facts.get(_TREE)
    return kept is not None and kept[1] is tree


async def space(board: Lease, path: str) -> Space:
    """The file system that ``path`` is on."""
    return await _ask(board, path, reply.space, "space", path)


async def make_folder(board: Lease, path: str) -> None:
    """Make a folder and those above it; it is no error if it is there."""
    await make_folders(board, [path])


async def make_folders(board: Lease, paths: Sequence[str]) -> None:
    """The same for several."""
    if paths:
        await _do(board, paths[0], "make_folder", list(paths))


async def make_one_folder(board: Lease, path: str) -> None:
    """Make a folder where there is nothing, in one that is there."""
    await _do(board, path, "make_one_folder", path)


async def remove_kind(board: Lease, path: str, kind: Kind) -> None:
    """Delete a file, or an empty folder, and only if it is one."""
    await _do(board, path, "remove_kind", path, int(kind is Kind.FOLDER))


async def touch(board: Lease, path: str) -> None:
    """Make an empty file, or have a file changed now."""
    await _do(board, path, "touch", path)


async def remove(board: Lease, path: str, *, recursive: bool = False) -> None:
    """Delete a file or an empty folder; with ``recursive`` as `remove_tree`."""
    await (remove_tree(board, path) if recursive else remove_all(board, [path]))


async def remove_tree(
    board: Lease,
    path: str,
    *,
    itself: bool = True,
    told: Callable[[str, Removal], None] | None = None,
) -> None:
    """Delete a file, or a folder with what is in it, and unless ``itself`` is false the folder.

    A place where a file system is mounted is emptied and stays. ``told`` hears what became of each path, also
    where not all of them could be deleted.
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
    """Rename; between two file systems a copy and a delete. What is replaced is whole until then."""
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
    """What a script's output says; a long one is read beside the loop."""
    try:
        return await asyncio.to_thread(parse, output) if len(output) > _LONG else parse(output)
    except reply.BadReply as error:
        raise ProtocolBroken(board=board.name, expected=f"the reply of {name}", heard=str(error)) from error


def check(board: Lease, path: str, execution: Execution) -> None:
    """Raise what the board raised about ``path``, if it did."""
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
