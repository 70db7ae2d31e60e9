"""Couples the protocol core with the fake board, in time and pieces that the test chooses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import TypeVar

from hypothesis import strategies as st

from jumperwire.protocol.channel import Conversation, Event, Output
from jumperwire.protocol.repl import Repl
from protocol.fake_board import FakeBoard

T = TypeVar("T")
Turn = tuple[int, int]
"""The board takes so many steps, then so many bytes of what it said arrive."""

BYTEWISE: tuple[Turn, ...] = ((1, 1),)
AT_ONCE: tuple[Turn, ...] = ((10_000, 100_000),)
LAZY_BOARD: tuple[Turn, ...] = ((1, 0), (0, 1))

turns = st.lists(
    st.tuples(st.integers(0, 300) | st.integers(0, 3), st.integers(0, 300) | st.integers(0, 3)), max_size=80
)
"""Any chunking in both directions; when the list is used up, bytes come one by one."""


class Deadlock(AssertionError):
    """Both sides wait for each other."""


@dataclass
class Table:
    """One board and one core that talk."""

    board: FakeBoard
    repl: Repl = field(default_factory=Repl)
    events: list[Event] = field(default_factory=list)
    schedule: Iterator[Turn] = field(default_factory=lambda: repeat((1, 1)))
    pauses: int = 0

    def follow(self, schedule: Iterable[Turn]) -> None:
        """Take turns like this from now on, and bytewise afterwards."""
        self.schedule = _then_bytewise(schedule)

    def hear_all(self) -> None:
        """Let everything arrive that the board has to say by itself."""
        while not self.board.idle:
            self._turn()
        self._collect()

    def converse(self, conversation: Conversation[T]) -> T:
        """Hold a conversation to its end."""
        pending = self.repl.start(conversation)
        self._collect()
        while self.repl.conversing:
            if self.repl.pause is not None:
                self.pauses += 1
                self.board.work(10_000)
                self.repl.resume()
            elif self.board.idle:
                raise Deadlock(f"after {self.output!r}")
            else:
                self._turn()
            self._collect()
        return pending.result()

    @property
    def output(self) -> bytes:
        """All that the user saw."""
        return b"".join(event.data for event in self.events if isinstance(event, Output))

    def forget(self) -> None:
        """Forget the events so far."""
        self.events.clear()

    def _turn(self) -> None:
        steps, count = next(self.schedule)
        self.board.work(steps)
        if data := self.board.take(count):
            self.repl.receive_data(data)

    def _collect(self) -> None:
        self.events += self.repl.events()
        if data := self.repl.data_to_send():
            self.board.receive(data)


def _then_bytewise(schedule: Iterable[Turn]) -> Iterator[Turn]:
    yield from schedule
    yield from repeat((1, 1))
