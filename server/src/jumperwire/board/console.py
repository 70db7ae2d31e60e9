"""What a board's terminals receive, each through its own queue: output, and incidents at their places in
it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jumperwire.board.state import Incident

SCROLLBACK = 16 * 1024
"""Bytes of earlier output that a new terminal is given."""


LIMIT = 1 << 20
"""The most bytes that wait for one reader. Beyond this, the oldest are dropped and counted."""


class OutputQueue:
    """The queue of one terminal. It is bounded, so that a terminal that does not read harms nobody.

    ``on_ready`` is called when there is something to take.
    """

    def __init__(self, on_ready: Callable[[], None], limit: int = LIMIT) -> None:
        self._on_ready = on_ready
        self._limit = limit
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._skipped = 0

    def put(self, data: bytes) -> None:
        """Add what the board said. Never waits."""
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
        """Return everything that waits, and how many bytes before it were dropped."""
        data, skipped = b"".join(self._chunks), self._skipped
        self._chunks.clear()
        self._size = self._skipped = 0
        return data, skipped


class Console:
    """Distributes a board's output to its output queues, and keeps the end of it for those that are added
    later.
    """

    def __init__(self) -> None:
        self.count = 0
        """Bytes received so far."""
        self._past = bytearray()
        self._queues: list[OutputQueue] = []
        self._listeners: list[Callable[[Incident], None]] = []
        self._capture: Callable[[bytes], None] | None = None
        self._source_runs = False

    @property
    def at_line_start(self) -> bool:
        """Whether a terminal's cursor is in the first column."""
        return not self._past or self._past.endswith(b"\n")

    @property
    def scrollback(self) -> bytes:
        """Return the end of the output, from the start of a line."""
        past = bytes(self._past)
        return past if len(past) < SCROLLBACK else past[past.find(b"\n") + 1 :]

    def attach(self, output_queue: OutputQueue) -> None:
        """Pass output to ``output_queue`` from now on."""
        self._queues.append(output_queue)

    def detach(self, output_queue: OutputQueue) -> None:
        """Pass no more output to ``output_queue``."""
        if output_queue in self._queues:
            self._queues.remove(output_queue)

    def listen(self, listener: Callable[[Incident], None]) -> None:
        """Call ``listener`` for each incident, at its place in the output."""
        self._listeners.append(listener)

    @contextmanager
    def captured(self, sink: Callable[[bytes], None]) -> Iterator[None]:
        """Pass what the source prints to ``sink`` instead of the terminals.

        Output before the source runs is not its own, such as the late prompt of a board that was still
        starting.
        """
        before, self._capture = self._capture, sink
        self._source_runs = False
        try:
            yield
        finally:
            self._capture = before

    def source_runs(self) -> None:
        """Note that output from now on comes from the source."""
        self._source_runs = True

    def output(self, data: bytes) -> None:
        """Pass on what the board said: to the terminals, or to whoever captures it."""
        if self._capture is not None and self._source_runs:
            self._capture(data)
        else:
            self.hear(data)

    def hear(self, data: bytes) -> None:
        """Pass ``data`` to the terminals."""
        if not data:
            return
        self.count += len(data)
        self._past += data[-SCROLLBACK:]
        if len(self._past) > 2 * SCROLLBACK:
            del self._past[:-SCROLLBACK]
        for output_queue in self._queues:
            output_queue.put(data)

    def begin_line(self) -> None:
        """Start a new line unless the cursor is in the first column, for instance after a prompt."""
        if not self.at_line_start:
            self.hear(b"\r\n")

    def report(self, incident: Incident) -> None:
        """Report an incident that is worth a line."""
        for listener in self._listeners:
            listener(incident)
