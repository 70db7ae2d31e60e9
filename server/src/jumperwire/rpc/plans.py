"""Plans that the editor has seen and may have carried out: a few, the oldest go first."""

from __future__ import annotations

import itertools

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

    def take(self, identity: str) -> tuple[str, Prepared] | None:
        """The board and the plan, which is carried out once."""
        return self._plans.pop(identity, None)
