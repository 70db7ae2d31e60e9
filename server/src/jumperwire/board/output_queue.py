"""Where a terminal hears a board: a bounded queue of its own, so that one that does not read harms nobody."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

LIMIT = 1 << 20
"""Bytes that wait for one reader at most. Beyond it the oldest go, and are counted."""


class OutputQueue:
    """One reader of a board's output. ``on_ready`` is called when there is something to take."""

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
