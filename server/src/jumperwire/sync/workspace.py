"""The PC's side of a sync: the contents of the project's folders at one moment, without ignored files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jumperwire.errors import LocalFileFailed, SourceEmpty, SourceMissing
from jumperwire.filesystem import local
from jumperwire.sync.project import Project
from jumperwire.sync.rules import IGNORE_FILE, Ignore


@dataclass(frozen=True, slots=True)
class Found:
    """One file or folder in a source folder."""

    pair: int
    """The index of the project's pair that it belongs to."""
    name: str
    """Its path relative to the source folder, with forward slashes."""
    path: Path
    data: bytes | None = field(default=None, repr=False)
    """The content of a file; None for a folder."""
    compiled: bool = False
    """Whether the content is the compiled form of ``path``."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that is to be synced, and what is left out."""

    found: list[Found]
    ignored: list[Found]
    """Files that are ignored, and folders that were not searched."""
    rules: dict[str, Ignore]
    """What is ignored in each folder of the project, by the folder's path relative to the project."""

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Return whether a path relative to the project, or a folder that contains it, is ignored.

        It need not exist.
        """
        parts = path.split("/")
        rules = self.rules[""]
        for depth in range(1, len(parts) + 1):
            part = "/".join(parts[:depth])
            if rules.matches(part, folder=folder or depth < len(parts)):
                return True
            rules = self.rules.get(part, rules)
        return False


def scan(project: Project, *, may_be_empty: bool = False) -> Workspace:
    """Read the whole workspace. Raises SourceMissing, SourceEmpty, LocalFileFailed."""
    workspace = Workspace([], [], {})
    for index in range(len(project.keys.sync)):
        _Scan(project, workspace, index, source_of(project, index)).run()
    if not workspace.found and not may_be_empty:
        sources = ", ".join(str(source_of(project, index)) for index in range(len(project.keys.sync)))
        raise SourceEmpty(source=sources)
    return workspace


def look(project: Project, paths: Iterable[Path]) -> tuple[Workspace, list[tuple[int, str]]]:
    """Read only these files, and return those that do not exist as pairs and names.

    Paths outside all source folders, and ignored paths, are left out. Raises the errors of `scan`.
    """
    workspace = Workspace([], [], {})
    gone: list[tuple[int, str]] = []
    wanted = list(paths)
    for index in range(len(project.keys.sync)):
        source = source_of(project, index)
        scanner = _Scan(project, workspace, index, source)
        for path in wanted:
            if not path.is_relative_to(source) or path == source:
                continue
            scanner.load_rules_down_to(path.parent)
            if workspace.ignores(scanner.from_project(path), folder=path.is_dir()):
                continue
            name = path.relative_to(source).as_posix()
            if path.is_file():
                workspace.found.append(Found(index, name, path, local.read(path)))
            elif not path.exists():
                gone.append((index, name))
    return workspace, gone


def locate(project: Project, path: Path) -> tuple[int, str] | None:
    """Return the pair and the name of a file, which need not exist; None if it is not synced."""
    workspace, gone = look(project, [path])
    found = next(((each.pair, each.name) for each in workspace.found), None)
    return found or next(iter(gone), None)


def source_of(project: Project, index: int) -> Path:
    """Return the folder of the PC that a pair names, as an absolute path without resolving links."""
    return Path(os.path.normpath(project.folder / project.keys.sync[index].source))


class _Scan:
    """Reads one pair's source folder."""

    def __init__(self, project: Project, workspace: Workspace, pair: int, source: Path) -> None:
        self._project = project
        self._workspace = workspace
        self._pair = pair
        self._source = source

    def run(self) -> None:
        named = str(self._project.file or self._project.folder)
        if not self._source.is_dir():
            reason = "it is a file" if self._source.exists() else "it does not exist"
            raise SourceMissing(path=named, source=self._project.keys.sync[self._pair].source, reason=reason)
        self.load_rules_down_to(self._source)
        self._walk(self._source, (self._source.resolve(),))

    def from_project(self, path: Path) -> str:
        """Return a path relative to the project's folder; empty for that folder."""
        name = path.relative_to(self._project.folder).as_posix()
        return "" if name == "." else name

    def load_rules_down_to(self, folder: Path) -> None:
        """Load the ignore files of the project's folder, of ``folder``, and of those between them."""
        parts = self.from_project(folder).split("/") if folder != self._project.folder else []
        for depth in range(len(parts) + 1):
            self._rules(self._project.folder.joinpath(*parts[:depth]))

    def _rules(self, folder: Path) -> Ignore:
        name = self.from_project(folder)
        if name not in self._workspace.rules:
            above = Ignore.usual() if not name else self._rules(folder.parent)
            file = folder / IGNORE_FILE
            if file.is_file():
                lines = local.read(file).decode("utf-8", "replace").splitlines()
                try:
                    above = above.with_file(f"{name}/" if name else "", lines)
                except ValueError as error:
                    raise LocalFileFailed(path=str(file), cause=str(error)) from error
            self._workspace.rules[name] = above
        return self._workspace.rules[name]

    def _walk(self, folder: Path, above: tuple[Path, ...]) -> None:
        rules = self._rules(folder)
        with local.local_errors(folder):
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        for entry in entries:
            path = Path(entry.path)
            name = path.relative_to(self._source).as_posix()
            is_folder = entry.is_dir()
            if rules.matches(self.from_project(path), folder=is_folder):
                self._workspace.ignored.append(Found(self._pair, name, path))
            elif is_folder:
                real = path.resolve()
                if real in above:
                    raise LocalFileFailed(path=str(path), cause="a link to a folder that it is in")
                self._workspace.found.append(Found(self._pair, name, path))
                self._walk(path, (*above, real))
            elif entry.is_file():  # neither a socket, nor a pipe, nor a dangling link
                self._workspace.found.append(Found(self._pair, name, path, local.read(path)))
