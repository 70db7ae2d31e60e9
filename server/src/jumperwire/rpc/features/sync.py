"""Methods that make a workspace and a board match, following a plan."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

from jumperwire.board.lease import Lease
from jumperwire.board.state import WhenRunning
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App
from jumperwire.rpc.paths import local_path
from jumperwire.sync import project as projects
from jumperwire.sync.apply import Decisions, apply_plan
from jumperwire.sync.layout import targets_of
from jumperwire.sync.prepare import Direction, prepare
from jumperwire.sync.push import push as push_files
from jumperwire.sync.workspace import locate as locate_file


async def locate(app: App, params: contract.LocateParams) -> contract.Located:
    """Return where a file of the PC belongs on the board."""
    project = await asyncio.to_thread(_project, params.folder)
    found = await asyncio.to_thread(locate_file, project, local_path(params.path))
    if found is None:
        return contract.Located(path=None)
    pair, name = found
    return contract.Located(path=f"{targets_of(project)[pair].rstrip('/')}/{name}")


async def plan(app: App, params: contract.SyncPlanParams) -> contract.SyncPlan:
    """Find out what a sync would do."""
    project = await asyncio.to_thread(_project, params.folder)
    async with _lease(app, params.board, params.when_running) as board:
        prepared = await prepare(board, params.board, project, Direction(params.direction.value))
        loss_free = board.loss_free
    identity = app.plans.keep(params.board, prepared)
    return await asyncio.to_thread(present.plan, identity, params, prepared, loss_free)


async def apply(app: App, params: contract.SyncApplyParams) -> contract.SyncResult:
    """Carry out a plan."""
    board_id, prepared = app.plans.get(params.plan)
    source = contract.SyncChoice.MINE if prepared.direction is Direction.UPLOAD else contract.SyncChoice.BOARD
    named = {step.path: present.shown(step.path) for step in prepared.plan.steps}  # as the editor names them
    kept = {*params.exclude, *(name for name, choice in params.choices.items() if choice is not source)}
    decisions = Decisions(
        delete=params.delete,
        take=[path for path, name in named.items() if params.choices.get(name) is source],
        without=[path for path, name in named.items() if name in kept],
    )
    async with _lease(app, board_id, params.when_running) as board:
        app.plans.drop(params.plan)
        outcome = await apply_plan(board, prepared, decisions, app.teller(params.token))
    return present.outcome_of_sync(outcome)


async def push(app: App, params: contract.SyncPushParams) -> contract.SyncPushResult:
    """Send a few files as they are now."""
    project = await asyncio.to_thread(_project, params.folder)
    paths = [local_path(path) for path in params.paths]
    async with _lease(app, params.board, params.when_running) as board:
        pushed = await push_files(board, params.board, project, paths, app.teller(params.token))
    return present.pushed(pushed)


def _project(folder: str) -> projects.Project:
    """Return the project of a workspace, which is trusted: the editor syncs no other."""
    return projects.read(local_path(folder), trusted=True)


def _lease(app: App, board: str, when_running: contract.WhenRunning) -> AbstractAsyncContextManager[Lease]:
    return app.registry.session(board).lease(WhenRunning(when_running.value))
