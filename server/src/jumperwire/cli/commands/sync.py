"""``sync``: makes the board match a folder of this computer, following a plan that is shown first."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jumperwire.cli.commands.watching import watch
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command
from jumperwire.sync import project as projects
from jumperwire.sync.apply import Decisions, apply_plan
from jumperwire.sync.plan import Action, Plan, Reason, Step
from jumperwire.sync.prepare import Direction, prepare

_SIGNS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.DELETE: "-",
    Action.CONFLICT: "?",
    Action.PROTECTED: "!",
}
"""The sign at the beginning of a line of the plan. Unchanged files have none."""


_LEFT = (Action.CONFLICT, Action.PROTECTED)


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", "-n", action="store_true", help="only show what would be done")
    parser.add_argument("--delete", action="store_true", help="delete what exists only on the receiving side")
    parser.add_argument(
        "--force", "-f", action="store_true", help="also replace files that differ and were never synced"
    )
    parser.add_argument("--download", action="store_true", help="make the folder match the board instead")
    parser.add_argument("--watch", "-w", action="store_true", help="keep syncing what is saved, until Ctrl-C")
    parser.add_argument("--trust", action="store_true", help="run the mpy_cross that the project names")
    parser.set_defaults(wrong=parser.error)
    parser.add_argument(
        "folder", help="a folder of this computer; its jumperwire.toml, if any, has the rules"
    )


async def _sync(context: Context, arguments: Namespace) -> None:
    sync = _Sync(context, arguments)
    if not arguments.watch:
        await sync()
    elif arguments.dry_run or arguments.download:
        arguments.wrong("--watch goes with neither --dry-run nor --download")
    else:
        await watch(context, Path(arguments.folder), sync)


class _Sync:
    """Syncs a folder. When called again, it reports only what is new."""

    def __init__(self, context: Context, arguments: Namespace) -> None:
        self._context = context
        self._arguments = arguments
        self._told: list[Step] | None = None
        """The steps that the last sync left undone."""

    async def __call__(self) -> None:
        context, arguments = self._context, self._arguments
        project = await asyncio.to_thread(_project, arguments.folder, arguments.trust)
        direction = Direction.DOWNLOAD if arguments.download else Direction.UPLOAD
        session = await context.session()
        async with context.board() as board:
            prepared = await prepare(board, session.address, project, direction)
            steps = _shown(prepared.plan, arguments.delete)
            new = [step for step in steps if step not in (self._told or ())]
            if new or self._told is None:
                _show(context, new)
            if arguments.dry_run:
                return
            conflicts = {step.decision for step in prepared.plan.of(Action.CONFLICT) if step.decidable}
            decisions = Decisions(delete=arguments.delete, take=conflicts if arguments.force else ())
            with context.progress() as tell:
                outcome = await apply_plan(board, prepared, decisions, tell)
            context.synced = direction is Direction.UPLOAD
        first, self._told = self._told is None, [step for step in steps if step.action in _LEFT]
        if first or outcome.files or outcome.deleted:
            context.out.note(f"{outcome.files} sent, {outcome.deleted} deleted, {outcome.unchanged} the same")
        if outcome.left and any(step.action is Action.CONFLICT for step in new):
            _raise_left(prepared.plan, outcome.left, direction)


def _project(folder: str, trusted: bool) -> projects.Project:
    if not Path(folder).is_dir():
        raise Failure(Problem.NO_LOCAL_FOLDER, path=folder)
    return projects.read(Path(folder).absolute(), trusted=trusted)


def _raise_left(plan: Plan, left: list[str], direction: Direction) -> None:
    """Raise Failure for what was left undone. Names are reported only if nothing else is left to decide."""
    names = {step.path for step in plan.of(Action.CONFLICT) if step.reason is Reason.UNSAFE_NAME}
    decidable = [path for path in left if path not in names]
    if decidable:
        raise Failure(Problem.CONFLICTS_LEFT, count=str(len(decidable)))
    side = "this computer" if direction is Direction.DOWNLOAD else "the board"
    raise Failure(Problem.NAMES_LEFT, count=str(len(left)), side=side)


def _show(context: Context, steps: list[Step]) -> None:
    if context.options.json:
        context.out.value([_plain(step) for step in steps])
        return
    for step in steps:
        context.out.line(
            f"{_SIGNS[step.action]} {step.path}{'/' if step.folder else ''}  ({step.reason.value})"
        )


def _shown(plan: Plan, delete: bool) -> list[Step]:
    """Return the steps to show: deletions only if the user has consented to them, and no packages."""
    steps = [step for step in plan.of(*_SIGNS) if step.reason is not Reason.PACKAGE]
    return [step for step in steps if delete or step.action is not Action.DELETE]


def _plain(step: Step) -> dict[str, object]:
    return {
        "path": step.path,
        "action": step.action.value,
        "reason": step.reason.value,
        "folder": step.folder,
        "size": step.source.size if step.source else None,
    }


COMMANDS = {"sync": Command(_takes, _sync, files=True)}
