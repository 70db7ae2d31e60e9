"""What the terminals of a board hear, in order: output, and incidents between it; each by its own queue."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jumperwire.board.state import Incident

SCROLLBACK = 16 * 1024
"""Bytes of the past that a new terminal is given."""


LIMIT = 1 << 20
"""Bytes that wait for one reader at most. Beyond it the oldest go, and are counted."""


class OutputQueue:
    """One terminal's own queue, bounded, so that one that does not read harms nobody.

    ``on_ready`` is called when there is something to take.
    """

    def __init__(self, on_ready: Callable[[], None], limit: int = LIMIT) -> None:
        self._on_ready = on_ready
        self._limit = limit
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._skipped = 0

    def put(self, data: bytes) -> None:
        """Hand over what the board said; never waits."""
        was_empty = not self._chunks
        self._chunks.append(data)
        self._size += len(data)
        while self._size > self._limit:
            oldest = self._chunks.popleft()
            self._size -= len(oldest)
            self._skipped += len(oldest)
        if was_empty:
            self._on_ready()

    def take(self) -> tuple[bytes, int]:
        """All that waits, and how many bytes before it were dropped."""
        data, skipped = b"".join(self._chunks), self._skipped
        self._chunks.clear()
        self._size = self._skipped = 0
        return data, skipped


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
