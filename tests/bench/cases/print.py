"""A program that prints 1 MB, until the terminal has all of it."""

from __future__ import annotations

import asyncio
import time

from bench import peers
from bench.bare import Bare
from bench.rig import Rig, Subject
from jumperwire.board.console import OutputQueue
from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd

LINE = b"0123456789" * 6 + b"abc\n"
LINES = 16384
SOURCE = f"s={LINE[:-1].decode()!r}\nfor i in range({LINES}): print(s)\n"
SIZE = len(LINE) * LINES
"""Bytes without the CR that some boards put before each line end."""


def run(rig: Rig) -> None:
    """On links that are not slower than people's patience: at 115200 baud it takes a minute and a half."""
    for board in rig.boards:
        for link in ("unthrottled", "usb"):
            _measure(rig, board, link)


def _measure(rig: Rig, board: Subject, link: str) -> None:
    speeds: dict[str, list[float]] = {}
    with rig.plugged(board, link) as plug:
        for _ in range(rig.times(5, 2)):
            speeds.setdefault("link", []).append(_bare(plug.address))
            speeds.setdefault("jumperwire", []).append(asyncio.run(_ours(plug.address)))
            for subject, address in (("mpremote", rig.port(plug)), (peers.BY_PTY, plug.address)):
                speeds.setdefault(subject, []).append(_theirs(address))
    row = rig.recorder("print", board.name, link)
    for subject, found in speeds.items():
        row.throughput(subject, found)
    row.ratio("jumperwire", "times faster than mpremote", speeds["jumperwire"], speeds["mpremote"])


def _bare(address: str) -> float:
    """What board and link can do: the raw REPL by hand, and a reader that does nothing but read."""
    with Bare(address) as bare:
        bare.prompt()
        bare.write(b"\x01")
        bare.until(b"exit\r\n>")
        started = time.perf_counter()
        bare.write(SOURCE.encode() + b"\x04")
        bare.until(b"OK")
        size = bare.count(b"\x04")
        took = time.perf_counter() - started
        bare.until(b"\x04>")
        bare.write(b"\x02")
        bare.until(b">>> ")
    return size / took / 1e6


async def _ours(address: str) -> float:
    heard = bytearray()
    output_queue = OutputQueue(lambda: heard.extend(output_queue.take()[0]))
    session = Session(address)
    await session.connect()
    await session.board_info()
    session.console.attach(output_queue)
    started = time.perf_counter()
    outcome = await session.run(SOURCE, "print.py")
    took = time.perf_counter() - started
    size = heard.replace(b"\r\n", b"\n").count(LINE) * len(LINE)
    await session.disconnect()
    if outcome.end is not RunEnd.DONE or size != SIZE:
        raise RuntimeError(f"{outcome}, {size} of {SIZE} bytes")
    return len(heard) / took / 1e6


def _theirs(address: str) -> float:
    heard = bytearray()
    with peers.mpremote(address) as transport:
        took = peers.timed_exec(transport, SOURCE, heard.extend)
    return len(heard) / took / 1e6
