"""Plans that the editor has seen and may have carried out: a few, the oldest go first."""

from __future__ import annotations

import itertools

from jumperwire.errors import PlanStale
from jumperwire.sync.prepare import Prepared

_MOST = 16
"""Plans that are kept: each holds the contents of a project."""


class Plans:
    """By the ids that the editor has."""

    def __init__(self) -> None:
        self._plans: dict[str, tuple[str, Prepared]] = {}
        self._numbers = itertools.count(1)

    def keep(self, board: str, prepared: Prepared) -> str:
        """The id of a new one. An older one of this project on this board goes."""
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
        """The board and the plan. Raises PlanStale where there is none any more."""
        if identity not in self._plans:
            raise PlanStale()
        return self._plans[identity]

    def drop(self, identity: str) -> None:
        """It is being carried out, which is done once."""
        self._plans.pop(identity, None)
