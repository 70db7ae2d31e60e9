"""A board driven with a plain pipe or socket: no product code, so that a board can be tested by itself."""

from __future__ import annotations

import os
import select
import shlex
import socket
import subprocess
import time
from types import TracebackType
from typing import TypeVar

RAW_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"
PATIENCE = 15.0
"""Seconds for any one answer: much more than it takes, since machines that run tests are busy."""

P = TypeVar("P", bound="Plain")


class Plain:
    """Bytes to and from an address, ``exec:`` or ``socket:``."""

    def __init__(self, address: str, longest_write: int | None = None) -> None:
        scheme, _, rest = address.partition(":")
        self.process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._longest_write = longest_write
        self._heard = b""
        if scheme == "exec":
            self.process = subprocess.Popen(shlex.split(rest), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self._source, self._sink = self.process.stdout.fileno(), self.process.stdin.fileno()
        else:
            host, _, port = rest.removeprefix("//").partition(":")
            self._socket = socket.create_connection((host, int(port)), PATIENCE)
            self._source = self._sink = self._socket.fileno()
            os.set_blocking(self._source, True)

    def __enter__(self: P) -> P:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, data: bytes) -> None:
        """Send, in pieces that the board can take, a little apart."""
        size = self._longest_write or max(1, len(data))
        for at in range(0, len(data), size):
            if at:
                self.rest(0.02)
            view = memoryview(data)[at : at + size]
            while view:
                view = view[os.write(self._sink, view) :]

    def until(self, mark: bytes, patience: float = PATIENCE) -> bytes:
        """What is heard before ``mark``."""
        deadline = time.monotonic() + patience
        while mark not in self._heard:
            if not self._hear(deadline - time.monotonic()):
                raise AssertionError(f"no {mark!r} in {self._heard[-500:]!r}")
        before, _, self._heard = self._heard.partition(mark)
        return before

    def exactly(self, count: int) -> bytes:
        """The next bytes."""
        deadline = time.monotonic() + PATIENCE
        while len(self._heard) < count:
            if not self._hear(deadline - time.monotonic()):
                raise AssertionError(f"{count} bytes wanted, {self._heard!r} heard")
        taken, self._heard = self._heard[:count], self._heard[count:]
        return taken

    def some(self, count: int) -> bytes:
        """The next bytes, at least one and at most ``count``."""
        if not self._heard and not self._hear(PATIENCE):
            raise AssertionError("nothing is heard")
        taken, self._heard = self._heard[:count], self._heard[count:]
        return taken

    def quiet(self, seconds: float = 0.2) -> bytes:
        """Whatever is heard until nothing was for so long."""
        while self._hear(seconds):
            pass
        taken, self._heard = self._heard, b""
        return taken

    def waiting(self, seconds: float = 0) -> bool:
        """Whether something can be read, at once or within so long."""
        return bool(self._heard) or self._hear(seconds)

    def rest(self, seconds: float) -> None:
        """Leave the board alone."""
        time.sleep(seconds)

    def close(self) -> None:
        """Hang up; a program is given the end of its stdin, and must then end."""
        if self._socket:
            self._socket.close()
        if self.process:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait(PATIENCE)

    def _hear(self, seconds: float) -> bool:
        if not select.select([self._source], [], [], max(0.0, seconds))[0]:
            return False
        data = os.read(self._source, 1 << 16)
        self._heard += data
        return bool(data)


class Repl(Plain):
    """The REPL's conversations, one step at a time and without any cleverness."""

    def raw(self) -> None:
        """Into the raw REPL."""
        self.write(b"\r\x01")
        self.until(RAW_PROMPT)

    def start(self, source: str) -> None:
        """Have source run by the raw REPL."""
        self.write(source.encode() + b"\x04")
        assert self.until(b"OK") == b""

    def finish(self) -> tuple[str, str]:
        """Output and traceback of what runs, with LF line ends."""
        output, error = self.until(b"\x04"), self.until(b"\x04")
        self.until(b">")
        return (output.replace(b"\r\n", b"\n").decode(), error.replace(b"\r\n", b"\n").decode())

    def run(self, source: str) -> str:
        """The output of source that raises nothing."""
        self.start(source)
        output, error = self.finish()
        assert error == ""
        return output

    def paste(self, source: bytes) -> None:
        """Send source by raw-paste, never more than the board allows."""
        self.write(b"\x05A\x01")
        assert self.exactly(2) == b"R\x01"
        window = int.from_bytes(self.exactly(2), "little")
        credit = window
        while source:
            while credit == 0 or self.waiting():
                answer = self.exactly(1)
                if answer == b"\x04":  # it gives up, e.g. at a syntax error, and says why in the result
                    self.write(b"\x04")
                    return
                assert answer == b"\x01"
                credit += window
            piece, source = source[:credit], source[credit:]
            credit -= len(piece)
            self.write(piece)
        self.write(b"\x04")
        assert self.until(b"\x04").strip(b"\x01") == b""
