"""Methods that mount a folder of the PC on a board."""

from __future__ import annotations

from jumperwire.board.state import WhenRunning
from jumperwire.filesystem import mount
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App
from jumperwire.rpc.paths import local_path


async def mount_folder(app: App, params: contract.MountParams) -> contract.Board:
    """Mount a folder, and make it the current directory."""
    session = app.registry.session(params.board)
    when_running = WhenRunning(params.when_running.value)
    await mount.mount(session, local_path(params.folder), enter=True, when_running=when_running)
    return _changed(app, params.board)


async def unmount(app: App, params: contract.OperationParams) -> contract.Board:
    """Remove a mount."""
    session = app.registry.session(params.board)
    await mount.umount(session, when_running=WhenRunning(params.when_running.value))
    return _changed(app, params.board)


def _changed(app: App, board: str) -> contract.Board:
    app.boards_changed()
    return present.board(app.registry.board(board))
