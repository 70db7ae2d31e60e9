"""The result of a conversation on a link, for whoever awaits it."""

from __future__ import annotations

import asyncio
from typing import Generic, Protocol, TypeVar

from jumperwire.errors import LinkLost, ProtocolBroken
from jumperwire.protocol.channel import EndOfStream, ProtocolError, RemoteProtocolError
from jumperwire.protocol.repl import Pending

T = TypeVar("T")


class NoAnswer(Exception):
    """The board did not answer a conversation in time; the conversation was dropped."""

    def __init__(self, link: str, ran: bool) -> None:
        super().__init__(link)
        self.ran = ran
        """Whether the board had accepted source of the conversation."""


class Answer(Generic[T]):
    """The result of a conversation, which can be awaited."""

    def __init__(
        self, pending: Pending[T], future: asyncio.Future[T], ended: asyncio.Future[None] | None = None
    ) -> None:
        """Create one. ``ended`` becomes done with it, unless it is done before."""
        self._pending = pending
        self._future = future
        self._ended = ended

    def finish(self, board: str, lost: LinkLost | None) -> None:
        """End the conversation. ``lost`` is the reason if the link to ``board`` has ended."""
        if self._future.done():
            return
        try:
            self._future.set_result(self._pending.result())
        except ProtocolError as error:
            self._fail(_translated(error, board, lost))
            return
        self._end()

    def give_up(self, link: str) -> None:
        """Note that the conversation was dropped because no answer came."""
        if not self._future.done():
            self._fail(NoAnswer(link, self._pending.ran))

    def _fail(self, error: Exception) -> None:
        """Who was cancelled does not ask for the error, and asyncio complains of those that nobody saw."""
        self._future.set_exception(error)
        self._future.exception()
        self._end()

    def _end(self) -> None:
        if self._ended and not self._ended.done():
            self._ended.set_result(None)


class Awaited(Protocol):
    """An `Answer` of any type."""

    def finish(self, board: str, lost: LinkLost | None) -> None:
        """See `Answer.finish`."""

    def give_up(self, link: str) -> None:
        """See `Answer.give_up`."""


def _translated(error: ProtocolError, board: str, lost: LinkLost | None) -> Exception:
    """Translate an exception of the protocol into one of ours."""
    if isinstance(error, EndOfStream):
        return lost or LinkLost(board=board, cause="the other end closed it")
    if isinstance(error, RemoteProtocolError):
        broken = ProtocolBroken(board=board, expected=error.expected, heard=repr(error.heard[:80]))
        broken.__cause__ = error
        return broken
    return error
