"""What the link emulator itself takes: an echo through it, of a program that only copies."""

from __future__ import annotations

import time

from boards.link import HostKind, emulated
from boards.linkspec import LINKS

from bench.bare import Bare
from bench.rig import Rig


def run(rig: Rig) -> None:
    """Each link, by pty and by TCP, with ``cat`` as the board."""
    hosts: tuple[HostKind, ...] = ("pty", "tcp")
    for spec in LINKS.values():
        for host in hosts:
            with emulated(spec, ["cat"], host) as plug, Bare(plug.address) as bare:
                took = [_echo(bare) for _ in range(rig.times(100, 20))]
            rig.recorder("floor", "cat", spec.name).milliseconds("emulator", f"echo by {host}", took)


def _echo(bare: Bare) -> float:
    started = time.perf_counter()
    bare.write(b"x")
    bare.until(b"x")
    return time.perf_counter() - started
