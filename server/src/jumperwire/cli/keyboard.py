"""Reads the keys of a terminal in raw mode, and restores the terminal whatever happens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

_AT_ONCE = 1024
"""Bytes per read. A paste is read in pieces, and each is sent before the next is read."""


class Keyboard(Protocol):
    """A source of keys."""

    async def read(self) -> bytes:
        """Return at least one key; empty when the terminal is gone."""


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Put the terminal at standard input into raw mode until the block ends."""
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
        """Read keys, as `Keyboard.read` says, when the system reports that there are some."""
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        loop.add_reader(self._terminal, ready.set)
        try:
            await ready.wait()
            return os.read(self._terminal, _AT_ONCE)
        except OSError:
            return b""  # the terminal's window was closed
        finally:
            loop.remove_reader(self._terminal)
