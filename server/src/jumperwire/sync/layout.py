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
"""Bytes of UTF-8 in a name that littlefs and FAT hold."""


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """A project laid out on a board."""

    project: Project
    roots: tuple[str, ...]
    """The target of each pair, where it is on this board."""
    home: str
    """Where the board's root is: empty, or as ``/flash``."""
    foreign: frozenset[str]
    """File systems of the board that no target is in."""
    protect: Protect

    @classmethod
    def of(cls, project: Project, tree: Tree) -> BoardLayout:
        """By what the board said about the targets. Raises ProjectInvalid."""
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
        """A path of the board."""
        return f"{self.roots[pair].rstrip('/')}/{name}"

    def local(self, path: str) -> Path | None:
        """Where a path of the board would be on the PC: by the innermost target that it is in."""
        source = self.source(path)
        return source[0].joinpath(*source[1].split("/")) if source else None

    def source(self, path: str) -> tuple[Path, str] | None:
        """The folder of the PC that a path of the board belongs to, and the path from there."""
        inside = [pair for pair, root in enumerate(self.roots) if path.startswith(root.rstrip("/") + "/")]
        if not inside:
            return None
        pair = max(inside, key=lambda pair: len(self.roots[pair]))
        return source_of(self.project, pair), path[len(self.roots[pair].rstrip("/")) + 1 :]

    def from_project(self, path: str) -> str | None:
        """A path of the board as one from the project's folder, with forward slashes."""
        where = self.local(path)
        return where.relative_to(self.project.folder).as_posix() if where else None

    def protected(self, path: str, *, folder: bool) -> bool:
        """Whether a path of the board is never changed."""
        if not self.foreign.isdisjoint(_upwards(path)):
            return True
        return self.protect.matches(path.removeprefix(self.home), folder=folder)


def targets_of(project: Project) -> list[str]:
    """The targets as the project file has them, in one spelling."""
    return ["/" + posixpath.normpath(pair.target).lstrip("/") for pair in project.keys.sync]


def _upwards(path: str) -> Iterator[str]:
    """A path, and each folder that it is in but the root."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def placed(layout: BoardLayout, found: list[Found]) -> dict[str, Found]:
    """What was found, by its path on the board. Raises ProjectInvalid where two go to one place."""
    there: dict[str, Found] = {}
    for each in found:
        path = layout.path(each.pair, each.name)
        other = there.setdefault(path, each)
        if other is not each and (each.data is not None or other.data is not None):
            reason = f"{other.path} and {each.path} both go to {path}"
            raise ProjectInvalid(path=str(layout.project.file), line=1, reason=reason)
    return there


def holds(name: str) -> bool:
    """Whether a board's file system can have a name."""
    return all(0 < len(os.fsencode(part)) <= _LONGEST_NAME for part in name.split("/"))
