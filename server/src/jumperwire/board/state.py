"""What a session is doing, and what it reports to those who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jumperwire.errors import JumperwireError


@dataclass(slots=True)
class Identity:
    """What a board is called, and where it is. Boards are renamed, and ports come back under other names."""

    address: str
    name: str


class State(Enum):
    """Where a session is in its life."""

    ABSENT = "absent"
    CLOSED = "closed"
    OPENING = "opening"
    ATTACHED = "attached"
    """Open, and nothing heard: nothing was sent either."""
    IDLE = "idle"
    RUNNING = "running"
    BUSY = "busy"
    LOST = "lost"


class WhenRunning(Enum):
    """What an operation does about a program that runs."""

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


@dataclass(frozen=True, slots=True)
class Incident:
    """Something happened to a session, in order with its output."""

    happening: Happening
    detail: str = ""
    fault: JumperwireError | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """What quiet code said. ``error`` is its traceback, empty where it ended well."""

    output: bytes
    error: bytes


class RunEnd(Enum):
    """How a program of the user ended."""

    DONE = "done"
    RAISED = "raised"
    INTERRUPTED = "interrupted"
    RESET = "reset"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended; ``traceback`` names the file itself."""

    end: RunEnd
    traceback: str
    seconds: float
