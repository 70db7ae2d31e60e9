"""One board's REPL as a state machine: feed it everything that the board says, and send what it wants to
send.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from jumperwire.protocol import repl_bytes
from jumperwire.protocol.channel import (
    Channel,
    Conversation,
    EndOfStream,
    Event,
    Interrupted,
    Interrupting,
    LocalProtocolError,
    Note,
    Output,
    Prompted,
    ProtocolError,
    Rebooted,
    Settled,
    Started,
    StrayRawRepl,
    Wait,
)
from jumperwire.protocol.prompt_line import Prompt, PromptLine
from jumperwire.protocol.repl_state import TRANSITIONS, Cue, ReplState

T_co = TypeVar("T_co", covariant=True)

_MARKS = 64
"""Bytes of the last chunk that are kept, to find a mark that is split in two."""


class Pending(Generic[T_co]):
    """A conversation that was begun, and its result; made by `Repl.start`."""

    def __init__(self, conversation: Conversation[T_co]) -> None:
        self.error: ProtocolError | None = None
        self.done = False
        self.ran = False
        """Whether the board accepted source of the conversation and ran it."""
        self._conversation = conversation
        self._results: list[T_co] = []

    def result(self) -> T_co:
        """Return the result of the conversation. Raises its error, or LocalProtocolError before its end."""
        if self.error is not None:
            raise self.error
        if not self._results:
            raise LocalProtocolError("the conversation has not ended well")
        return self._results[0]

    def advance(self) -> float | Wait | None:
        """Let it continue, and return what it waits for. For `Repl` only."""
        try:
            return next(self._conversation)
        except StopIteration as stop:
            self._results.append(stop.value)
        except ProtocolError as error:
            self.error = error
        self.done = True
        return None

    def drop(self) -> None:
        """End it without a result. For `Repl` only."""
        self._conversation.close()
        self.done = True


class Repl:
    """Takes bytes through `receive_data`; afterwards, collect events and bytes to send.

    Without a conversation, all bytes are output, in which the prompt is tracked. With one, the
    conversation reads them. Only this class changes the state, following the table of `repl_state`.
    """

    def __init__(self, state: ReplState = ReplState.FRIENDLY) -> None:
        self.prompt_line = PromptLine()
        """The line of the terminal. Read-only for others."""
        self.pause: float | None = None
        """Seconds that the conversation wants to pause; call `resume` afterwards."""
        self.wait: float | None = None
        """Seconds after which the conversation continues without bytes; call `resume` then."""
        self.interrupts = 0
        """Ctrl-C that were sent and have not been seen to take effect. Read-only for others."""
        self._state = state
        self._channel = Channel(self._turn)
        self._pending: Pending[object] | None = None
        self._events: list[Event] = []
        self._tail = b""

    # --- queries -----------------------------------------------------------------------

    @property
    def state(self) -> ReplState:
        """What state the board is believed to be in."""
        return self._state

    @property
    def at_prompt(self) -> bool:
        """Whether the board is at its friendly prompt, possibly with a half-typed line."""
        return self._state is ReplState.FRIENDLY and self.prompt_line.prompt is not None

    @property
    def conversing(self) -> bool:
        """Whether a conversation is under way."""
        return self._pending is not None

    @property
    def channel(self) -> Channel:
        """The channel for conversations."""
        return self._channel

    # --- commands ----------------------------------------------------------------------

    def start(self, conversation: Conversation[T_co]) -> Pending[T_co]:
        """Begin a conversation. Bytes that came before it are output."""
        if self._pending is not None:
            raise LocalProtocolError("a conversation is under way")
        self._listen()
        pending = Pending(conversation)
        self._pending = pending
        self._step()
        return pending

    def resume(self) -> None:
        """Continue after a pause."""
        self.pause = self.wait = None
        self._step()

    def abandon(self) -> None:
        """Drop the conversation. What it has not consumed is output."""
        if self._pending is not None:
            self._pending.drop()
            self._pending = None
            self._turn(Cue.DROP)
        self.pause = self.wait = None
        self._listen()

    def restarted(self) -> None:
        """Note that the board is being reset, and will not answer anything that was asked before."""
        self.abandon()
        self._turn(Cue.RESTART)

    def sent(self, data: bytes) -> None:
        """Note that keys were sent outside of conversations. The line that they end is a prompt no longer."""
        self.interrupts += data.count(repl_bytes.INTERRUPT)
        if self._pending is not None:
            return  # input for a program
        line = self.prompt_line
        if Cue.USER_LEAVES in TRANSITIONS[self._state]:
            if repl_bytes.RAW in data and line.prompt is Prompt.PRIMARY and not line.typed:
                self._turn(Cue.USER_ENTERS)
            if repl_bytes.FRIENDLY in data:
                self._turn(Cue.USER_LEAVES)
        ends = b"\r\n\x04" if line.prompt is Prompt.PRIMARY else b"\r\n\x03\x04"
        if any(byte in data for byte in ends):
            line.expect_answer()

    def receive_data(self, data: bytes) -> None:
        """Take bytes from the board."""
        self._channel.feed(data)
        if self._pending is None:
            self._listen()
        elif self.pause is None:
            self._step()

    def receive_eof(self) -> None:
        """Note that the board is gone. A conversation ends with EndOfStream."""
        self._channel.feed_eof()
        self.resume()
        while self.pause is not None:  # there is nobody left to spare
            self.resume()

    def events(self) -> list[Event]:
        """Return the events since the last call."""
        self._note()
        events, self._events = self._events, []
        return events

    def data_to_send(self) -> bytes:
        """Return the bytes to send to the board now, in one write; there may be none."""
        return self._channel.collect_writes()

    # --- internal ----------------------------------------------------------------------

    def _turn(self, cue: Cue) -> None:
        known = TRANSITIONS[self._state]
        if cue not in known:
            raise LocalProtocolError(f"{cue.name} while the state is {self._state.name}")
        self._state = known[cue]
        if cue is Cue.RESTART:
            self.interrupts = 0
            self.prompt_line.clear()

    def _step(self) -> None:
        if self._pending is None:
            return
        self.wait = None
        wish = self._pending.advance()
        if isinstance(wish, Wait):
            self.wait = wish.seconds
        else:
            self.pause = wish
        self._note()
        if not self._pending.done:
            return
        error, self._pending = self._pending.error, None
        if error is not None:
            self._turn(Cue.DROP)
        if not isinstance(error, EndOfStream):
            self._listen()

    def _note(self) -> None:
        """Follow the channel's notes, and keep the events that matter to others."""
        for event in self._channel.collect_events():
            if isinstance(event, Output):
                self.prompt_line.feed(event.data)
            elif isinstance(event, Started) and self._pending is not None:
                self._pending.ran = True
            elif isinstance(event, (Prompted, Interrupting, Interrupted, Settled)):
                self._take_note(event)
                continue
            self._events.append(event)

    def _take_note(self, note: Note) -> None:
        if isinstance(note, Prompted):
            if note.is_prompt:
                self.prompt_line.learn(note.line)
            self.prompt_line.show(note.line)
        elif isinstance(note, Interrupting):
            self.interrupts += note.count
        else:
            self.interrupts = 0 if isinstance(note, Settled) else max(0, self.interrupts - 1)

    def _listen(self) -> None:
        """Treat bytes that no conversation waits for as the user's."""
        data = self._channel.take()
        if not data:
            return
        seen = self._tail + data
        self._tail = seen[-_MARKS:]
        new = len(seen) - len(data)
        restarted = _ends_behind(seen, repl_bytes.HELP, new)
        if restarted or _ends_behind(seen, repl_bytes.SOFT_REBOOT, new):
            if restarted or self._state is ReplState.USERS_RAW:
                self._turn(Cue.RESTART)
            self._channel.emit(Rebooted())
        self._channel.show(data)
        if self._state is ReplState.FRIENDLY and repl_bytes.RAW_PROMPT.search(seen):
            self._channel.emit(StrayRawRepl())
        self._note()


def _ends_behind(data: bytes, mark: bytes, new: int) -> bool:
    """Return whether ``mark`` occurs and ends in the part of ``data`` that is new."""
    at = data.rfind(mark)
    return at >= 0 and at + len(mark) > new
