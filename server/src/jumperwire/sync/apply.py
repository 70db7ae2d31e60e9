"""Carries out a plan: folders, then files in one stream, with boot.py and main.py last, then deletions.

If it breaks off at any point, every file is complete, and the next plan continues from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jumperwire import atomic, config
from jumperwire.board.lease import Lease
from jumperwire.device.reply import Survey
from jumperwire.errors import PlanStale
from jumperwire.filesystem import local, remote
from jumperwire.filesystem.download import NewFolder, Wanted, download
from jumperwire.filesystem.incoming import Incoming
from jumperwire.filesystem.outgoing import Outgoing, Progress, Summary
from jumperwire.filesystem.upload import Surveyed, upload
from jumperwire.sync.layout import targets_of
from jumperwire.sync.plan import Action, Plan, Work
from jumperwire.sync.prepare import Direction, Prepared
from jumperwire.sync.record import SyncHistory

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the user decided."""

    delete: bool = False
    """Whether the user consents to the plan's deletions."""
    take: Collection[str] = ()
    """Paths of conflicts in which the source wins."""
    without: Collection[str] = ()
    """Paths of steps to leave out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync did."""

    files: int = 0
    unchanged: int = 0
    deleted: int = 0
    size: int = 0
    left: list[str] = field(default_factory=list)
    """Paths of conflicts that nobody decided."""
    seconds: float = 0.0


async def apply_plan(
    board: Lease, prepared: Prepared, decisions: Decisions, tell: Tell = lambda _: None
) -> Outcome:
    """Carry out the plan.

    Raises PlanStale before anything is changed, and the errors of `upload` and `download`.
    """
    began = asyncio.get_running_loop().time()
    work = await asyncio.to_thread(_work, prepared, decisions)
    await asyncio.to_thread(prepared.record.reload)
    if prepared.direction is Direction.UPLOAD:
        summary = await _upload(board, prepared, work, tell)
    else:
        summary = await _download(board, prepared, work, tell)
    await asyncio.to_thread(_note, prepared)
    files = [path for path in (*work.clear, *work.delete) if not _is_folder(prepared, path)]
    return Outcome(
        files=summary.files,
        unchanged=len(prepared.plan.of(Action.UNCHANGED)) + summary.unchanged,
        deleted=len(files),
        size=summary.size,
        left=_left(prepared.plan, decisions),
        seconds=asyncio.get_running_loop().time() - began,
    )


def _note(prepared: Prepared) -> None:
    """Remember which project was synced to which board."""
    SyncHistory(config.data_dir() / "sync").note(prepared.project.folder, prepared.address, prepared.board)


def _work(prepared: Prepared, decisions: Decisions) -> Work:
    """Return the work. Deletions come first if the files would not fit otherwise."""
    work = prepared.plan.work(delete=decisions.delete, take=decisions.take, without=decisions.without)
    if not prepared.short(work):
        return work
    first = prepared.plan.work(
        delete=decisions.delete, take=decisions.take, without=decisions.without, room_first=True
    )
    return work if prepared.short(first) else first


def _left(plan: Plan, decisions: Decisions) -> list[str]:
    """Return the undecided conflicts, by the paths that would have to be decided."""
    taken = {*decisions.take, *decisions.without}
    conflicts = plan.of(Action.CONFLICT)
    return sorted({step.decision for step in conflicts if step.decision not in taken or not step.decidable})


def _is_folder(prepared: Prepared, path: str) -> bool:
    if prepared.direction is Direction.UPLOAD:
        return prepared.tree.items[path].folder
    return prepared.here[path].data is None


async def _upload(board: Lease, prepared: Prepared, work: Work, tell: Tell) -> Summary:
    await _ensure_same(board, prepared, work)
    files = [prepared.outgoing[path] for path in work.files]
    digests = {file.path: file.digest for file in files}
    await asyncio.to_thread(prepared.record.intend, {**_same(prepared), **digests})
    await remote.remove_all(board, work.clear)
    surveyed = None if work.clear else _surveyed(prepared, files)
    summary = await upload(board, files, tell, folders=work.folders, surveyed=surveyed)
    await remote.remove_all(board, work.delete)
    await asyncio.to_thread(prepared.record.update, digests, [*work.clear, *work.delete])
    return summary


async def _ensure_same(board: Lease, prepared: Prepared, work: Work) -> None:
    """Check that what will be replaced or deleted on the board has not changed since the plan was made."""
    largest = max((item.size for item in prepared.tree.items.values()), default=0)
    now = prepared.tree
    if not remote.tree_is_kept(board, prepared.tree):
        now = await remote.tree(board, targets_of(prepared.project), largest)
    for path in (*work.files, *work.folders, *work.clear, *work.delete):
        then = prepared.tree.items.get(path)
        there = now.items.get(path)
        if there != then and not (there and then and then.digest is None and there.size == then.size):
            raise PlanStale(path=path, board=board.name)


def _surveyed(prepared: Prepared, files: list[Outgoing]) -> Surveyed:
    there = {file.path: prepared.tree.items.get(file.path) for file in files}
    return Surveyed(
        {path: Survey(item.size, item.digest or b"") if item else None for path, item in there.items()},
        prepared.systems,
    )


async def _download(board: Lease, prepared: Prepared, work: Work, tell: Tell) -> Summary:
    paths = {path: where for path in _all(work) if (where := prepared.local(path))}
    await asyncio.to_thread(_ensure_same_here, board.name, prepared, paths)
    items = prepared.tree.items
    digests = {path: digest for path in work.files if (digest := items[path].digest)}
    await asyncio.to_thread(prepared.record.intend, {**_same(prepared), **digests})
    await asyncio.to_thread(_remove, prepared, work.clear, paths)
    wanted = Wanted(
        [NewFolder(paths[path], prepared.within(path)) for path in work.folders],
        [Incoming(path, items[path].size, paths[path], prepared.within(path)) for path in work.files],
    )
    summary = await download(board, [wanted], tell)
    await asyncio.to_thread(_remove, prepared, work.delete, paths)
    await asyncio.to_thread(prepared.record.update, digests, [*work.clear, *work.delete])
    return summary


def _same(prepared: Prepared) -> dict[str, bytes]:
    """Return the digests that both sides have in common, and that no sync is known to have sent."""
    synced = prepared.record.synced
    found = {step.path: step.target.digest for step in prepared.plan.of(Action.UNCHANGED) if step.target}
    return {path: digest for path, digest in found.items() if digest and digest not in synced.get(path, [])}


def _all(work: Work) -> list[str]:
    return [*work.files, *work.folders, *work.clear, *work.delete]


def _ensure_same_here(board: str, prepared: Prepared, paths: dict[str, Path]) -> None:
    """Check that what will be replaced or deleted on the PC has not changed since the plan was made."""
    for path, where in paths.items():
        planned = prepared.outgoing.get(path)
        if where.is_dir() or not (where.exists() or planned):
            continue
        if planned is None or not where.exists() or local.read(where) != planned.data:
            raise PlanStale(path=str(where), board=board)


def _remove(prepared: Prepared, gone: Iterable[str], paths: Mapping[str, Path]) -> None:
    for path in gone:
        with local.local_errors(paths[path]):
            atomic.remove(paths[path], prepared.within(path))
