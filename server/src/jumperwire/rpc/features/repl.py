"""Methods for a board's terminals."""

from __future__ import annotations

from jumperwire.rpc import contract
from jumperwire.rpc.app import App


async def open_repl(app: App, params: contract.BoardParams) -> contract.ReplOpened:
    """Begin to send a board's output."""
    return contract.ReplOpened(replay=app.open_repl(params.board))


async def close_repl(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Stop sending a board's output."""
    app.close_repl(params.board)
    return contract.Nothing()


async def type_keys(app: App, params: contract.InputParams) -> contract.Nothing:
    """Type keys, in order."""
    data = params.data.encode("utf-8", "surrogatepass")
    await app.registry.session(params.board).type_keys(data)
    return contract.Nothing()


async def paste(app: App, params: contract.InputParams) -> contract.Nothing:
    """Type several lines at once."""
    await app.registry.session(params.board).paste(params.data)
    return contract.Nothing()
