"""Others that communicate over a board's link, such as mounts: the interface between them and a session."""

from __future__ import annotations

from typing import Protocol

from jumperwire.board.byte_filter import ByteFilter
from jumperwire.board.lease import Lease
from jumperwire.board.link import Link


class LinkFilter(ByteFilter, Protocol):
    """Receives everything that the board says first, and answers its requests: see filesystem/mount."""

    def attached(self, link: Link | None) -> None:
        """Called when there is a new link, or None when there is no link any more."""

    def rebooted(self) -> None:
        """Called when the board has restarted, and remembers nothing."""

    async def entered(self, board: Lease) -> None:
        """Restore what the board has forgotten. Called at its prompt, before and after an operation."""
