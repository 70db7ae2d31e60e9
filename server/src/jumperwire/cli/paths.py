"""Paths as people write them: a colon means the board, and what has no slash in front is in its folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager

from jumperwire.board.lease import Lease
from jumperwire.cli.context import FOLDER
from jumperwire.errors import JumperwireError


def join(folder: str, *names: str) -> str:
    """A path of the board, below ``folder`` as it was written; what is in no folder begins with ``./``."""
    path = (folder or "./").rstrip("/")
    return "/".join([path, *(name.strip("/") for name in names)])


def is_remote(path: str) -> bool:
    """Whether it is on the board."""
    return path.startswith(":")


def bare(path: str) -> str:
    """Without the colon."""
    return path[1:] if is_remote(path) else path


async def absolute(board: Lease, path: str) -> str:
    """The whole path of a path on the board."""
    folder = "/"
    if not path.startswith("/"):
        from jumperwire.filesystem import remote  # not in every start

        folder = board.facts.get(FOLDER) or board.facts.put(FOLDER, await remote.working_folder(board))
    return "/" + posixpath.normpath(posixpath.join(folder, path)).lstrip("/")


@contextmanager
def called(where: str, path: str) -> Iterator[None]:
    """Have errors about the board's path ``where`` call it ``path``, as it was typed."""
    try:
        yield
    except JumperwireError as error:
        if getattr(error, "path", None) == where:
            setattr(error, "path", path or where)  # noqa: B010 - most errors have none
        raise
