"""What the terminals of a board hear, in order: output, and incidents between it."""

from __future__ import annotations

from collections.abc import Callable

from jumperwire.board.state import Incident
from jumperwire.board.tap import Tap

SCROLLBACK = 16 * 1024
"""Bytes of the past that a new terminal is given."""


class Console:
    """Fans a board's output out to its taps; keeps the end of it for those that come later."""

    def __init__(self) -> None:
        self.count = 0
        """Bytes heard so far."""
        self._past = bytearray()
        self._taps: list[Tap] = []
        self._listeners: list[Callable[[Incident], None]] = []

    @property
    def at_line_start(self) -> bool:
        """Whether the cursor of a terminal stands in the first column."""
        return not self._past or self._past.endswith(b"\n")

    @property
    def scrollback(self) -> bytes:
        """The end of what was heard, from the start of a line."""
        past = bytes(self._past)
        return past if len(past) < SCROLLBACK else past[past.find(b"\n") + 1 :]

    def attach(self, tap: Tap) -> None:
        """Have ``tap`` hear what comes from now on."""
        self._taps.append(tap)

    def detach(self, tap: Tap) -> None:
        """Have it hear no more."""
        if tap in self._taps:
            self._taps.remove(tap)

    def listen(self, listener: Callable[[Incident], None]) -> None:
        """Call ``listener`` for each incident, at its place in the output."""
        self._listeners.append(listener)

    def hear(self, data: bytes) -> None:
        """The board said something."""
        if not data:
            return
        self.count += len(data)
        self._past += data[-SCROLLBACK:]
        if len(self._past) > 2 * SCROLLBACK:
            del self._past[:-SCROLLBACK]
        for tap in self._taps:
            tap.put(data)

    def report(self, incident: Incident) -> None:
        """Something happened that is worth a line."""
        for listener in self._listeners:
            listener(incident)
