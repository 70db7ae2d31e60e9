"""From a project and a board to a plan, and to questions for the user. Nothing is changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from jumperwire import config
from jumperwire.board.lease import Lease
from jumperwire.device.reply import FileSystem, Tree
from jumperwire.filesystem import local, remote
from jumperwire.filesystem.contents import Contents
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.room import Change, Shortage, shortages
from jumperwire.sync import compiling
from jumperwire.sync.estimate import wire_size
from jumperwire.sync.layout import BoardLayout, holds, placed, targets_of, twin_of
from jumperwire.sync.libraries import brought
from jumperwire.sync.plan import Action, Item, Plan, Sides, Work, make_plan
from jumperwire.sync.project import Project
from jumperwire.sync.record import Record, SyncHistory
from jumperwire.sync.workspace import Found, Workspace, scan, source_of

_RATES = {True: 300_000, False: 11_000}
"""Bytes per second on USB (loss-free) and at 115200 baud, less the overhead of frames."""


class Direction(Enum):
    """Which side is made to match the other one."""

    UPLOAD = "upload"
    DOWNLOAD = "download"


class Question(Enum):
    """What is not as expected."""

    OTHER_BOARD = "other board"
    OTHER_PROJECT = "other project"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question, and the other board or folder that it is about."""

    question: Question
    detail: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with everything that is needed to carry it out."""

    project: Project
    direction: Direction
    board: str
    """The board's own serial number, or its id."""
    address: str
    layout: BoardLayout
    tree: Tree
    plan: Plan
    here: Mapping[str, Found]
    """The PC's files and folders, by their paths on the board."""
    outgoing: Mapping[str, Outgoing]
    """The PC's files, with the board's old contents if those are known."""
    record: Record
    doubts: list[Doubt]

    @property
    def first(self) -> bool:
        """Whether nothing was synced between this folder and this board before."""
        return not self.record.synced

    @property
    def systems(self) -> dict[str, FileSystem]:
        """The board's file systems that are synced to."""
        return {root.place: root.system for root in self.tree.roots if root.system}

    def short(self, work: Work) -> list[Shortage]:
        """Return what does not fit on the board if the work is done in that order."""
        if self.direction is Direction.DOWNLOAD:
            return []
        items = self.tree.items
        sent = (self.outgoing[path] for path in work.files)
        changes = [
            *(Change(path, None, items[path].size) for path in work.clear),
            *(Change(file.path, len(file.data), _old_size(self.tree, file.path)) for file in sent),
        ]
        return shortages(changes, self.systems)

    def local(self, path: str) -> Path | None:
        """Return where a path of the board is, or would be, on the PC."""
        found = self.here.get(path)
        return found.path if found else self.layout.local(path)

    def within(self, path: str) -> Path | None:
        """Return the folder of the PC that a path of the board must not leave."""
        found = self.here.get(path)
        if found:
            return source_of(self.project, found.pair)
        source = self.layout.source(path)
        return source[0] if source else None

    @property
    def sent(self) -> list[Outgoing]:
        """The files that an upload sends, if all conflicts are decided in favour of the PC."""
        if self.direction is Direction.DOWNLOAD:
            return []
        steps = self.plan.of(Action.CREATE, Action.UPDATE, Action.CONFLICT)
        return [self.outgoing[step.path] for step in steps if step.path in self.outgoing]

    def cost(self, *, loss_free: bool) -> tuple[int, float]:
        """Return approximately how many bytes go over the link, and how many seconds they take."""
        if self.direction is Direction.DOWNLOAD:
            steps = self.plan.of(Action.CREATE, Action.UPDATE, Action.CONFLICT)
            wire = sum(step.source.size for step in steps if step.source)
        else:
            wire = wire_size(self.sent)
        return wire, wire / _RATES[loss_free]


async def prepare(board: Lease, address: str, project: Project, direction: Direction) -> Prepared:
    """Look at both sides and compare them.

    Raises the errors of `workspace.scan`, `remote.tree` and of compiling, and ProjectInvalid.
    """
    # Nobody wants a sync to empty the board; but a download into an empty folder makes sense.
    workspace = await asyncio.to_thread(scan, project, may_be_empty=direction is Direction.DOWNLOAD)
    workspace = await compiling.compiled(board, project, workspace)
    record, history, number = await known(board, address, project)
    largest = max((len(found.data) for found in workspace.found if found.data is not None), default=0)
    if direction is Direction.DOWNLOAD:
        largest = max(largest, 1 << 20)
    tree = await _tree(board, project, record, largest)
    seen = await asyncio.to_thread(_seen, project, workspace, tree, record)
    if direction is Direction.UPLOAD:
        seen = replace(seen, libraries=await brought(board, seen.layout, tree))
    plan, outgoing = await asyncio.to_thread(_planned, seen, direction)
    doubts = list(_doubts(history, project, address, number))
    return Prepared(
        project, direction, number, address, seen.layout, tree, plan, seen.here, outgoing, record, doubts
    )


async def _tree(board: Lease, project: Project, record: Record, largest: int) -> Tree:
    """Return what is on the board, with digests of files that may be unchanged or that were synced before."""
    tree = await remote.tree(board, targets_of(project), largest)
    larger = [item.size for path, item in tree.items.items() if item.size > largest and path in record.synced]
    return await remote.tree(board, targets_of(project), max(larger)) if larger else tree


async def known(board: Lease, address: str, project: Project) -> tuple[Record, SyncHistory, str]:
    """Return the record of this project on this board, and the board's serial number or address."""
    info = await board.info()
    number = (info and info.unique_id) or address
    folder = config.data_dir() / "sync"
    record, history = await asyncio.to_thread(
        lambda: (Record(folder, project.folder, number), SyncHistory(folder))
    )
    return record, history, number


def _doubts(history: SyncHistory, project: Project, address: str, number: str) -> Iterator[Doubt]:
    board = history.board_at(project.folder, address)
    if board not in (None, number):
        yield Doubt(Question.OTHER_BOARD, str(board))
    folder = history.project_on(number)
    if folder not in (None, str(project.folder)):
        yield Doubt(Question.OTHER_PROJECT, str(folder))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Both sides, by their paths on the board."""

    layout: BoardLayout
    workspace: Workspace
    here: Mapping[str, Found]
    outgoing: Mapping[str, Outgoing]
    tree: Tree
    record: Record
    libraries: frozenset[str] = frozenset()

    @property
    def mine(self) -> dict[str, Item]:
        """The PC's items."""
        files = {path: Item(False, len(file.data), file.digest) for path, file in self.outgoing.items()}
        return {**dict.fromkeys(self.here, Item(folder=True)), **files}

    @property
    def theirs(self) -> dict[str, Item]:
        """The board's items."""
        return {path: Item(item.folder, item.size, item.digest) for path, item in self.tree.items.items()}


def _seen(project: Project, workspace: Workspace, tree: Tree, record: Record) -> _Seen:
    """Combine what was found on both sides. Raises ProjectInvalid."""
    layout = BoardLayout.of(project, tree)
    here = placed(layout, workspace.found)
    outgoing = {path: Outgoing(path, each.data) for path, each in here.items() if each.data is not None}
    return _Seen(layout, workspace, here, outgoing, tree, record)


def _planned(seen: _Seen, direction: Direction) -> tuple[Plan, Mapping[str, Outgoing]]:
    """Return the plan, and the files with the board's old contents if those were sent from here."""
    if direction is Direction.DOWNLOAD:
        return make_plan(_download(seen)), seen.outgoing
    plan = make_plan(_upload(seen))
    return plan, _with_old(plan, seen.outgoing)


def _upload(seen: _Seen) -> Sides:
    layout, here = seen.layout, seen.here
    source, target = seen.mine | _roots(layout), seen.theirs
    return Sides(
        source,
        target,
        seen.record.synced,
        protected={
            path
            for side in (source, target)
            for path, item in side.items()
            if layout.kept(path, folder=item.folder, there=path in target)
        },
        ignored={*_ignored_here(layout, seen.workspace), *_ignored(layout, seen.workspace, target)}
        - {*source},
        libraries=seen.libraries,
        twins={twin for path in seen.outgoing if (twin := twin_of(path)) and twin in target} - {*source},
        unsafe={path for path in here if not holds(path.strip("/"))},
    )


def _download(seen: _Seen) -> Sides:
    layout, here = seen.layout, seen.here
    source = seen.theirs
    compiled = {path for path, found in here.items() if found.compiled}
    never_sent = {path for path in here if path not in source and layout.protected(path, folder=False)}
    not_looked_at = dict.fromkeys(_ignored_here(layout, seen.workspace), Item())
    return Sides(
        source,
        seen.mine | not_looked_at,
        seen.record.synced,
        ignored={
            *_ignored_here(layout, seen.workspace),
            *_ignored(layout, seen.workspace, source),
            *compiled,
            *never_sent,
            *_hidden(source, here),
        },
        unsafe={path for path in source if any(map(local.unsafe, path.strip("/").split("/")))},
    )


def _hidden(source: Mapping[str, Item], here: Mapping[str, Found]) -> Iterator[str]:
    """Yield paths of the board that programs on the PC would act on, and that the PC does not have."""
    for path, item in source.items():
        name = path.strip("/")
        if path not in here and local.hidden(f"{name}/" if item.folder else name):
            yield path


def _roots(layout: BoardLayout) -> dict[str, Item]:
    """Return targets inside another target, which must exist whatever is in them."""
    within = {
        root
        for root in layout.roots
        if any(root != other and root.startswith(other.rstrip("/") + "/") for other in layout.roots)
    }
    return dict.fromkeys([*local.parents(within), *within], Item(folder=True))


def _ignored_here(layout: BoardLayout, workspace: Workspace) -> Iterator[str]:
    return (layout.path(found.pair, found.name) for found in workspace.ignored)


def _ignored(layout: BoardLayout, workspace: Workspace, items: Mapping[str, Item]) -> Iterator[str]:
    """Yield paths of the board that would be ignored if they were on the PC."""
    for path, item in items.items():
        name = layout.from_project(path)
        if name is not None and workspace.ignores(name, folder=item.folder):
            yield path


def _with_old(plan: Plan, outgoing: Mapping[str, Outgoing]) -> dict[str, Outgoing]:
    """Return the files to send, with the board's old contents if those were sent from here."""
    contents = Contents(config.cache_dir() / "sent")
    files = dict(outgoing)
    for step in plan.of(Action.UPDATE, Action.CONFLICT):
        if step.path in files and step.target and step.target.digest:
            files[step.path] = replace(files[step.path], old=contents.get(step.target.digest))
    return files


def _old_size(tree: Tree, path: str) -> int | None:
    item = tree.items.get(path)
    return item.size if item and not item.folder else None
