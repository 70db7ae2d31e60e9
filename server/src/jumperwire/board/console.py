"""What the terminals of a board hear, in order: output, and incidents between it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jumperwire.board.output_queue import OutputQueue
from jumperwire.board.state import Incident

SCROLLBACK = 16 * 1024
"""Bytes of the past that a new terminal is given."""


class Console:
    """Fans a board's output out to its taps; keeps the end of it for those that come later."""

    def __init__(self) -> None:
        self.count = 0
        """Bytes heard so far."""
        self._past = bytearray()
        self._queues: list[OutputQueue] = []
        self._listeners: list[Callable[[Incident], None]] = []
        self._capture: Callable[[bytes], None] | None = None
        self._source_runs = False

    @property
    def at_line_start(self) -> bool:
        """Whether the cursor of a terminal stands in the first column."""
        return not self._past or self._past.endswith(b"\n")

    @property
    def scrollback(self) -> bytes:
        """The end of what was heard, from the start of a line."""
        past = bytes(self._past)
        return past if len(past) < SCROLLBACK else past[past.find(b"\n") + 1 :]

    def attach(self, output_queue: OutputQueue) -> None:
        """Have ``output_queue`` hear what comes from now on."""
        self._queues.append(output_queue)

    def detach(self, output_queue: OutputQueue) -> None:
        """Have it hear no more."""
        if output_queue in self._queues:
            self._queues.remove(output_queue)

    def listen(self, listener: Callable[[Incident], None]) -> None:
        """Call ``listener`` for each incident, at its place in the output."""
        self._listeners.append(listener)

    @contextmanager
    def captured(self, sink: Callable[[bytes], None]) -> Iterator[None]:
        """Have what the source prints go to ``sink`` instead of the terminals.

        What comes before it runs is not its own: the late prompt of a board that was still starting.
        """
        before, self._capture = self._capture, sink
        self._source_runs = False
        try:
            yield
        finally:
            self._capture = before

    def source_runs(self) -> None:
        """What comes from now on is what the source prints."""
        self._source_runs = True

    def output(self, data: bytes) -> None:
        """The board said something: for the terminals, or for who captures it."""
        if self._capture is not None and self._source_runs:
            self._capture(data)
        else:
            self.hear(data)

    def hear(self, data: bytes) -> None:
        """Have the terminals hear this."""
        if not data:
            return
        self.count += len(data)
        self._past += data[-SCROLLBACK:]
        if len(self._past) > 2 * SCROLLBACK:
            del self._past[:-SCROLLBACK]
        for output_queue in self._queues:
            output_queue.put(data)

    def begin_line(self) -> None:
        """What follows is not to stand behind a prompt or an unfinished line."""
        if not self.at_line_start:
            self.hear(b"\r\n")

    def report(self, incident: Incident) -> None:
        """Something happened that is worth a line."""
        for listener in self._listeners:
            listener(incident)
