"""Methods that list boards and connect to them."""

from __future__ import annotations

from jumperwire.filesystem import mount
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App


async def list_all(app: App, _: contract.NoParams) -> contract.BoardsResult:
    """Return every board as it is now."""
    return app.boards()


async def refresh(app: App, _: contract.NoParams) -> contract.BoardsResult:
    """Look at the ports, and return every board."""
    await app.registry.refresh()
    return app.boards()


async def add(app: App, params: contract.AddBoardParams) -> contract.Board:
    """Remember a board by its address."""
    return present.board(app.registry.add(params.address, params.name))


async def forget(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Disconnect and forget a board."""
    app.close_repl(params.board)
    await mount.end(app.registry.session(params.board))
    await app.registry.forget(params.board)
    return contract.Nothing()


async def rename(app: App, params: contract.RenameBoardParams) -> contract.Board:
    """Rename a board."""
    return present.board(app.registry.rename(params.board, params.name))


async def connect(app: App, params: contract.BoardParams) -> contract.Board:
    """Open the link, and send nothing."""
    return present.board(await app.registry.connect(params.board))


async def disconnect(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Free the port, and end its mounts."""
    session = app.registry.session(params.board)
    await mount.end(session)
    await session.disconnect()
    return contract.Nothing()
