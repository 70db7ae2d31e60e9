"""What a link needs of who hears the board first."""

from __future__ import annotations

from typing import Protocol


class ByteFilter(Protocol):
    """Hears what the board says before all others; see `LinkFilter`."""

    def receive(self, data: bytes) -> bytes:
        """Take what the board said; returns what of it is for others."""

    async def quiet(self) -> None:
        """Wait, not for long, until the board listens to others."""
