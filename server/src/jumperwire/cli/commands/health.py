"""The findings of ``doctor``, one per line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jumperwire.cli.failure import Failure
from jumperwire.cli.sentences import sentence
from jumperwire.errors import JumperwireError


class Level(str, Enum):
    """How serious a finding is."""

    OK = "ok"
    WARN = "warn"
    """It works, but not as well as it could."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    level: Level
    subject: str
    detail: str


def fine(subject: str, detail: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(Level.OK, subject, detail)


def worse(subject: str, error: JumperwireError | Failure) -> Finding:
    """Return a finding that is worth knowing."""
    return Finding(Level.WARN, subject, _line(error))


def wrong(subject: str, error: JumperwireError | Failure) -> Finding:
    """Return a finding that must be fixed."""
    return Finding(Level.FAIL, subject, _line(error))


def _line(error: JumperwireError | Failure) -> str:
    return " ".join(sentence(error).split())
