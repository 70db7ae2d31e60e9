"""Paths as users write them: a colon marks the board, and relative paths start at the board's current
directory.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager

from jumperwire.board.lease import Lease
from jumperwire.cli.context import FOLDER
from jumperwire.errors import JumperwireError


def join(folder: str, *names: str) -> str:
    """Return a path on the board below ``folder`` as it was written.

    A path without a folder begins with ``./``.
    """
    path = (folder or "./").rstrip("/")
    return "/".join([path, *(name.strip("/") for name in names)])


def is_remote(path: str) -> bool:
    """Return whether the path is on the board."""
    return path.startswith(":")


def bare(path: str) -> str:
    """Return the path without its colon."""
    return path[1:] if is_remote(path) else path


async def absolute(board: Lease, path: str) -> str:
    """Return the absolute form of a path on the board."""
    folder = "/"
    if not path.startswith("/"):
        from jumperwire.filesystem import remote  # imported here because not every start needs it

        folder = board.facts.get(FOLDER) or board.facts.put(FOLDER, await remote.working_folder(board))
    return "/" + posixpath.normpath(posixpath.join(folder, path)).lstrip("/")


@contextmanager
def called(where: str, path: str) -> Iterator[None]:
    """Change errors about the board's path ``where`` so that they name ``path``, as it was typed."""
    try:
        yield
    except JumperwireError as error:
        if getattr(error, "path", None) == where:
            setattr(error, "path", path or where)  # noqa: B010 - most errors have no path
        raise
