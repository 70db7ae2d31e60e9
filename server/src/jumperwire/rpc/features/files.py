"""Files on a board."""

from __future__ import annotations

import base64

from jumperwire.board.state import WhenRunning
from jumperwire.filesystem import remote
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App


async def list_folder(app: App, params: contract.PathParams) -> contract.ListResult:
    """The entries of a folder, folders first."""
    session = app.registry.session(params.board)
    entries = await remote.list_folder(session, params.path, WhenRunning(params.when_running.value))
    return contract.ListResult(entries=[present.entry(entry) for entry in entries])


async def read_file(app: App, params: contract.PathParams) -> contract.ReadResult:
    """A file's content."""
    session = app.registry.session(params.board)
    data = await remote.read_file(session, params.path, WhenRunning(params.when_running.value))
    return contract.ReadResult(base64=base64.b64encode(data).decode("ascii"))
