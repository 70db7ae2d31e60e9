"""Syncs between a folder and a board, for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from jumperwire.board.lease import Lease
from jumperwire.filesystem.outgoing import Progress
from jumperwire.library.options import LocalPath
from jumperwire.sync import project as projects
from jumperwire.sync.apply import Decisions, Outcome, apply_plan
from jumperwire.sync.plan import Action, Step
from jumperwire.sync.prepare import Direction, Doubt, Prepared, prepare

Way: TypeAlias = Direction | Literal["upload", "download"]

_NOTHING = (Action.UNCHANGED, Action.IGNORED, Action.PROTECTED)


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync would do. Nothing has been changed yet."""

    prepared: Prepared = field(repr=False)

    @property
    def steps(self) -> list[Step]:
        """The steps by path: what would be done, and why."""
        return self.prepared.plan.steps

    @property
    def changes(self) -> list[Step]:
        """The steps that change something, or need a decision."""
        return [step for step in self.steps if step.action not in _NOTHING]

    @property
    def doubts(self) -> list[Doubt]:
        """Signs that this is not the intended board or project."""
        return self.prepared.doubts


class Sync:
    """`Board.sync`.

    The folder's jumperwire.toml says what goes where; without one, everything goes to the root.
    """

    def __init__(self, lease: Callable[[], AbstractAsyncContextManager[Lease]], board_id: str) -> None:
        self._lease = lease
        self._id = board_id

    async def plan(
        self, folder: LocalPath, direction: Way = Direction.UPLOAD, *, trusted: bool = False
    ) -> SyncPlan:
        """Find out what a sync would do. Raises ProjectInvalid, SourceMissing, SourceEmpty,
        CompileFailed.

        ``trusted``: the folder may name the program to compile with; otherwise CompilerUntrusted is
        raised.
        """
        project = await asyncio.to_thread(lambda: projects.read(Path(folder).absolute(), trusted=trusted))
        async with self._lease() as board:
            return SyncPlan(await prepare(board, self._id, project, Direction(direction)))

    async def apply(
        self,
        plan: SyncPlan,
        *,
        delete: bool = False,
        take: Collection[str] = (),
        without: Collection[str] = (),
        on_progress: Callable[[Progress], object] = lambda _: None,
    ) -> Outcome:
        """Carry out a plan. Raises PlanStale before anything is changed.

        ``delete``: also delete what exists only in the target. ``take``: paths of conflicts in which the
        source wins; the others stay, and are listed in the outcome. ``without``: paths to leave out.
        """

        def tell(progress: Progress) -> None:
            on_progress(progress)

        async with self._lease() as board:
            return await apply_plan(board, plan.prepared, Decisions(delete, take, without), tell)

    async def __call__(
        self,
        folder: LocalPath,
        direction: Way = Direction.UPLOAD,
        *,
        delete: bool = False,
        trusted: bool = False,
    ) -> Outcome:
        """Make a plan and apply it."""
        return await self.apply(await self.plan(folder, direction, trusted=trusted), delete=delete)
