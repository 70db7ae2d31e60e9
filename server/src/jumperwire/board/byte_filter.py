"""The interface through which a link passes the board's bytes to a filter."""

from __future__ import annotations

from typing import Protocol


class ByteFilter(Protocol):
    """Receives what the board says before anyone else does; see `LinkFilter`."""

    def receive(self, data: bytes) -> bytes:
        """Take bytes from the board, and return those that are for others."""

    async def quiet(self) -> None:
        """Wait, for a short time, until the board listens to others."""
