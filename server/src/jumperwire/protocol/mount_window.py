"""How many pieces of answers may be under way to a board at once."""

from __future__ import annotations

LEAST = 2
"""Two small pieces fit into the ring of 256 bytes that most boards have, however slowly they read it."""

MOST = 16
_CALM = 64


class Window:
    """Grows while all pieces arrive, since a slow link holds several, and shrinks when one is lost.

    If a board reads more slowly than the link delivers, it loses what its ring cannot hold. A size that
    was too large is tried again only after `_CALM` pieces have arrived, and then grows by one piece.
    """

    def __init__(self) -> None:
        self.size = LEAST
        self._most = MOST
        self._arrived = 0

    def arrived(self, most: int) -> None:
        """Note that a piece was received. ``most``: the number of pieces that the link allows."""
        self._arrived += 1
        if self._arrived % _CALM == 0:
            self._most = min(MOST, self._most + 1)
        self.size = min(self.size + 1, self._most, max(LEAST, most))

    def lost(self) -> None:
        """Note that a piece must be sent again."""
        self._most = self.size = max(LEAST, self.size // 2)
