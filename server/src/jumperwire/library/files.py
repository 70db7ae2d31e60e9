"""The files of a board, for programs. Paths are absolute; a relative one starts at the root."""

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
    """`Board.fs`. All methods raise the errors of `Board`, and FileOperationFailed or the like if the
    board refuses.

    A file is complete at every moment: it has its old content or its new one.
    """

    def __init__(self, lease: Callable[[], AbstractAsyncContextManager[Lease]]) -> None:
        self._lease = lease

    async def list(self, path: str = "/") -> Entries:
        """Return the entries of a folder, folders first, sorted by name. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.list_folder(board, on_board(path))

    async def walk(self, path: str = "/") -> Entries:
        """Return everything below a folder, with names relative to it. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.walk(board, on_board(path))

    async def stat(self, path: str) -> FolderEntry:
        """Return what a file or folder is. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.stat(board, on_board(path))

    async def exists(self, path: str) -> bool:
        """Return whether there is a file or a folder."""
        try:
            await self.stat(path)
        except FileNotFound:
            return False
        return True

    async def read(self, path: str) -> bytes:
        """Return a file's content; `download` is faster for large files. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.read_file(board, on_board(path))

    async def write(self, path: str, content: bytes | str) -> None:
        """Give a file this content, creating the folders above it. An unchanged file is not sent.

        Raises FileSystemFull, ReadOnly, TransferCorrupt.
        """
        data = content.encode() if isinstance(content, str) else bytes(content)
        async with self._lease() as board:
            await upload(board, [Outgoing(on_board(path), data)])

    async def upload(self, source: LocalPath, target: str, on_progress: Tell = lambda _: None) -> Summary:
        """Send a file, or a folder with everything in it, to exactly this path on the board.

        Unchanged files are not sent. Raises LocalFileFailed and the errors of `write`.
        """
        sources = [(Path(source), on_board(target))]
        return await upload_from(self._lease(), sources, _telling(on_progress))

    async def download(self, source: str, target: LocalPath, on_progress: Tell = lambda _: None) -> Summary:
        """Read a file, or a folder with everything in it, to exactly this path on the PC.

        Raises FileNotFound, LocalFileFailed, TransferCorrupt, and PathUnsafe if a name on the board could
        lead out of the folder.
        """
        async with self._lease() as board:
            wanted = await find(board, on_board(source), Path(target))
            return await download(board, [wanted], _telling(on_progress))

    async def mkdir(self, path: str) -> None:
        """Create a folder and those above it. An existing folder is no error."""
        async with self._lease() as board:
            await remote.make_folder(board, on_board(path))

    async def remove(self, path: str, *, recursive: bool = False) -> None:
        """Delete a file or an empty folder; with ``recursive`` also everything in it. Raises FileNotFound."""
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
        """Create an empty file, or set the time of an existing one to now."""
        async with self._lease() as board:
            await remote.touch(board, on_board(path))

    async def space(self, path: str = "/") -> Space:
        """Return the size of the file system of ``path`` and its free space, in bytes."""
        async with self._lease() as board:
            return await remote.space(board, on_board(path))

    async def sha256(self, path: str) -> bytes:
        """Return a file's SHA-256, computed on the board if it can. Raises FileNotFound."""
        async with self._lease() as board:
            return await remote.sha256(board, on_board(path))


def _telling(tell: Tell) -> Callable[[Progress], None]:
    def told(progress: Progress) -> None:
        tell(progress)

    return told
