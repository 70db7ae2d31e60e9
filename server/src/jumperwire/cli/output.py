"""What a command line says: bytes of boards as they are, and lines of ours, in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from errno import EINVAL
from typing import BinaryIO

from jumperwire.clean import clean

_LONGEST = 4096
"""Bytes of an unfinished line that wait for its end, where several boards speak."""


class Output:
    """Standard output and standard error of one board's commands.

    ``name``: where several boards speak at once, what stands before each line; lines are shown whole.
    ``on_broken`` is called once, when nothing can be written any more.
    """

    def __init__(self, stream: BinaryIO, errors: BinaryIO, *, quiet: bool = False, name: str = "") -> None:
        self.quiet = quiet
        self.broken = False
        self.fault = ""
        """Why it is broken, unless nobody wants to read any more."""
        self.on_broken: Callable[[], None] = lambda: None
        self._stream = stream
        self._errors = errors
        self._name = name
        self._prefix = f"{name}: ".encode() if name else b""
        self._held = b""

    @property
    def is_terminal(self) -> bool:
        """Whether a person looks at it, and at nothing else."""
        return not self._prefix and self._stream.isatty()

    def write(self, data: bytes) -> None:
        """What a board said, or a file holds."""
        if self._prefix:
            data = self._whole_lines(data)
        if data and not self.broken:
            self._send(data)

    def close(self) -> None:
        """Show what has no line end. The next command's output, or another board's, begins a line."""
        if self._held:
            self.write(b"\n")

    def value(self, data: object) -> None:
        """A result for programs: a line of JSON, which says whose it is where several boards speak."""
        import json  # not in every start

        told = {"board": self._name, "value": data} if self._name else data
        if not self.broken:
            self._send(json.dumps(told).encode() + b"\n")

    def line(self, text: str) -> None:
        """A result: one line, whatever names are in it."""
        self.write(clean(text, "\t").encode() + b"\n")

    def text(self, text: str) -> None:
        """Several lines of ours."""
        for line in text.split("\n"):
            self.line(line)

    def note(self, text: str) -> None:
        """What is done: left out by --quiet."""
        if not self.quiet:
            self.line(text)

    def error(self, text: str) -> None:
        """Something went wrong."""
        said = f"jumper: {clean(text)}\n".encode()
        with suppress(OSError):  # there is nowhere to say that there is nowhere to say it
            self._errors.write(self._prefix + said)
            self._errors.flush()

    def ended(self, status: int) -> int:
        """The exit status: another one where not all could be written, which is said."""
        if self.fault:
            from jumperwire.cli.failure import Failure, Problem
            from jumperwire.cli.sentences import sentence

            self.error(sentence(Failure(Problem.OUTPUT_FAILED, cause=self.fault)))
        return 1 if self.broken else status

    def _send(self, data: bytes) -> None:
        """Nothing is raised: who writes may be in the middle of what a board says."""
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError as error:
            self.broken = True
            # Windows' word for a pipe without a reader is EINVAL.
            unread = isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == EINVAL)
            self.fault = "" if unread else error.strerror or str(error)
            self.on_broken()

    def _whole_lines(self, data: bytes) -> bytes:
        data = self._held + data
        if len(data) > _LONGEST and b"\n" not in data:
            data += b"\n"
        end = data.rfind(b"\n") + 1
        self._held = data[end:]
        return b"".join(self._prefix + line for line in data[:end].splitlines(keepends=True))


def standard() -> tuple[BinaryIO, BinaryIO]:
    """This process's own."""
    return sys.stdout.buffer, sys.stderr.buffer
