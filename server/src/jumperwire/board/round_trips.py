"""Decides which answers measure a link's round trip: the first one to each conversation, if nothing else
is due.
"""

from __future__ import annotations

from jumperwire.board.timing import LinkTiming

LATEST = 4.0
"""Seconds after which output is not an answer, but printed by a program."""


class RoundTrips:
    """Measures for ``timing``. All times are in seconds of one clock, which is the caller's."""

    def __init__(self, timing: LinkTiming) -> None:
        self._timing = timing
        self._begins = False
        """Whether the next bytes begin a conversation.

        What follows them may be answered before it arrives.
        """
        self._asked_at: float | None = None
        self._size = 0
        self._dropped = False
        """Whether nobody waits any more for the answer, which is late."""
        self._unclear_until = 0.0
        """The time until which output may be late answers, and measures nothing."""

    def begins(self) -> None:
        """Note that a conversation begins."""
        self._begins = True

    def sent(self, now: float, size: int) -> None:
        """Note that ``size`` bytes are sent."""
        if self._begins and self._asked_at is None:
            self._asked_at, self._size = now, size
        self._begins = False

    def dropped(self) -> None:
        """Note that the conversation was given up."""
        self._dropped = self._asked_at is not None

    def heard(self, now: float) -> None:
        """Note that the board said something."""
        if self._asked_at is None:
            return
        took, self._asked_at = now - self._asked_at, None
        if self._dropped and took < LATEST:
            self._unclear_until = now + took
            self._timing.answered(took, self._size)
        elif not self._dropped and now > self._unclear_until:
            self._timing.answered(took, self._size)
        self._dropped = False
