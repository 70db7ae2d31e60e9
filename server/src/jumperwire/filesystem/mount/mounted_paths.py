"""Which paths of a board are on mounts, for code that moves files."""

from __future__ import annotations

from collections.abc import Iterable

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease

MOUNTED_PATHS = Fact[frozenset[str]]("where folders of the PC are mounted", Until.NEVER)


def mounted(board: Lease, paths: Iterable[str]) -> bool:
    """Return whether one of the paths is on the PC.

    No transfer may then use the board's input while it uses the mount.
    """
    return any(f"{path}/".startswith(f"{place}/") for path in paths for place in _places(board))


def reaches(board: Lease, folder: str) -> bool:
    """Return whether a folder, or something in it, is on the PC."""
    above = folder.rstrip("/") + "/"
    return mounted(board, [folder]) or any(place.startswith(above) for place in _places(board))


def _places(board: Lease) -> Iterable[str]:
    return board.facts.get(MOUNTED_PATHS, frozenset())
