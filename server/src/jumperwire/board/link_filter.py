"""Who else talks on a board's link: what a session asks of it, and what it may ask of the link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jumperwire.board.lease import Lease
    from jumperwire.board.link import Link


class LinkFilter(Protocol):
    """Hears all that the board says first, and answers what is for it: see filesystem/mount."""

    def attached(self, link: Link | None) -> None:
        """There is a new link, or none any more."""

    def receive(self, data: bytes) -> bytes:
        """Take what the board said; returns what of it is for others."""

    async def quiet(self) -> None:
        """Wait, not for long, until the board listens to others."""

    def rebooted(self) -> None:
        """The board began anew, and remembers nothing."""

    async def entered(self, board: Lease) -> None:
        """See to it that all is there: the board is at its prompt, before and after an operation."""
