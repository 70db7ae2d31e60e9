"""Methods for the files of a board."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from jumperwire.board.lease import Lease
from jumperwire.board.state import WhenRunning
from jumperwire.errors import FileOperationFailed, RequestInvalid
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.gathering import upload_from
from jumperwire.filesystem.mount.mounted_paths import mounted
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App
from jumperwire.rpc.paths import local_path


class _Operation(Protocol):
    @property
    def board(self) -> str: ...
    @property
    def when_running(self) -> contract.WhenRunning: ...


@asynccontextmanager
async def _lease(app: App, params: _Operation) -> AsyncIterator[Lease]:
    session = app.registry.session(params.board)
    async with session.lease(WhenRunning(params.when_running.value)) as board:
        yield board


def _foreign(board: Lease, path: str) -> Callable[[str], bool]:
    """Return a function that tells whether a path is in a mount that ``path`` itself is not in."""
    inside = mounted(board, [path])
    return lambda other: not inside and mounted(board, [other])


def _refuse_mounted(board: Lease, path: str) -> None:
    """Refuse to delete a file of the PC, which deserves the editor's own commands, and its trash."""
    if mounted(board, [path]):
        cause = "it is on this computer, and only mounted there: use the explorer"
        raise FileOperationFailed(board=board.name, path=path, cause=cause)


async def list_folder(app: App, params: contract.PathParams) -> contract.ListResult:
    """Return the entries of a folder, folders first, without mounts, whose files the editor has anyway."""
    folder = params.path.rstrip("/")
    async with _lease(app, params) as board:
        entries = await remote.list_folder(board, params.path)
        foreign = _foreign(board, params.path)
    return contract.ListResult(
        entries=[present.entry(entry) for entry in entries if not foreign(f"{folder}/{entry.name}")]
    )


async def stat(app: App, params: contract.PathParams) -> contract.Entry:
    """Return what a file or folder is."""
    async with _lease(app, params) as board:
        return present.entry(await remote.stat(board, params.path))


async def read_file(app: App, params: contract.PathParams) -> contract.ReadResult:
    """Return a file's content."""
    async with _lease(app, params) as board:
        data = await remote.read_file(board, params.path)
    return contract.ReadResult(base64=base64.b64encode(data).decode("ascii"))


async def write_file(app: App, params: contract.WriteParams) -> contract.Nothing:
    """Give a file new content."""
    try:
        data = base64.b64decode(params.base64, validate=True)
    except ValueError as error:  # binascii.Error is one, and what is not ASCII
        raise RequestInvalid(detail=f"base64: {error}") from error
    async with _lease(app, params) as board:
        await upload(board, [Outgoing(params.path, data)])
    return contract.Nothing()


async def make_folder(app: App, params: contract.PathParams) -> contract.Nothing:
    """Create a folder and those above it."""
    async with _lease(app, params) as board:
        await remote.make_folder(board, params.path)
    return contract.Nothing()


async def remove(app: App, params: contract.RemoveParams) -> contract.Nothing:
    """Delete a file or a folder."""
    async with _lease(app, params) as board:
        _refuse_mounted(board, params.path)
        await remote.remove(board, params.path, recursive=params.recursive)
    return contract.Nothing()


async def move(app: App, params: contract.MoveParams) -> contract.Nothing:
    """Rename a file or folder."""
    async with _lease(app, params) as board:
        _refuse_mounted(board, params.source)
        await remote.move(board, params.source, params.target, overwrite=params.overwrite)
    return contract.Nothing()


async def copy(app: App, params: contract.MoveParams) -> contract.Nothing:
    """Copy a file or folder on the board."""
    async with _lease(app, params) as board:
        await remote.copy(board, params.source, params.target, overwrite=params.overwrite)
    return contract.Nothing()


async def space(app: App, params: contract.PathParams) -> contract.SpaceResult:
    """Return the space of the file system that a path is on."""
    async with _lease(app, params) as board:
        known = await remote.space(board, params.path)
    return contract.SpaceResult(total=known.total, free=known.free, read_only=known.read_only)


async def upload_files(app: App, params: contract.TransferParams) -> contract.TransferResult:
    """Copy files from the PC to the board."""
    sources = [(local_path(item.local), item.remote) for item in params.items]
    return present.summary(await upload_from(_lease(app, params), sources, app.teller(params.token)))


async def download_files(app: App, params: contract.TransferParams) -> contract.TransferResult:
    """Copy files from the board to the PC."""
    async with _lease(app, params) as board:
        wanted = [
            await find(board, item.remote, local_path(item.local), without=_foreign(board, item.remote))
            for item in params.items
        ]
        summary = await download(board, wanted, app.teller(params.token))
    return present.summary(summary)
