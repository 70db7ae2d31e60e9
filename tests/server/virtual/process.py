"""A virtual board's process with deadlines: frames in, bytes out."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
from pathlib import Path

from jumperwire import virtual

NODE = os.environ.get("JUMPERWIRE_NODE", "node")
PATIENCE = 10.0
"""Seconds for any one answer: much more than it takes, since machines that run tests are busy."""
PROMPT = b">>> "
RAW_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"


class BoardProcess:
    """One process. Everything that is awaited has a deadline; what was heard is in the failure."""

    def __init__(self, options: virtual.VirtualOptions) -> None:
        self.root = Path(options.root)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            virtual.command(NODE, options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "ELECTRON_RUN_AS_NODE": "1"},
        )
        self._heard = bytearray()
        self.total = 0
        """Bytes heard so far."""
        self._news = threading.Condition()
        self._ended = False
        self._reading = threading.Event()
        self._reading.set()
        self._complaints: list[bytes] = []
        jobs = (self._read, self._listen)
        self._threads = [threading.Thread(target=job, daemon=True) for job in jobs]
        for thread in self._threads:
            thread.start()

    def send(self, data: bytes) -> None:
        self.send_raw(virtual.frame(virtual.DATA, data))

    def control(self, **message: object) -> None:
        self.send_raw(virtual.frame(virtual.CONTROL, json.dumps(message).encode()))

    def press_reset(self) -> None:
        self.control(op="lines", dtr=None, rts=True)
        self.control(op="lines", dtr=None, rts=False)

    def send_raw(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def until(self, mark: bytes, patience: float = PATIENCE) -> bytes:
        """Take what is heard up to and with `mark`."""
        with self._news:
            found = self._news.wait_for(lambda: mark in self._heard or self._ended, patience)
            at = self._heard.find(mark)
            assert found, f"no {mark!r} in {patience} s; heard {bytes(self._heard[-600:])!r}"
            assert at >= 0, (
                f"no {mark!r}, but the end; heard {bytes(self._heard[-600:])!r}, {self.complaints()}"
            )
            return self._take(at + len(mark))

    def exactly(self, count: int, patience: float = PATIENCE) -> bytes:
        """Take the next `count` bytes."""
        with self._news:
            assert self._news.wait_for(lambda: len(self._heard) >= count, patience), bytes(self._heard[-600:])
            return self._take(count)

    def pending(self) -> bytes:
        """What was heard and not taken; nothing is awaited."""
        with self._news:
            return bytes(self._heard)

    def pause_reading(self) -> None:
        """Be a host that does not read."""
        self._reading.clear()

    def resume_reading(self) -> None:
        self._reading.set()

    def to_prompt(self) -> None:
        self.until(PROMPT)

    def enter_raw(self) -> None:
        self.send(b"\r\x03\x01")
        self.until(RAW_PROMPT)

    def run(self, source: str | bytes, patience: float = PATIENCE) -> tuple[bytes, bytes]:
        """Run in the raw REPL, which must be at its prompt: what came out, and the error."""
        self.send((source.encode() if isinstance(source, str) else source) + b"\x04")
        return self.result(patience)

    def result(self, patience: float = PATIENCE, start: bytes = b"OK") -> tuple[bytes, bytes]:
        assert self.exactly(len(start), patience) == start
        out = self.until(b"\x04", patience)[:-1]
        error = self.until(b"\x04>")[:-2]
        return out, error

    def value(self, expression: str) -> str:
        """What the expression prints, in the raw REPL."""
        out, error = self.run(f"print({expression})")
        assert error == b"", error
        return out.decode().removesuffix("\r\n")

    def complaints(self) -> str:
        return b"".join(self._complaints).decode()

    def wait(self, patience: float = 1.0) -> int:
        return self.process.wait(patience)

    def close(self) -> None:
        """The host goes away. The board must follow within a second, whatever it does."""
        assert self.process.stdin is not None
        self._reading.set()
        with contextlib.suppress(OSError):  # it may have gone first
            self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            for thread in self._threads:
                thread.join(1)
            for stream in (self.process.stdout, self.process.stderr):
                assert stream is not None
                stream.close()

    def _take(self, count: int) -> bytes:
        taken = bytes(self._heard[:count])
        del self._heard[:count]
        return taken

    def _read(self) -> None:
        assert self.process.stdout is not None
        while True:
            self._reading.wait()
            chunk = os.read(self.process.stdout.fileno(), 65_536)
            with self._news:
                self._heard += chunk
                self.total += len(chunk)
                self._ended = not chunk
                self._news.notify_all()
            if not chunk:
                return

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._complaints.append(line)
