"""Which of our scripts a board has.

Separate, so that sending a small file does not import more than it needs.
"""

from __future__ import annotations

from jumperwire.board.facts import Fact, Until

LOADED = Fact[frozenset[str]]("scripts of ours that stay on the board", Until.RESTART)
