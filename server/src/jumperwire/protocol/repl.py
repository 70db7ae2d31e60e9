"""One board's REPL as a state machine: feed it all that the board says, send all that it wants sent."""

from __future__ import annotations

from enum import Enum
from typing import Any

from jumperwire.protocol import talks
from jumperwire.protocol.line import Line
from jumperwire.protocol.wire import (
    EndOfStream,
    Event,
    LocalProtocolError,
    Output,
    ProtocolError,
    Rebooted,
    StrayRawRepl,
    Talk,
    Wait,
    Wire,
)

_MARKS = 64
"""As many bytes of the last chunk are kept, to find a mark that is cut in two."""


class Mode(Enum):
    """Which REPL the board is believed to be in."""

    FRIENDLY = "friendly"
    RAW = "raw"


class Repl:
    """Give it bytes with `receive_data`; then collect events and bytes to send.

    Without a conversation all bytes are output, and are followed to know the prompt. With one, the
    conversation reads them; its result is in `result` once `talking` is false.
    """

    def __init__(self) -> None:
        self.mode = Mode.FRIENDLY
        self.line = Line()
        self.result: Any = None
        self.error: ProtocolError | None = None
        self.pause: float | None = None
        """Seconds that the conversation wants to be left alone for; then call `resume`."""
        self.wait: float | None = None
        """Seconds after which the conversation goes on without bytes: then call `resume`."""
        self._wire = Wire()
        self._talk: Talk[Any] | None = None
        self._tail = b""

    @property
    def talking(self) -> bool:
        """Whether a conversation is under way."""
        return self._talk is not None

    @property
    def wire(self) -> Wire:
        """What conversations are made over."""
        return self._wire

    def start(self, talk: Talk[Any]) -> None:
        """Begin a conversation; bytes that came before it are output."""
        if self._talk is not None:
            raise LocalProtocolError("a conversation is under way")
        self._listen()
        self.result, self.error, self._talk = None, None, talk
        self._step()

    def resume(self) -> None:
        """The pause is over."""
        self.pause = self.wait = None
        self._step()

    def abandon(self) -> None:
        """Drop the conversation; what it had not consumed is output."""
        if self._talk is not None:
            self._talk.close()
            self._talk = None
        self.pause = self.wait = None
        self._listen()

    def receive_data(self, data: bytes) -> None:
        """Take bytes from the board."""
        self._wire.feed(data)
        if self._talk is None:
            self._listen()
        elif self.pause is None:
            self._step()

    def receive_eof(self) -> None:
        """The board is gone; a conversation ends with EndOfStream."""
        self._wire.feed_eof()
        self.resume()
        while self.pause is not None:  # nobody is left to be spared
            self.resume()

    def events(self) -> list[Event]:
        """What happened since the last call."""
        events = self._wire.collect_events()
        if self._talk is not None or self.mode is Mode.FRIENDLY:
            for event in events:
                if isinstance(event, Output):
                    self.line.feed(event.data)
        return events

    def data_to_send(self) -> bytes:
        """What is to be written to the board now, in one write; may be nothing."""
        return self._wire.collect_writes()

    def _step(self) -> None:
        if self._talk is None:
            return
        self.wait = None
        try:
            wish = next(self._talk)
            if isinstance(wish, Wait):
                self.wait = wish.seconds
            else:
                self.pause = wish
        except StopIteration as stop:
            self.result, self._talk = stop.value, None
        except ProtocolError as error:
            self.error, self._talk = error, None
        if self._talk is None and not isinstance(self.error, EndOfStream):
            self._listen()

    def _listen(self) -> None:
        """Nobody waits for these bytes: they are the user's."""
        data = self._wire.take()
        if not data:
            return
        seen = self._tail + data
        self._tail = seen[-_MARKS:]
        new = len(seen) - len(data)
        if _ends_behind(seen, talks.SOFT_REBOOT, new) or _ends_behind(seen, talks.HELP, new):
            self._wire.emit(Rebooted())
        self._wire.show(data)
        if self.mode is Mode.FRIENDLY and talks.RAW_PROMPT.search(seen):
            self._wire.emit(StrayRawRepl())


def _ends_behind(data: bytes, mark: bytes, new: int) -> bool:
    """Whether ``mark`` occurs and ends in the part of ``data`` that is new."""
    at = data.rfind(mark)
    return at >= 0 and at + len(mark) > new
