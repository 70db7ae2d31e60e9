"""Sends a few files of a project as they are now, after they were saved: one round trip to look, one to
send.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.device.reply import Tree
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import survey, upload
from jumperwire.sync import compiling
from jumperwire.sync.apply import Outcome, Tell
from jumperwire.sync.layout import BoardLayout, placed, targets_of
from jumperwire.sync.prepare import known
from jumperwire.sync.project import Delete, Project
from jumperwire.sync.workspace import Workspace, look

_ROOTS = Fact[tuple[list[str], Tree]]("where the targets are", Until.RESTART)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What sending a few files did, and to which paths of the board."""

    outcome: Outcome
    same: list[str]
    """Files that are now as the PC's, whether they had to be sent or not."""
    deleted: list[str]


async def push(
    board: Lease, address: str, project: Project, paths: Sequence[Path], tell: Tell = lambda _: None
) -> Pushed:
    """Send these files, unless the board has versions that were not synced from here.

    Files that no longer exist are deleted on the board if the project says so and they were synced from
    here. Protected and ignored files are skipped. Raises the errors of `prepare` and `upload`.
    """
    began = asyncio.get_running_loop().time()
    workspace, gone = await asyncio.to_thread(look, project, paths)
    workspace = await compiling.compiled(board, project, workspace)
    record, _, _ = await known(board, address, project)
    layout = BoardLayout.of(project, await _roots(board, project))
    files = _to_send(layout, workspace)
    missing = _to_delete(layout, gone, record.synced) if project.keys.delete is Delete.ALWAYS else []
    surveyed = await survey(board, [*files, *(Outgoing(path, b"") for path in missing)])
    there = surveyed.by_path
    files = [each for each in files if not layout.kept(each.path, folder=False, there=bool(there[each.path]))]
    synced = record.synced

    def ours(path: str) -> bool:
        seen = there[path]
        return seen is None or seen.digest in synced.get(path, [])

    send = [file for file in files if ours(file.path) or _same(file, there[file.path])]
    await asyncio.to_thread(record.intend, {file.path: file.digest for file in send})
    summary = await upload(board, send, tell, surveyed=surveyed)
    leaving = [path for path in missing if there[path] and ours(path)]
    await remote.remove_all(board, leaving)
    await asyncio.to_thread(record.update, {file.path: file.digest for file in send}, leaving)
    outcome = Outcome(
        files=summary.files,
        unchanged=summary.unchanged,
        deleted=len(leaving),
        size=summary.size,
        left=[file.path for file in files if file not in send],
        seconds=asyncio.get_running_loop().time() - began,
    )
    return Pushed(outcome, [file.path for file in send], leaving)


def _to_send(layout: BoardLayout, workspace: Workspace) -> list[Outgoing]:
    return [
        Outgoing(path, found.data)
        for path, found in placed(layout, workspace.found).items()
        if found.data is not None and not layout.kept(path, folder=False, there=False)
    ]


def _to_delete(layout: BoardLayout, gone: Sequence[tuple[int, str]], synced: Collection[str]) -> list[str]:
    paths = _with_below([layout.path(pair, name) for pair, name in gone], synced, layout)
    return [path for path in paths if not layout.protected(path, folder=False)]


async def _roots(board: Lease, project: Project) -> Tree:
    """Return where the targets are on this board, which is asked once per boot."""
    targets = targets_of(project)
    kept = board.facts.get(_ROOTS)
    if kept and kept[0] == targets:
        return kept[1]
    tree = await remote.tree(board, targets, remote.NO_FILES)
    board.facts.put(_ROOTS, (targets, tree))
    return tree


def _with_below(gone: Sequence[str], synced: Collection[str], layout: BoardLayout) -> list[str]:
    """Return the missing paths, the files synced below them that are missing too, and what was compiled
    from them.
    """

    def is_gone(path: str) -> bool:
        where = layout.local(path)  # another folder may be synced to a place inside this one
        return where is None or not where.exists()

    below = [path for path in synced if any(path.startswith(f"{folder}/") for folder in gone)]
    compiled = [f"{path[:-3]}.mpy" for path in gone if path.endswith(".py")]
    return [*dict.fromkeys([*gone, *filter(is_gone, below), *(path for path in compiled if path in synced)])]


def _same(file: Outgoing, seen: object) -> bool:
    return getattr(seen, "digest", None) == file.digest
