"""The plans that the editor has seen and may apply. Only a few are kept; the oldest are dropped first."""

from __future__ import annotations

import itertools

from jumperwire.errors import PlanStale
from jumperwire.sync.prepare import Prepared

_MOST = 16
"""The number of plans that are kept. Each holds the contents of a project."""


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
        for identity in list(self._plans)[: len(self._plans) - _MOST + 1]:
            del self._plans[identity]
        identity = str(next(self._numbers))
        self._plans[identity] = (board, prepared)
        return identity

    def get(self, identity: str) -> tuple[str, Prepared]:
        """Return the board and the plan. Raises PlanStale if the plan does not exist any more."""
        if identity not in self._plans:
            raise PlanStale()
        return self._plans[identity]

    def drop(self, identity: str) -> None:
        """Drop a plan that is being applied, which is done only once."""
        self._plans.pop(identity, None)
