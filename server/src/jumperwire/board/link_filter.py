"""Who else talks on a board's link: what a session asks of it, and what it may ask of the link."""

from __future__ import annotations

from typing import Protocol

from jumperwire.board.byte_filter import ByteFilter
from jumperwire.board.lease import Lease
from jumperwire.board.link import Link


class LinkFilter(ByteFilter, Protocol):
    """Hears all that the board says first, and answers what is for it: see filesystem/mount."""

    def attached(self, link: Link | None) -> None:
        """There is a new link, or none any more."""

    def rebooted(self) -> None:
        """The board began anew, and remembers nothing."""

    async def entered(self, board: Lease) -> None:
        """See to it that all is there: the board is at its prompt, before and after an operation."""
