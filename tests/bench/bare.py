"""A bare client of a link: no product, nothing clever; its round trip is what the link itself takes."""

from __future__ import annotations

import os
import select
import socket
import termios
import time
import tty
from types import TracebackType

PATIENCE = 20.0


class Bare:
    """Bytes to and from a pty's path or ``socket://host:port``."""

    def __init__(self, address: str) -> None:
        self._socket: socket.socket | None = None
        self._heard = b""
        if address.startswith("socket://"):
            host, _, port = address.removeprefix("socket://").partition(":")
            self._socket = socket.create_connection((host, int(port)))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._fd = self._socket.fileno()
        else:
            self._fd = os.open(address, os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self._fd)
            termios.tcflush(self._fd, termios.TCIFLUSH)

    def __enter__(self) -> Bare:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket:
            self._socket.close()
        else:
            os.close(self._fd)

    def write(self, data: bytes) -> None:
        """Send."""
        while data:
            data = data[os.write(self._fd, data) :]

    def until(self, mark: bytes, patience: float = PATIENCE) -> bytes:
        """What is heard before ``mark``."""
        deadline = time.monotonic() + patience
        while mark not in self._heard:
            if not select.select([self._fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError(f"no {mark!r} in {self._heard[-200:]!r}")
            self._heard += os.read(self._fd, 1 << 16)
        before, _, self._heard = self._heard.partition(mark)
        return before

    def count(self, mark: bytes) -> int:
        """How many bytes come before ``mark``, a single byte; what they are is not kept."""
        size = 0
        while (at := self._heard.find(mark)) < 0:
            size += len(self._heard)
            self._heard = os.read(self._fd, 1 << 16)
        self._heard = self._heard[at + 1 :]
        return size + at

    def prompt(self) -> None:
        """To an empty line behind a friendly prompt, wherever it was; anything behind is thrown away."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.write(b"\x03\x02")
            try:
                self.until(b">>> ", 1.0)
                break
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
        while select.select([self._fd], [], [], 0.15)[0]:
            os.read(self._fd, 1 << 16)
        self._heard = b""

    def echo(self, count: int = 1) -> float:
        """Seconds from typing so many characters at the prompt until the last one's echo is there."""
        text = b"x" * count
        started = time.perf_counter()
        self.write(text)
        self.until(text)
        took = time.perf_counter() - started
        for _ in text:
            self.write(b"\x7f")
            self.until(b"\x1b[K")
        return took

    def soft_reset(self) -> float:
        """Seconds of a soft reset from the friendly prompt to the raw one; the friendly one comes back."""
        started = time.perf_counter()
        self.write(b"\x01\x04")
        for _ in range(2):  # one for entering, one for the new interpreter
            self.until(b"raw REPL; CTRL-B to exit\r\n>")
        took = time.perf_counter() - started
        self.prompt()
        return took
