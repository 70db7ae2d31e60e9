"""The order in which the paths of a plan are worked on."""

from __future__ import annotations

_STARTERS = ("boot.py", "main.py")
"""Files that the board runs when it starts. They are sent when everything that they import is there."""


def above(path: str) -> list[str]:
    """Return the folders that contain a path, from the outermost."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(2, len(parts))]


def starters_last(path: str) -> tuple[int, str]:
    """Return a key by which the files that start the board come after all others."""
    name = path.rpartition("/")[2]
    return (_STARTERS.index(name) + 1 if name in _STARTERS else 0, path)


def deepest_first(path: str) -> tuple[int, str]:
    """Return a key by which the contents of a folder come before it."""
    return (-path.count("/"), path)
