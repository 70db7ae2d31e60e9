"""A terminal with ``jumper`` in it, as a person has one: keys in, and what it shows."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LIMIT = 8.0
"""Seconds for what is waited for."""


@dataclass(slots=True)
class Terminal:
    """``shown`` is all that came so far."""

    process: subprocess.Popen[bytes]
    screen: int
    theirs: int
    shown: bytearray = field(default_factory=bytearray)
    _seen: int = 0

    def type(self, keys: bytes) -> None:
        """As a keyboard does."""
        os.write(self.screen, keys)

    def wait_for(self, text: bytes) -> bytes:
        """What is shown up to this text, from behind what was waited for before."""
        deadline = time.monotonic() + LIMIT
        while (at := self.shown.find(text, self._seen)) < 0:
            left = deadline - time.monotonic()
            assert left > 0, f"{text!r} is not shown: {bytes(self.shown)!r}"
            if select.select([self.screen], [], [], left)[0]:
                self.shown += os.read(self.screen, 65536)
        before = bytes(self.shown[self._seen : at])
        self._seen = at + len(text)
        return before

    def wait_until_raw(self) -> None:
        """The program has the keys as they are typed; sooner, the system would change them."""
        import termios

        deadline = time.monotonic() + LIMIT
        while termios.tcgetattr(self.theirs)[3] & termios.ICANON:
            assert time.monotonic() < deadline, f"it does not take keys: {bytes(self.shown)!r}"
            time.sleep(0.01)

    def settings(self) -> list[object]:
        """How the terminal is set."""
        import termios

        return list(termios.tcgetattr(self.theirs))

    def status(self) -> int:
        """When it has ended; what it still said is read meanwhile."""
        deadline = time.monotonic() + LIMIT
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end: {bytes(self.shown)!r}"
            if select.select([self.screen], [], [], 0.05)[0]:
                self.shown += os.read(self.screen, 65536)
        return self.process.returncode


@contextlib.contextmanager
def terminal(folder: Path, words: list[str]) -> Iterator[Terminal]:
    """``jumper`` with these words."""
    screen, theirs = os.openpty()
    home = {"JUMPERWIRE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "jumperwire.cli.main", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**os.environ, **home},
        start_new_session=True,
    )
    try:
        yield Terminal(process, screen, theirs)
    finally:
        process.kill()
        process.wait()
        os.close(screen)
        os.close(theirs)
