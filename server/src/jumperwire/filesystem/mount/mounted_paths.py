"""Where on a board folders of the PC are mounted, for those who move files."""

from __future__ import annotations

from collections.abc import Iterable

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease

MOUNTED_PATHS = Fact[frozenset[str]]("where folders of the PC are mounted", Until.NEVER)


def mounted(board: Lease, paths: Iterable[str]) -> bool:
    """Whether one of the paths is on the PC: then no transfer may talk with the board while it uses it."""
    return any(f"{path}/".startswith(f"{place}/") for path in paths for place in _places(board))


def reaches(board: Lease, folder: str) -> bool:
    """Whether a folder is on the PC, or something that is in it."""
    above = folder.rstrip("/") + "/"
    return mounted(board, [folder]) or any(place.startswith(above) for place in _places(board))


def _places(board: Lease) -> Iterable[str]:
    return board.facts.get(MOUNTED_PATHS, frozenset())
