"""Which scripts of ours a board has; by itself, so that a small file goes without importing what needs it."""

from __future__ import annotations

from jumperwire.board.facts import Fact, Until

LOADED = Fact[frozenset[str]]("scripts of ours that stay on the board", Until.RESTART)
