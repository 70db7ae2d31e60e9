"""How long a board's silence may last, by what was measured of its link; it has no clock."""

from __future__ import annotations

FIRST = 2.5
"""Seconds for an answer where none was measured yet: Bluetooth, a busy PC and a board that boots take 1.5."""

LEAST = 1.0
"""Seconds for an answer on the quickest link: a busy PC holds up a process for some tenths of one."""

MOST = 10.0
"""Seconds that an answer gets at most, so that a dead board is found in bounded time."""

_SMALL = 64
"""Bytes that an exchange moves at most to tell of the round trip; what moves more tells of the rate."""

_NEW, _SPREAD = 1 / 8, 1 / 4
"""Weights of a new measurement in the mean and in the deviation, as TCP has them (RFC 6298)."""

_FORGET = 0.5
"""What is left of a measured lateness of the event loop at the next measurement that is less late."""


class LinkTiming:
    """One link's round trip, rate and the lateness of our own event loop; seconds and bytes throughout."""

    def __init__(self) -> None:
        self._round_trip: float | None = None
        self._deviation = 0.0
        self._per_byte = 0.0
        self._late = 0.0

    @property
    def round_trip(self) -> float | None:
        """Smoothed seconds from a short question to its first answer; None before the first one."""
        return self._round_trip

    def answered(self, seconds: float, size: int = 0) -> None:
        """Take a measurement: ``size`` bytes went out, and ``seconds`` later the first answer came."""
        if self._round_trip is None:
            self._round_trip, self._deviation = seconds, seconds / 2
        elif size <= _SMALL:
            self._deviation += _SPREAD * (abs(self._round_trip - seconds) - self._deviation)
            self._round_trip += _NEW * (seconds - self._round_trip)
        else:
            spent = max(0.0, seconds - self._round_trip) / size
            self._per_byte += _SPREAD * (spent - self._per_byte)

    def late(self, seconds: float) -> None:
        """Note that a timer of ours fired ``seconds`` after it was due: then answers are read late, too."""
        self._late = max(seconds, self._late * _FORGET)

    def patience(self, size: int = 0, least: float = LEAST) -> float:
        """Return the seconds after which a board that was sent ``size`` bytes counts as silent.

        ``least`` is for what takes the board itself that long, such as compiling a large source.
        """
        if self._round_trip is None:
            return min(max(least, FIRST + 2 * self._late), max(least, MOST))
        measured = self._round_trip + 4 * self._deviation + 2 * size * self._per_byte
        return min(max(least, measured + 2 * self._late, 2 * self._late + LEAST), max(least, MOST))
