"""The states of a session, and what it reports to those who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from jumperwire.errors import JumperwireError


@dataclass(slots=True)
class Identity:
    """A board's name and address.

    Both may change: boards are renamed, and ports come back under other names.
    """

    address: str
    name: str


class State(Enum):
    """The states of a session."""

    ABSENT = "absent"
    CLOSED = "closed"
    OPENING = "opening"
    ATTACHED = "attached"
    """The link is open; nothing was heard, and nothing was sent."""
    IDLE = "idle"
    RUNNING = "running"
    BUSY = "busy"
    LOST = "lost"


class WhenRunning(Enum):
    """What an operation does if a program is running."""

    FAIL = "fail"
    INTERRUPT = "interrupt"
    WAIT = "wait"


class Happening(Enum):
    """What is worth a line in a terminal."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    LOST = "lost"
    RECONNECTED = "reconnected"
    RUN_STARTED = "runStarted"
    RUN_ENDED = "runEnded"


class Execution(NamedTuple):
    """The output of quiet code. ``error`` is its traceback; empty if it ended normally."""

    output: bytes
    error: bytes


class RunEnd(Enum):
    """How a program of the user ended."""

    DONE = "done"
    RAISED = "raised"
    INTERRUPTED = "interrupted"
    RESET = "reset"
    LINK = "link"


class RunOutcome(NamedTuple):
    """How a run ended. ``traceback`` names the user's file."""

    end: RunEnd
    traceback: str
    seconds: float


class Incident(NamedTuple):
    """Something that happened to a session, in order with its output."""

    happening: Happening
    detail: str = ""
    fault: JumperwireError | None = None
    outcome: RunOutcome | None = None
    """How a run ended."""
