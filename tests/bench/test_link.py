"""The emulated link: late, at a rate, and with a ring that overflows or holds back."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from boards.link import HostKind, emulated
from boards.linkspec import LINKS, DelayLine, LinkSpec

from bench.bare import Bare

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ptys and pipes as POSIX has them")

UNIX_BOARD = Path(__file__).parents[1] / "server/boards/unix_board.py"
SLEEPER = """
import sys, time, select
time.sleep(1)
poll = select.poll()
poll.register(sys.stdin, 1)
n = 0
while poll.poll(300): n += len(sys.stdin.buffer.read(1))
print(n)
"""


def arrivals(line: DelayLine) -> list[tuple[float, bytes]]:
    found = []
    while (due := line.due) is not None:
        found.append((due, line.peek()))
        line.advance(len(line.peek()))
    return found


def test_pieces_arrive_late_and_at_the_rate() -> None:
    line = DelayLine(LinkSpec("slow", rate=1000, latency=0.5), random.Random(1))
    line.put(b"a" * 100, now=10.0)
    line.put(b"b", now=10.0)
    assert [(round(when, 3), len(piece)) for when, piece in arrivals(line)] == [
        (10.564, 64),
        (10.6, 36),
        (10.601, 1),
    ]


def test_jitter_is_repeatable_and_keeps_the_order() -> None:
    def once() -> list[tuple[float, bytes]]:
        line = DelayLine(LinkSpec("shaky", rate=1e6, jitter=0.1), random.Random(7))
        for number in range(50):
            line.put(b"%d" % number, now=number / 1000)
        return arrivals(line)

    found = once()
    assert found == once()
    assert found == sorted(found, key=lambda arrival: arrival[0])
    assert b"".join(piece for _, piece in found) == b"".join(b"%d" % number for number in range(50))


@pytest.mark.parametrize("host", ["pty", "tcp"])
def test_echo_takes_twice_the_latency(host: HostKind) -> None:
    with emulated(LINKS["rfc2217"], ["cat"], host) as plug:
        with Bare(plug.address) as bare:
            started = time.monotonic()
            bare.write(b"hello")
            bare.until(b"hello")
            took = time.monotonic() - started
        with Bare(plug.address) as bare:  # the next host
            bare.write(b"again")
            bare.until(b"again")
    assert took >= 0.020
    assert plug.stats == {
        "up": {"bytes": 10, "dropped": 0},
        "down": {"bytes": 10, "dropped": 0},
        "turns": {"count": 2},
    }


def test_bytes_are_lost_and_changed_by_seed() -> None:
    def once(seed: int) -> bytes:
        line = DelayLine(LinkSpec("bad", loss=0.05, corruption=0.05), random.Random(seed))
        line.put(bytes(2000), now=0.0)
        return b"".join(piece for _, piece in arrivals(line))

    assert once(1) == once(1) != once(2)
    assert 1850 < len(once(1)) < 1950
    assert 60 < len(once(1).strip(b"\0").replace(b"\0", b"")) < 140


def test_a_stall_holds_up_all_that_follows() -> None:
    line = DelayLine(LinkSpec("jerky", rate=1e6, stall=1.0, stall_time=0.5), random.Random(1))
    line.put(b"x" * 128, now=0.0)
    assert [round(when, 2) for when, _ in arrivals(line)] == [0.5, 1.0]


def test_a_full_packet_is_held_until_more_comes() -> None:
    line = DelayLine(LinkSpec("held", hold=True), random.Random(1), holds=True)
    line.put(b"x" * 128, now=0.0)
    assert [piece for _, piece in arrivals(line)] == [b"x" * 64]
    line.put(b"y", now=1.0)
    assert [piece for _, piece in arrivals(line)] == [b"x" * 64, b"y"]


@pytest.mark.skipif(find_spec("micropython_run") is None, reason="no MicroPython's Unix port")
@pytest.mark.parametrize(("lossy", "kept"), [(True, 256), (False, 2000)], ids=["drops", "holds back"])
def test_ring(lossy: bool, kept: int, tmp_path: Path) -> None:
    spec = replace(LINKS["uart"], rate=100e3, lossy=lossy)
    command = [sys.executable, str(UNIX_BOARD), "--flash", str(tmp_path / "flash")]
    with emulated(spec, command) as plug, Bare(plug.address) as bare:
        bare.prompt()
        bare.write(b"\x01")
        bare.until(b"exit\r\n>")
        bare.write(SLEEPER.encode() + b"\x04")
        bare.until(b"OK")
        bare.write(b"y" * 2000)
        assert bare.until(b"\x04\x04>").strip() == b"%d" % kept
    assert plug.stats["up"]["dropped"] == 2000 - kept
