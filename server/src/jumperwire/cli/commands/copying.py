"""``fs cp``: copies between this computer and the board, or on either.

Each file is complete, or stays as it was.
"""

from __future__ import annotations

import os
import posixpath
import tempfile
from argparse import Namespace
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.cli.commands import pc, sending
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import absolute, bare, called, is_remote, join
from jumperwire.device.reply import Kind
from jumperwire.errors import FileNotFound, FileOperationFailed
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import Wanted, download, find
from jumperwire.filesystem.incoming import Incoming
from jumperwire.filesystem.outgoing import Outgoing


async def copy(
    context: Context, board: Lease, source: str, target: str, *, several: bool, arguments: Namespace
) -> None:
    """Copy one source. ``several``: there are more sources, so the target is a folder."""
    work = _Copy(context, board, several, arguments.force, arguments.hidden)
    if arguments.recursive and await work.kind(source) is Kind.FOLDER:
        await work.folder(source.rstrip(_SLASHES) or source[:1], target.rstrip(_SLASHES) or target[:1])
    elif arguments.recursive:
        await work.file(source.rstrip(_SLASHES), target.rstrip(_SLASHES) or target[:1])
    else:
        await work.file(source, target)


_SLASHES = "/" + os.path.sep + (os.path.altsep or "")


class _Copy:
    def __init__(self, context: Context, board: Lease, several: bool, force: bool, hidden: bool) -> None:
        self._context = context
        self._board = board
        self._several = several
        self._force = force
        self._hidden = hidden

    async def kind(self, path: str) -> Kind:
        """Return whether ``path``, on either side, is a file, a folder or nothing."""
        if not is_remote(path):
            return pc.kind(Path(path))
        [kind] = await remote.kinds(self._board, [await absolute(self._board, bare(path))])
        return kind

    async def file(self, source: str, target: str) -> None:
        """Copy one file to a path, or into a folder."""
        there = await self.kind(target)
        if is_remote(target) and target.endswith("/") and there is not Kind.FOLDER:
            raise Failure(Problem.DESTINATION_NO_FOLDER, path=target)
        if self._several and there is Kind.NOTHING:
            raise Failure(Problem.DESTINATION_NOT_THERE, path=target)
        if self._several and there is not Kind.FOLDER:
            raise Failure(Problem.DESTINATION_NO_FOLDER, path=target)
        if await self.kind(source) is Kind.FOLDER:
            raise Failure(Problem.FOLDER_OMITTED, path=source)
        name = posixpath.basename(bare(source)) if is_remote(source) else os.path.basename(source)
        if is_remote(target):
            shown = bare(target).rstrip("/") if there is not Kind.FOLDER else join(bare(target), name)
            await self._send(source, shown)
        elif is_remote(source):
            await self._fetch(source, Path(target, name) if there is Kind.FOLDER else Path(target))
        else:
            pc.copy(Path(source), Path(target, name) if there is Kind.FOLDER else Path(target))

    async def folder(self, source: str, target: str) -> None:
        """Copy a folder's contents: into an existing folder under its own name, or to a path that does not
        exist yet.
        """
        there = await self.kind(target) is not Kind.NOTHING
        name = posixpath.basename(bare(source)) if is_remote(source) else os.path.basename(source)
        if is_remote(source) and is_remote(target):
            await self._copy_tree(source, join(bare(target), name) if there else bare(target))
        elif is_remote(target):
            await self._send_tree(Path(source), join(bare(target), name) if there else bare(target))
        elif is_remote(source):
            await self._fetch(source, Path(target, name) if there else Path(target))
        else:
            pc.copy(Path(source), Path(target, name) if there else Path(target))

    async def _send(self, source: str, shown: str) -> None:
        where = await absolute(self._board, shown)
        await self._ensure_folder(where, shown)
        data = await self._read(source)
        with called(where, shown):
            await sending.send(self._context, self._board, {shown: Outgoing(where, data)}, self._force)

    async def _read(self, source: str) -> bytes:
        if not is_remote(source):
            return pc.read(Path(source))
        with tempfile.TemporaryDirectory(prefix="jumper-") as between:
            copy = Path(between, "file")
            await self._fetch(source, copy)
            return pc.read(copy)

    async def _send_tree(self, source: Path, shown: str) -> None:
        where = await absolute(self._board, shown)
        await self._ensure_folder(where, shown)
        found = pc.tree(source, where)
        files = {f"{shown}{file.remote[len(where) :]}": file for file in found.files}
        outgoing = {name: Outgoing(file.remote, pc.read(file.path)) for name, file in files.items()}
        await sending.send(self._context, self._board, outgoing, self._force, found.folders)

    async def _copy_tree(self, source: str, shown: str) -> None:
        """Copy a folder from one place on the board to another, even if its names are not allowed on this
        computer.
        """
        start, where = await absolute(self._board, bare(source)), await absolute(self._board, shown)
        await self._ensure_folder(where, shown)
        found = await remote.walk(self._board, start)
        files = [entry for entry in found if not entry.folder]
        folders = [where, *(f"{where.rstrip('/')}/{entry.name}" for entry in found if entry.folder)]
        with tempfile.TemporaryDirectory(prefix="jumper-") as between:
            copies = [
                Incoming(f"{start.rstrip('/')}/{entry.name}", entry.size, Path(between, str(number)))
                for number, entry in enumerate(files)
            ]
            with self._context.progress() as tell:
                await download(self._board, [Wanted([], copies)], tell)
            outgoing = {
                f"{shown.rstrip('/')}/{entry.name}": Outgoing(
                    f"{where.rstrip('/')}/{entry.name}", pc.read(copy.path)
                )
                for entry, copy in zip(files, copies, strict=True)
            }
        await sending.send(self._context, self._board, outgoing, self._force, folders)

    async def _ensure_folder(self, where: str, shown: str) -> None:
        """Check that the target's parent is a folder.

        None is created, since the path may be a typing error.
        """
        above = posixpath.dirname(where)
        kind = Kind.FOLDER if above == "/" else await self.kind(f":{above}")
        if kind is Kind.NOTHING:
            raise FileNotFound(board=self._board.name, path=shown)
        if kind is Kind.FILE:
            raise FileOperationFailed(board=self._board.name, path=shown, cause="OSError: 20")

    async def _fetch(self, source: str, target: Path) -> None:
        pc.ensure_folder(target)
        where = await absolute(self._board, bare(source))
        with called(where, bare(source)):
            wanted = await find(self._board, where, target, hidden=self._hidden)
        with self._context.progress() as tell:
            await download(self._board, [wanted], tell)
