"""The plans that the editor has seen and may apply. Only a few are kept; the oldest are dropped first."""

from __future__ import annotations

import itertools

from jumperwire.errors import PlanStale
from jumperwire.sync.prepare import Prepared

_MOST = 16
"""The number of plans that are kept."""

_MOST_CONTENT = 8 << 20
"""The number of bytes that the files of all plans may have; only the newest plan may have more.

Without it, plans that are only looked at take 16 times the size of a project while the editor runs.
"""


class Plans:
    """Plans by the ids that the editor knows."""

    def __init__(self) -> None:
        self._plans: dict[str, tuple[str, Prepared]] = {}
        self._numbers = itertools.count(1)

    def keep(self, board: str, prepared: Prepared) -> str:
        """Keep a plan and return its id. An older plan of this project for this board is dropped."""
        same = (board, prepared.project.folder, prepared.direction)
        self._plans = {
            identity: each
            for identity, each in self._plans.items()
            if (each[0], each[1].project.folder, each[1].direction) != same
        }
        newest = str(next(self._numbers))
        self._plans[newest] = (board, prepared)
        while len(self._plans) > 1 and (len(self._plans) > _MOST or self._content() > _MOST_CONTENT):
            del self._plans[next(iter(self._plans))]
        return newest

    def _content(self) -> int:
        """The number of bytes of all files in the plans."""
        files = (file for _, prepared in self._plans.values() for file in prepared.outgoing.values())
        return sum(len(file.data) + len(file.old or b"") for file in files)

    def get(self, identity: str) -> tuple[str, Prepared]:
        """Return the board and the plan. Raises PlanStale if the plan does not exist any more."""
        if identity not in self._plans:
            raise PlanStale()
        return self._plans[identity]

    def drop(self, identity: str) -> None:
        """Drop a plan that is being applied, which is done only once."""
        self._plans.pop(identity, None)
