"""The sidecar as an editor drives it: a process, JSON-RPC over its standard input and output."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 60.0


class Sidecar:
    """A running sidecar. Notifications go to ``on_notification`` while something is waited for."""

    def __init__(self, home: Path) -> None:
        self.on_notification: Callable[[str, Any], None] = lambda method, params: None
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jumperwire", "serve", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "JUMPERWIRE_HOME": str(home)},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._stdin = self.process.stdin
        self._stdout = self.process.stdout.fileno()
        self._buffer = bytearray()
        self._answers: dict[int, dict[str, Any]] = {}
        self._last = 0

    def __enter__(self) -> Sidecar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def begin(self, method: str, params: Any) -> int:
        """Send a request; its number."""
        self._last += 1
        message = {"jsonrpc": "2.0", "id": self._last, "method": method, "params": params}
        body = json.dumps(message).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        return self._last

    def answer(self, number: int, patience: float = PATIENCE) -> Any:
        """The result of a request. Raises RuntimeError where it is an error."""
        self.wait(lambda: number in self._answers, patience)
        message = self._answers.pop(number)
        if "error" in message:
            raise RuntimeError(message["error"])
        return message["result"]

    def request(self, method: str, params: Any, patience: float = PATIENCE) -> Any:
        """Send and wait."""
        return self.answer(self.begin(method, params), patience)

    def wait(self, condition: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Take messages until the condition holds."""
        deadline = time.monotonic() + patience
        while not condition():
            if not self.take(deadline - time.monotonic()):
                raise TimeoutError("the sidecar")

    def take(self, patience: float) -> bool:
        """Take what comes within so long; whether anything did."""
        if not select.select([self._stdout], [], [], max(0.0, patience))[0]:
            return False
        data = os.read(self._stdout, 1 << 20)
        if not data:
            raise EOFError("the sidecar ended")
        self._buffer += data
        while (body := self._body()) is not None:
            message = json.loads(body)
            if "method" in message:
                self.on_notification(message["method"], message.get("params"))
            else:
                self._answers[message["id"]] = message
        return True

    def _body(self) -> bytes | None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        lines = bytes(self._buffer[:end]).lower().split(b"\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        if len(self._buffer) < end + 4 + length:
            return None
        body = bytes(self._buffer[end + 4 : end + 4 + length])
        del self._buffer[: end + 4 + length]
        return body

    def connect(self, address: str) -> str:
        """Add a board, open its link and its REPL; its id."""
        board = str(self.request("boards/add", {"address": address, "name": None})["id"])
        self.request("board/connect", {"board": board})
        self.request("repl/open", {"board": board})
        return board

    def memory(self) -> dict[str, float]:
        """MB of ``Rss`` and ``Pss`` now, and of the largest RSS so far, ``VmHWM``."""
        return {
            **_megabytes(f"/proc/{self.process.pid}/smaps_rollup"),
            **_megabytes(f"/proc/{self.process.pid}/status"),
        }


def own_memory() -> float:
    """MB of this process' RSS."""
    return _megabytes("/proc/self/smaps_rollup")["Rss"]


def _megabytes(file: str) -> dict[str, float]:
    found = {}
    for line in Path(file).read_text().splitlines():
        words = line.split()
        if words[-1:] == ["kB"]:
            found[words[0].removesuffix(":")] = int(words[1]) / 1000
    return found
