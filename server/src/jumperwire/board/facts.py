"""What is known about a board, as typed facts. Each names what invalidates it, and one event forgets it.

A layer above declares its own facts: ``FOLDER = Fact[str]("working folder", Until.CODE)``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Generic, TypeVar, cast, overload

T = TypeVar("T")


class Until(IntEnum):
    """What invalidates a fact. Each event includes all events before it."""

    FILES = 1
    """A file of the board may have changed."""
    CODE = 2
    """The user's code may have run."""
    RESTART = 3
    """The interpreter has restarted, or the link was opened anew."""
    NEVER = 4
    """Nothing, as long as the session lives."""


class Fact(Generic[T]):
    """A key, with the type of its value."""

    def __init__(self, name: str, until: Until) -> None:
        self.name = name
        self.until = until

    def __repr__(self) -> str:
        return f"<fact {self.name}>"


class Facts:
    """Everything that is known about one board."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[Until, object]] = {}

    @overload
    def get(self, fact: Fact[T]) -> T | None: ...

    @overload
    def get(self, fact: Fact[T], default: T) -> T: ...

    def get(self, fact: Fact[T], default: T | None = None) -> T | None:
        """Return what is known; ``default`` if nothing is."""
        if fact not in self._known:
            return default
        return cast("T", self._known[fact][1])  # `put` has accepted only this type

    def put(self, fact: Fact[T], value: T) -> T:
        """Remember a fact until it is invalidated; returns ``value``."""
        self._known[fact] = (fact.until, value)
        return value

    def happened(self, event: Until) -> None:
        """Forget the facts that ``event`` invalidates."""
        self._known = {fact: known for fact, known in self._known.items() if known[0] > event}
