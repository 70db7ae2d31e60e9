"""The keys of a terminal, one by one and as they are; the terminal is itself again whatever happens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

_AT_ONCE = 1024
"""Bytes: a paste comes in pieces, each of which is sent before the next is read."""


class Keyboard(Protocol):
    """Where keys come from."""

    async def read(self) -> bytes:
        """At least one key; empty when the terminal is gone."""


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """The terminal at standard input, in raw mode until the end of the block."""
    if sys.platform == "win32":
        from jumperwire.cli.keyboard_windows import WindowsKeyboard

        yield WindowsKeyboard()
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal)
        yield _PosixKeyboard(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


class _PosixKeyboard:
    def __init__(self, terminal: int) -> None:
        self._terminal = terminal

    async def read(self) -> bytes:
        """See Keyboard. The system tells when there is something."""
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        loop.add_reader(self._terminal, ready.set)
        try:
            await ready.wait()
            return os.read(self._terminal, _AT_ONCE)
        except OSError:
            return b""  # its window was closed
        finally:
            loop.remove_reader(self._terminal)
