"""The output of a command line: bytes from boards as they are, and our own lines, in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from errno import EINVAL
from typing import BinaryIO

from jumperwire.clean import clean

_LONGEST = 4096
"""The number of bytes of an unfinished line that wait for its end if several boards write."""


class Output:
    """Standard output and standard error of one board's commands.

    With several boards, ``name`` stands before each line, and only complete lines are shown. ``on_broken`` is
    called once, when nothing can be written any more.
    """

    def __init__(self, stream: BinaryIO, errors: BinaryIO, *, quiet: bool = False, name: str = "") -> None:
        self.quiet = quiet
        self.broken = False
        self.fault = ""
        """Why writing failed; empty if the reader has simply gone away."""
        self.on_broken: Callable[[], None] = lambda: None
        self._stream = stream
        self._errors = errors
        self._name = name
        self._prefix = f"{name}: ".encode() if name else b""
        self._held = b""

    @property
    def is_terminal(self) -> bool:
        """Whether standard output is a terminal, and of this board only."""
        return not self._prefix and self._stream.isatty()

    def write(self, data: bytes) -> None:
        """Write bytes from a board or a file."""
        if self._prefix:
            data = self._whole_lines(data)
        if data and not self.broken:
            self._send(data)

    def close(self) -> None:
        """Write an unfinished line, so that the output of the next command or board begins a new one."""
        if self._held:
            self.write(b"\n")

    def value(self, data: object) -> None:
        """Write a result for programs: one line of JSON, which names the board if there are several."""
        import json  # imported here because not every start needs it

        told = {"board": self._name, "value": data} if self._name else data
        if not self.broken:
            self._send(json.dumps(told).encode() + b"\n")

    def line(self, text: str) -> None:
        """Write a result as one line, even if names in it contain line breaks."""
        self.write(clean(text, "\t").encode() + b"\n")

    def text(self, text: str) -> None:
        """Write several lines of our own."""
        for line in text.split("\n"):
            self.line(line)

    def note(self, text: str) -> None:
        """Write a note about what was done. Option --quiet leaves it out."""
        if not self.quiet:
            self.line(text)

    def error(self, text: str) -> None:
        """Write an error to standard error."""
        said = f"jumper: {clean(text)}\n".encode()
        with suppress(OSError):  # there is nowhere to report it
            self._errors.write(self._prefix + said)
            self._errors.flush()

    def ended(self, status: int) -> int:
        """Return the exit status, which changes if not everything could be written; in that case, print the
        reason.
        """
        if self.fault:
            from jumperwire.cli.failure import Failure, Problem
            from jumperwire.cli.sentences import sentence

            self.error(sentence(Failure(Problem.OUTPUT_FAILED, cause=self.fault)))
        return 1 if self.broken else status

    def _send(self, data: bytes) -> None:
        """Write bytes. Nothing is raised, because the caller may be in the middle of reading from a board."""
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError as error:
            self.broken = True
            # On Windows, EINVAL means that a pipe has no reader.
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
    """Return this process's standard output and standard error."""
    return sys.stdout.buffer, sys.stderr.buffer
