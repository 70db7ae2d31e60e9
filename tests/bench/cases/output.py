"""A source of bytes behind ``exec:``, as fast as it goes, through a session and through the whole sidecar."""

from __future__ import annotations

import asyncio
import shlex
import sys
import time
from typing import Any

from bench.rig import SOURCE, Recorder, Rig
from bench.rows import median
from bench.sidecar import Sidecar, own_memory
from bench.source import PERIOD, pattern
from jumperwire.board.console import OutputQueue
from jumperwire.board.session import Session


class Checker:
    """Takes output; says how much of the source's pattern did not come, or came wrong."""

    def __init__(self, size: int) -> None:
        self.good = 0
        self.done = False
        self._size = size
        self._text = pattern() * 4
        self._begun = False
        self._pending = bytearray()

    def take(self, data: bytes) -> None:
        """More output. What comes before the pattern, and the prompt behind it, are not part of it."""
        if self._begun and not self._pending and self._matches(data):
            return
        self._pending += data
        if not self._begun:
            start = self._pending.find(self._text[:32])
            if start < 0:
                return
            self._begun = True
            del self._pending[:start]
        rest = min(len(self._pending), self._size - self.good)
        if self._matches(bytes(self._pending[:rest])):
            del self._pending[:rest]
        if self.good == self._size and self._pending.endswith(b">>> "):
            self.done = True
        elif len(self._pending) > 1 << 22:
            self.done = True  # out of step: the loss is what is missing

    @property
    def lost(self) -> int:
        """Bytes that did not come in their place."""
        return self._size - self.good

    def _matches(self, data: bytes) -> bool:
        if self.good + len(data) > self._size:
            return False
        for at in range(0, len(data), PERIOD):
            piece = data[at : at + PERIOD]
            place = self.good % PERIOD
            if self._text[place : place + len(piece)] != piece:
                return False
            self.good += len(piece)
        return True


def run(rig: Rig) -> None:
    """The session first, then the sidecar."""
    size = rig.times(64_000_000, 16_000_000)
    address = "exec:" + shlex.join([sys.executable, str(SOURCE), str(size)])
    row = rig.recorder("output", "source", "exec")
    bare, speeds, growths, losses = [], [], [], 0
    for _ in range(rig.times(3, 2)):
        bare.append(asyncio.run(_stream(address, size)))
        speed, growth, lost = asyncio.run(_session(address, size))
        speeds.append(speed)
        growths.append(growth)
        losses += lost
    row.throughput("transport alone", bare)
    _report(row, "jumperwire", speeds, growths, losses)
    _through_sidecar(rig, row, size)


def _through_sidecar(rig: Rig, row: Recorder, size: int) -> None:
    """At the rate that has to be reached, and as fast as it goes: then an editor may be too slow for it."""
    for subject, rate in (("jumperwire (sidecar, 5 MB/s come)", 5e6), ("jumperwire (sidecar)", 0)):
        total = min(size, int(rate * 5)) if rate else size
        address = "exec:" + shlex.join([sys.executable, str(SOURCE), str(total), str(rate)])
        found = [_sidecar(rig, address, total) for _ in range(rig.times(3, 2))]
        speeds, growths, missing = zip(*found, strict=True)
        row.throughput(subject, list(speeds))
        row.value(subject, "skipped, as the editor was told", "%", median(missing) * 100, len(missing))
        row.value(subject, "RSS growth", "MB", median(growths), len(growths))


def _report(row: Recorder, subject: str, speeds: list[float], growths: list[float], losses: int) -> None:
    row.throughput(subject, speeds)
    row.value(subject, "lost", "bytes", losses, len(speeds))
    row.value(subject, "RSS growth", "MB", median(growths), len(growths))


async def _stream(address: str, size: int) -> float:
    """What the transport alone moves."""
    from jumperwire.transport.opening import open_link

    stream = (await open_link(address)).stream
    await stream.read()
    started = time.perf_counter()
    await stream.write(b"\r")
    heard = 0
    while heard < size:
        heard += len(await stream.read())
    took = time.perf_counter() - started
    await stream.aclose()
    return size / took / 1e6


async def _session(address: str, size: int) -> tuple[float, float, int]:
    """One terminal that checks all, and one that never reads, whose queue has a bound."""
    session = Session(address)
    checker = Checker(size)
    done = asyncio.Event()

    def ready() -> None:
        checker.take(output_queue.take()[0])
        if checker.done:
            done.set()

    output_queue = OutputQueue(ready)
    session.console.attach(output_queue)
    session.console.attach(OutputQueue(lambda: None))
    await session.connect()
    await asyncio.sleep(0.3)
    before = own_memory()
    started = time.perf_counter()
    await session.type_keys(b"\r")
    await asyncio.wait_for(done.wait(), 60)
    took = time.perf_counter() - started
    growth = own_memory() - before
    await session.disconnect()
    return checker.good / took / 1e6, growth, checker.lost


def _sidecar(rig: Rig, address: str, size: int) -> tuple[float, float, float]:
    """MB/s that reached the editor, MB of growth, and the share of the output that was skipped."""
    heard = skipped = 0
    ended = False

    def hear(method: str, params: Any) -> None:
        nonlocal heard, skipped, ended
        if method == "repl/didOutput":
            heard += len(params["data"])
            skipped += params["skipped"]
            ended = heard + skipped > size and params["data"].endswith(">>> ")

    with Sidecar(rig.folder / "home") as sidecar:
        sidecar.on_notification = hear
        board = sidecar.connect(address)
        time.sleep(0.3)
        heard = skipped = 0
        before = sidecar.memory()["VmHWM"]
        started = time.perf_counter()
        sidecar.begin("repl/input", {"board": board, "data": "\r"})
        sidecar.wait(lambda: ended)
        took = time.perf_counter() - started
        growth = sidecar.memory()["VmHWM"] - before
    return heard / took / 1e6, growth, skipped / size
