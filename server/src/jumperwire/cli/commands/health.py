"""What ``doctor`` finds, one thing a line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jumperwire.cli.failure import Failure
from jumperwire.cli.sentences import sentence
from jumperwire.errors import JumperwireError


class Level(str, Enum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """It works, but not as well as it could."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    subject: str
    detail: str


def fine(subject: str, detail: str) -> Finding:
    """As it should be."""
    return Finding(Level.OK, subject, detail)


def worse(subject: str, error: JumperwireError | Failure) -> Finding:
    """Something that is worth knowing."""
    return Finding(Level.WARN, subject, _line(error))


def wrong(subject: str, error: JumperwireError | Failure) -> Finding:
    """What has to be cured."""
    return Finding(Level.FAIL, subject, _line(error))


def _line(error: JumperwireError | Failure) -> str:
    return " ".join(sentence(error).split())
