"""The files of a board, for programs. Paths are absolute; a relative one counts from the root."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeAlias

from jumperwire.board.lease import Lease
from jumperwire.device.reply import FolderEntry, Space
from jumperwire.errors import FileNotFound
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.gathering import upload_from
from jumperwire.filesystem.outgoing import Outgoing, Progress, Summary
from jumperwire.filesystem.upload import upload
from jumperwire.library.options import LocalPath, on_board

Tell = Callable[[Progress], object]
Entries: TypeAlias = list[FolderEntry]


class Files:
    """`Board.fs`. All raise what `Board` says, and FileOperationFailed and its kin for what a board refuses.

    A file is whole at every moment: the old content, or the new one.
    """

    def __init__(self, lease: Callable[[], AbstractAsyncContextManager[Lease]]) -> None:
        self._lease = lease

    async def list(self, path: str = "/") -> Entries:
        """The entries of a folder, folders first, by name. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.list_folder(board, on_board(path))

    async def walk(self, path: str = "/") -> Entries:
        """All that is below a folder, with names relative to it. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.walk(board, on_board(path))

    async def stat(self, path: str) -> FolderEntry:
        """One file or folder. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.stat(board, on_board(path))

    async def exists(self, path: str) -> bool:
        """Whether there is a file or a folder."""
        try:
            await self.stat(path)
        except FileNotFound:
            return False
        return True

    async def read(self, path: str) -> bytes:
        """A file's content; `download` is faster for large ones. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.read_file(board, on_board(path))

    async def write(self, path: str, content: bytes | str) -> None:
        """Give a file this content, with the folders above it. Nothing is sent that is there already.

        Raises FileSystemFull, ReadOnly, TransferCorrupt.
        """
        data = content.encode() if isinstance(content, str) else bytes(content)
        async with self._lease() as board:
            await upload(board, [Outgoing(on_board(path), data)])

    async def upload(self, source: LocalPath, target: str, on_progress: Tell = lambda _: None) -> Summary:
        """Send a file, or a folder with all that is in it, to this very path of the board.

        Files that are the same there are not sent. Raises LocalFileFailed and what `write` raises.
        """
        sources = [(Path(source), on_board(target))]
        return await upload_from(self._lease(), sources, _telling(on_progress))

    async def download(self, source: str, target: LocalPath, on_progress: Tell = lambda _: None) -> Summary:
        """Read a file, or a folder with all that is in it, to this very path of the PC.

        Raises FileNotFound, LocalFileFailed, TransferCorrupt, and PathUnsafe where a name of the board's
        could leave the folder.
        """
        async with self._lease() as board:
            wanted = await find(board, on_board(source), Path(target))
            return await download(board, [wanted], _telling(on_progress))

    async def mkdir(self, path: str) -> None:
        """Make a folder and those above it; it is no error if it is there."""
        async with self._lease() as board:
            await remote.make_folder(board, on_board(path))

    async def remove(self, path: str, *, recursive: bool = False) -> None:
        """Delete a file or an empty folder; with ``recursive`` also what is in it. Raises FileNotFound."""
        async with self._lease() as board:
            await remote.remove(board, on_board(path), recursive=recursive)

    async def rename(self, source: str, target: str, *, overwrite: bool = False) -> None:
        """Move a file or folder. Raises FileNotFound, FileExists."""
        async with self._lease() as board:
            await remote.move(board, on_board(source), on_board(target), overwrite=overwrite)

    async def copy(self, source: str, target: str, *, overwrite: bool = False) -> None:
        """Copy a file or folder on the board. Raises FileNotFound, FileExists."""
        async with self._lease() as board:
            await remote.copy(board, on_board(source), on_board(target), overwrite=overwrite)

    async def touch(self, path: str) -> None:
        """Make an empty file, or have a file changed now."""
        async with self._lease() as board:
            await remote.touch(board, on_board(path))

    async def space(self, path: str = "/") -> Space:
        """The file system that a path is on: bytes in all, and free."""
        async with self._lease() as board:
            return await remote.space(board, on_board(path))

    async def sha256(self, path: str) -> bytes:
        """A file's SHA-256, by the board where it can. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.sha256(board, on_board(path))


def _telling(tell: Tell) -> Callable[[Progress], None]:
    def told(progress: Progress) -> None:
        tell(progress)

    return told
