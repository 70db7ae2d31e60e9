"""What is known of a board, as typed facts; each names what makes it untrue, and one event forgets it.

A layer above declares its own: ``FOLDER = Fact[str]("working folder", Until.CODE)``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Generic, TypeVar, cast, overload

T = TypeVar("T")


class Until(IntEnum):
    """What makes a fact untrue. Each event is also all of those before it."""

    FILES = 1
    """A file of the board may have changed."""
    CODE = 2
    """Code of the user may have run."""
    RESTART = 3
    """The interpreter began anew, or the link did."""
    NEVER = 4
    """Nothing, as long as the session lives."""


class Fact(Generic[T]):
    """A key, and the type of what is known under it."""

    def __init__(self, name: str, until: Until) -> None:
        self.name = name
        self.until = until

    def __repr__(self) -> str:
        return f"<fact {self.name}>"


class Facts:
    """All that is known of one board."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[Until, object]] = {}

    @overload
    def get(self, fact: Fact[T]) -> T | None: ...

    @overload
    def get(self, fact: Fact[T], default: T) -> T: ...

    def get(self, fact: Fact[T], default: T | None = None) -> T | None:
        """What is known; ``default`` where nothing is."""
        if fact not in self._known:
            return default
        return cast("T", self._known[fact][1])  # `put` has taken nothing else

    def put(self, fact: Fact[T], value: T) -> T:
        """Know it until what it names happens; returns ``value``."""
        self._known[fact] = (fact.until, value)
        return value

    def happened(self, event: Until) -> None:
        """Forget what is untrue since."""
        self._known = {fact: known for fact, known in self._known.items() if known[0] > event}
