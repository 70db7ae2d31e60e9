"""``jumper`` in this process: what it says, and its status."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from jumperwire.cli import main, output


@dataclass(frozen=True, slots=True)
class Said:
    """What a line came to."""

    status: int
    out: str
    error: str


def jumper(*words: str) -> Said:
    """Do it."""
    stdout, stderr = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(output, "standard", lambda: (stdout, stderr))
        status = main.jumper(list(words))
    return Said(status, stdout.getvalue().decode(), stderr.getvalue().decode())
