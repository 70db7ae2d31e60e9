"""What a command line says: bytes of boards as they are, and lines of ours, in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import BinaryIO


class Output:
    """Standard output and standard error of one board's commands.

    ``name``: where several boards speak at once, what stands before each line. ``on_broken`` is called
    once, when nobody reads any more.
    """

    def __init__(self, stream: BinaryIO, errors: BinaryIO, *, quiet: bool = False, name: str = "") -> None:
        self.quiet = quiet
        self.broken = False
        self.on_broken: Callable[[], None] = lambda: None
        self._stream = stream
        self._errors = errors
        self._name = name
        self._prefix = f"{name}: ".encode() if name else b""
        self._at_start = True

    @property
    def is_terminal(self) -> bool:
        """Whether a person looks at it, and at nothing else."""
        return not self._prefix and self._stream.isatty()

    def write(self, data: bytes) -> None:
        """What a board said, or a file holds."""
        if not data or self.broken:
            return
        self._send(self._marked(data))

    def value(self, data: object) -> None:
        """A result for programs: a line of JSON, which says whose it is where several boards speak."""
        import json  # not in every start

        told = {"board": self._name, "value": data} if self._name else data
        if not self.broken:
            self._send(json.dumps(told).encode() + b"\n")

    def line(self, text: str) -> None:
        """A result. Surrogates stand for bytes that are no UTF-8, as in ``os.fsdecode``."""
        self.write(text.encode("utf-8", "surrogateescape") + b"\n")

    def note(self, text: str) -> None:
        """What is done: left out by --quiet."""
        if not self.quiet:
            self.line(text)

    def error(self, text: str) -> None:
        """Something went wrong."""
        said = f"jumper: {text}\n".encode("utf-8", "backslashreplace")
        self._errors.write(self._prefix + said)
        self._errors.flush()

    def _send(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except BrokenPipeError:
            self.broken = True
            self.on_broken()

    def _marked(self, data: bytes) -> bytes:
        if not self._prefix:
            return data
        lines = data.splitlines(keepends=True)
        first = self._prefix if self._at_start else b""
        self._at_start = lines[-1].endswith(b"\n")
        return first + self._prefix.join(lines)


def standard() -> tuple[BinaryIO, BinaryIO]:
    """This process's own."""
    return sys.stdout.buffer, sys.stderr.buffer


def forget_standard() -> None:
    """Nobody reads standard output any more: what Python still holds for it is not to fail at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
