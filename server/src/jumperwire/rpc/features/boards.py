"""Which boards there are, and connecting to them."""

from __future__ import annotations

from jumperwire.filesystem import mount
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App


async def list_all(app: App, _: contract.NoParams) -> contract.BoardsResult:
    """Every board, as it stands."""
    return app.boards()


async def refresh(app: App, _: contract.NoParams) -> contract.BoardsResult:
    """The same, after a look at the ports."""
    await app.registry.refresh()
    return app.boards()


async def add(app: App, params: contract.AddBoardParams) -> contract.Board:
    """Remember an address."""
    return present.board(app.registry.add(params.address, params.name))


async def forget(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Disconnect and forget."""
    app.close_repl(params.board)
    await mount.end(app.registry.session(params.board))
    await app.registry.forget(params.board)
    return contract.Nothing()


async def rename(app: App, params: contract.RenameBoardParams) -> contract.Board:
    """Give a board another name."""
    return present.board(app.registry.rename(params.board, params.name))


async def connect(app: App, params: contract.BoardParams) -> contract.Board:
    """Open the link, and send nothing."""
    return present.board(await app.registry.connect(params.board))


async def disconnect(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Free the port, and end what is mounted."""
    session = app.registry.session(params.board)
    await mount.end(session)
    await session.disconnect()
    return contract.Nothing()
