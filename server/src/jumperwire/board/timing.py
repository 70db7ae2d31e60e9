"""How long a board's silence may last, according to measurements of its link. It has no clock."""

from __future__ import annotations

FIRST = 2.5
"""Seconds for an answer before anything was measured.

Bluetooth, a busy PC and a board that boots take 1.5.
"""

LEAST = 1.0
"""Seconds for an answer on the quickest link, since a busy PC may delay a process by some tenths of a
second.
"""

MOST = 10.0
"""The most seconds for an answer, so that a dead board is detected in bounded time."""

_SMALL = 64
"""The most bytes in an exchange that measures the round trip; larger ones measure the rate."""

_NEW, _SPREAD = 1 / 8, 1 / 4
"""Weights of a new measurement in the mean and in the deviation, as in TCP (RFC 6298)."""

_FORGET = 0.5
"""The share of a measured lateness of the event loop that remains at the next, smaller measurement."""


class LinkTiming:
    """One link's round trip and rate, and the lateness of our own event loop, in seconds and bytes."""

    def __init__(self) -> None:
        self._round_trip: float | None = None
        self._deviation = 0.0
        self._per_byte = 0.0
        self._late = 0.0

    @property
    def round_trip(self) -> float | None:
        """The smoothed seconds from a short question to its first answer; None before the first one."""
        return self._round_trip

    def answered(self, seconds: float, size: int = 0) -> None:
        """Take a measurement: ``size`` bytes were sent, and the first answer came ``seconds`` later."""
        if self._round_trip is None:
            self._round_trip, self._deviation = seconds, seconds / 2
        elif size <= _SMALL:
            self._deviation += _SPREAD * (abs(self._round_trip - seconds) - self._deviation)
            self._round_trip += _NEW * (seconds - self._round_trip)
        else:
            spent = max(0.0, seconds - self._round_trip) / size
            self._per_byte += _SPREAD * (spent - self._per_byte)

    def late(self, seconds: float) -> None:
        """Note that a timer of ours was ``seconds`` late: answers are then read late, too."""
        self._late = max(seconds, self._late * _FORGET)

    def patience(self, size: int = 0, least: float = LEAST) -> float:
        """Return the seconds after which a board that was sent ``size`` bytes counts as silent.

        ``least`` is for what takes the board itself that long, such as compiling a large source.
        """
        if self._round_trip is None:
            return min(max(least, FIRST + 2 * self._late), max(least, MOST))
        measured = self._round_trip + 4 * self._deviation + 2 * size * self._per_byte
        return min(max(least, measured + 2 * self._late, 2 * self._late + LEAST), max(least, MOST))
