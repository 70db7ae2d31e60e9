"""Methods that run code on a board, and stop it."""

from __future__ import annotations

from jumperwire.board.lease import Lease
from jumperwire.board.state import WhenRunning
from jumperwire.errors import BoardSilent
from jumperwire.filesystem import mount
from jumperwire.filesystem.modules import forget
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App


async def run(app: App, params: contract.RunParams) -> contract.RunResult:
    """Run a file or a selection, and answer when it ends."""
    session = app.registry.session(params.board)

    async def before(board: Lease) -> None:
        if params.from_mount and mount.entered(session):
            await mount.enter(session, board)
        elif params.fresh:
            await forget(board)

    outcome = await session.run(
        params.source,
        params.file_name,
        first_line=params.first_line,
        soft_reset=params.soft_reset,
        when_running=WhenRunning(params.when_running.value),
        before=None if params.soft_reset else before,
    )
    return present.outcome(outcome)


async def execute(app: App, params: contract.ExecParams) -> contract.ExecResult:
    """Run code without showing it in terminals."""
    session = app.registry.session(params.board)
    async with session.lease(WhenRunning(params.when_running.value)) as board:
        execution = await board.exec(params.source)
    return contract.ExecResult(
        output=execution.output.decode("utf-8", "backslashreplace"),
        traceback=execution.error.decode("utf-8", "backslashreplace") or None,
    )


async def interrupt(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Send Ctrl-C until the prompt is back."""
    await app.registry.session(params.board).interrupt()
    return contract.Nothing()


async def soft_reset(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Restart the interpreter."""
    await app.registry.session(params.board).soft_reset()
    return contract.Nothing()


async def hard_reset(app: App, params: contract.BoardParams) -> contract.Nothing:
    """Restart the chip."""
    await app.registry.session(params.board).hard_reset()
    return contract.Nothing()


async def info(app: App, params: contract.OperationParams) -> contract.BoardInfo:
    """Ask again what the board is."""
    session = app.registry.session(params.board)
    known = await session.board_info(WhenRunning(params.when_running.value))
    if known is None:
        raise BoardSilent(board=session.name)
    return present.info(known)
