"""How many pieces of answers may be under way to a board at once."""

from __future__ import annotations

LEAST = 2
"""Two small pieces fit the ring of 256 bytes that most boards have, however slowly they read it."""

MOST = 16
_CALM = 64


class Window:
    """Grows while all pieces arrive, since a slow link holds some; shrinks when one is lost.

    A board that reads more slowly than the link brings loses what its ring cannot hold. So what was too much
    is tried again only after `_CALM` pieces that arrived, and by one piece.
    """

    def __init__(self) -> None:
        self.size = LEAST
        self._most = MOST
        self._arrived = 0

    def arrived(self, most: int) -> None:
        """A piece was taken. ``most``: how many pieces the link allows."""
        self._arrived += 1
        if self._arrived % _CALM == 0:
            self._most = min(MOST, self._most + 1)
        self.size = min(self.size + 1, self._most, max(LEAST, most))

    def lost(self) -> None:
        """A piece has to be sent again."""
        self._most = self.size = max(LEAST, self.size // 2)
