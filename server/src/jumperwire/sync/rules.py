"""What is not sent, and what is never changed on the board: gitignore's patterns, by a library."""

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
"""Not sent, unless a pattern with ``!`` takes it back."""

PROTECTED = ("/boot.py", "/webrepl_cfg.py", "secrets.py", ".*")
"""Never changed on the board, unless a pattern with ``!`` takes it back."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Lines of patterns; the last one that matches decides."""

    spec: GitIgnoreSpec

    @classmethod
    def of(cls, lines: Iterable[str]) -> Patterns:
        """From lines as they stand in a file. Raises ValueError, which names the line."""
        return cls(GitIgnoreSpec.from_lines(lines))

    def decides(self, path: str, *, folder: bool) -> bool | None:
        """Whether ``path`` matches; None where no pattern says anything. Relative, with forward slashes."""
        return self.spec.check_file(path + "/" if folder else path).include


@dataclass(frozen=True, slots=True)
class Ignore:
    """The usual patterns, and those of each ignore file for what is below it."""

    files: tuple[tuple[str, Patterns], ...]
    """From the outermost: a folder as a prefix (empty, or ending with a slash), and its patterns."""

    @classmethod
    def usual(cls) -> Ignore:
        """Without any ignore file."""
        return cls((("", Patterns.of(IGNORED)),))

    def with_file(self, folder: str, lines: Iterable[str]) -> Ignore:
        """The same, and an ignore file that stands in ``folder``."""
        return Ignore((*self.files, (folder, Patterns.of(lines))))

    def matches(self, path: str, *, folder: bool) -> bool:
        """Whether a path of the workspace is not sent; what is below such a folder is not asked about."""
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
        """The usual ones and these."""
        return cls(Patterns.of([*PROTECTED, *lines]))

    def matches(self, path: str, *, folder: bool) -> bool:
        """Whether the absolute ``path``, or a folder that it is in, is protected."""
        return bool(self.patterns.decides(path.lstrip("/"), folder=folder))
