"""Which files are not sent, and which are never changed on the board, by gitignore's patterns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathspec import GitIgnoreSpec

IGNORE_FILE = ".mpyignore"

IGNORED = (
    *(
        ".git",
        ".vscode",
        ".idea",
        "__pycache__",
        ".venv",
        "venv",
        "env",
        "node_modules",
        ".DS_Store",
        "*.pyc",
    ),
    *(".mpyignore", "jumperwire.toml", ".micropico", "pymakr.conf"),
)
"""Patterns of files that are not sent, unless a pattern with ``!`` takes one back."""

PROTECTED = ("/boot.py", "/webrepl_cfg.py", "secrets.py", ".*")
"""Patterns of files that are never changed on the board, unless a pattern with ``!`` takes one back."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Lines of patterns; the last one that matches decides."""

    spec: GitIgnoreSpec

    @classmethod
    def of(cls, lines: Iterable[str]) -> Patterns:
        """Create patterns from the lines of a file. Raises ValueError, which names the line."""
        return cls(GitIgnoreSpec.from_lines(lines))

    def decides(self, path: str, *, folder: bool) -> bool | None:
        """Return whether ``path`` (relative, with forward slashes) matches; None if no pattern applies."""
        return self.spec.check_file(path + "/" if folder else path).include


@dataclass(frozen=True, slots=True)
class Ignore:
    """The default patterns, and those of each ignore file, which apply below its folder."""

    files: tuple[tuple[str, Patterns], ...]
    """From the outermost: a folder as a prefix (empty, or ending with a slash), and its patterns."""

    @classmethod
    def usual(cls) -> Ignore:
        """Return the default patterns only."""
        return cls((("", Patterns.of(IGNORED)),))

    def with_file(self, folder: str, lines: Iterable[str]) -> Ignore:
        """Return a copy that also has the patterns of an ignore file in ``folder``."""
        return Ignore((*self.files, (folder, Patterns.of(lines))))

    def matches(self, path: str, *, folder: bool) -> bool:
        """Return whether a path of the workspace is not sent.

        Paths below an ignored folder are not asked about.
        """
        for prefix, patterns in reversed(self.files):
            if path.startswith(prefix):
                decided = patterns.decides(path[len(prefix) :], folder=folder)
                if decided is not None:
                    return decided
        return False


@dataclass(frozen=True, slots=True)
class Protect:
    """Paths of a board that a sync leaves alone."""

    patterns: Patterns

    @classmethod
    def of(cls, lines: Iterable[str]) -> Protect:
        """Return the default patterns and these."""
        return cls(Patterns.of([*PROTECTED, *lines]))

    def matches(self, path: str, *, folder: bool) -> bool:
        """Return whether the absolute ``path``, or a folder that contains it, is protected."""
        return bool(self.patterns.decides(path.lstrip("/"), folder=folder))
