"""Where a project's folders are on one board, and what is left alone there."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jumperwire.device.reply import Tree
from jumperwire.errors import ProjectInvalid
from jumperwire.sync.project import Project
from jumperwire.sync.rules import Protect
from jumperwire.sync.workspace import Found, source_of

_LONGEST_NAME = 255
"""The longest name that littlefs and FAT support, in bytes of UTF-8."""


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """Where the pairs of a project are on a board."""

    project: Project
    roots: tuple[str, ...]
    """The target of each pair, as a path on this board."""
    home: str
    """The prefix of the board's root: empty, or a path such as ``/flash``."""
    foreign: frozenset[str]
    """File systems of the board that contain no target."""
    protect: Protect

    @classmethod
    def of(cls, project: Project, tree: Tree) -> BoardLayout:
        """Create the layout from what the board said about the targets. Raises ProjectInvalid."""
        roots = tuple(root.path for root in tree.roots)
        targets = targets_of(project)
        moved = [root for root, target in zip(roots, targets, strict=True) if root != target]
        home = "/" + moved[0].split("/")[1] if moved else ""
        try:
            protect = Protect.of(project.keys.protect)
        except ValueError as error:
            raise ProjectInvalid(path=str(project.file), line=1, reason=f"protect: {error}") from error
        foreign = frozenset(tree.mounts).difference(*map(_upwards, roots))
        return cls(project, roots, home, foreign, protect)

    def path(self, pair: int, name: str) -> str:
        """Return the board's path of a file in a pair."""
        return f"{self.roots[pair].rstrip('/')}/{name}"

    def local(self, path: str) -> Path | None:
        """Return where a path of the board is, or would be, on the PC, using the innermost target that
        contains it.
        """
        source = self.source(path)
        return source[0].joinpath(*source[1].split("/")) if source else None

    def source(self, path: str) -> tuple[Path, str] | None:
        """Return the folder of the PC that a path of the board belongs to, and the path relative to that
        folder.
        """
        inside = [pair for pair, root in enumerate(self.roots) if path.startswith(root.rstrip("/") + "/")]
        if not inside:
            return None
        pair = max(inside, key=lambda pair: len(self.roots[pair]))
        return source_of(self.project, pair), path[len(self.roots[pair].rstrip("/")) + 1 :]

    def from_project(self, path: str) -> str | None:
        """Return a path of the board as a path relative to the project's folder, with forward slashes."""
        where = self.local(path)
        return where.relative_to(self.project.folder).as_posix() if where else None

    def protected(self, path: str, *, folder: bool) -> bool:
        """Return whether a path of the board is never changed."""
        if not self.foreign.isdisjoint(_upwards(path)):
            return True
        return self.protect.matches(path.removeprefix(self.home), folder=folder)

    def kept(self, path: str, *, folder: bool, there: bool) -> bool:
        """Return whether a path stays as it is. What is protected is created if it is not ``there``, unless
        it is hidden or on another file system.
        """
        hidden = any(part.startswith(".") for part in path.split("/"))
        foreign = not self.foreign.isdisjoint(_upwards(path))
        return self.protected(path, folder=folder) and (there or hidden or foreign)


def targets_of(project: Project) -> list[str]:
    """Return the targets in the project file, normalized."""
    return ["/" + posixpath.normpath(pair.target).lstrip("/") for pair in project.keys.sync]


def _upwards(path: str) -> Iterator[str]:
    """Yield a path and all folders that contain it, except the root."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def placed(layout: BoardLayout, found: list[Found]) -> dict[str, Found]:
    """Return the files by their paths on the board. Raises ProjectInvalid if two have the same path."""
    there: dict[str, Found] = {}
    for each in found:
        path = layout.path(each.pair, each.name)
        other = there.setdefault(path, each)
        if other is not each and (each.data is not None or other.data is not None):
            reason = f"{other.path} and {each.path} both go to {path}"
            raise ProjectInvalid(path=str(layout.project.file), line=1, reason=reason)
    return there


def holds(name: str) -> bool:
    """Return whether a board's file system supports this name."""
    return all(0 < len(os.fsencode(part)) <= _LONGEST_NAME for part in name.split("/"))


def twin_of(path: str) -> str | None:
    """Return ``x.py`` for ``x.mpy``, or the reverse: the board may find that module instead."""
    stem, _, suffix = path.rpartition(".")
    other = {"py": "mpy", "mpy": "py"}.get(suffix)
    return f"{stem}.{other}" if other else None
