"""The virtual board: MicroPython's WebAssembly build in its own Node process, for `virtual:<name>`.

This module has only what a host needs to start one. board.mjs describes the process and its frames.
"""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

#: Exit code of a board that dropped its link at `machine.reset()`, as native USB does: start it again.
EXIT_DROPPED = 3
#: Exit code of a board that could not start: its last line on stderr says why.
EXIT_BAD_START = 2


#: What a frame on the board's stdin carries: bytes for its UART, or a JSON message to the process.
DATA = 0
CONTROL = 1


def frame(kind: int, payload: bytes) -> bytes:
    """Return a frame for the board's stdin."""
    return struct.pack("<BI", kind, len(payload)) + payload


def script_path() -> Path:
    """Return the program to run with Node, by its real path, since Node's permissions apply to real
    paths.

    The package must be on disk, not in a zip file.
    """
    return Path(str(files(__name__).joinpath("board.mjs"))).resolve()


def command(node: str, options: VirtualOptions) -> list[str]:
    """Return the command line that starts a board, after creating its flash folder.

    Asks `node` for its version once. Raises OSError if it cannot be run.
    """
    flash = Path(options.root)
    flash.mkdir(parents=True, exist_ok=True)
    real = replace(options, root=str(flash.resolve()))
    return [node, *node_flags(_version(node), real.root), str(script_path()), real.to_json()]


def node_flags(version: tuple[int, ...], root: str) -> list[str]:
    """Return Node's own restrictions for the process, for the Node `version` that will run it.

    They are the second line of defence. The first is that board code can reach no function of Node at
    all.
    """
    if version >= (23, 5) or (22, 13) <= version < (23,):
        switch = "--permission"
    elif version >= (20,):
        switch = "--experimental-permission"
    else:
        return []
    package = script_path().parent.resolve()
    reading = [f"--allow-fs-read={folder}" for folder in (package, root)]
    return [switch, "--no-warnings", "--allow-worker", *reading, f"--allow-fs-write={root}"]


@lru_cache
def _version(node: str) -> tuple[int, ...]:
    env = {**os.environ, "ELECTRON_RUN_AS_NODE": "1"}
    answer = subprocess.run(
        [node, "--version"], capture_output=True, text=True, timeout=10, env=env, check=False
    )
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:3])


@dataclass(frozen=True, slots=True)
class VirtualOptions:
    """What a virtual board is like. The defaults are a fast, loss-free link and plenty of memory."""

    #: The folder that is its flash.
    root: str
    #: Also its `machine.unique_id()`.
    name: str = "virtual"
    #: Bytes, counted in blocks of 4 KiB.
    flash_size: int = 1_441_792
    #: Bytes. No garbage is collected while a program runs, so a small heap is smaller than on a real board.
    heap_size: int = 64 << 20
    #: Bits per second in each direction, ten to a byte; 0 is as fast as it goes.
    baud: int = 0
    #: Size of a receive ring that drops what does not fit; 0 is a link that holds the host back instead.
    ring: int = 0
    #: Delay in each direction.
    latency_ms: float = 0
    raw_paste: bool = True
    stdin_buffer: bool = True
    #: `machine.reset()` ends the process with EXIT_DROPPED.
    drop_on_reset: bool = False

    def __post_init__(self) -> None:
        """Refuse options that the board would refuse."""
        limits: dict[str, tuple[float, float, float]] = {
            "flash_size": (self.flash_size, 16_384, 2**40),
            "heap_size": (self.heap_size, 32_768, 2**30),
            "baud": (self.baud, 0, 1_000_000_000),
            "ring": (self.ring, 0, 65_536),
            "latency_ms": (self.latency_ms, 0, 60_000),
        }
        for field, (value, low, high) in limits.items():
            if not low <= value <= high:
                raise ValueError(f"{field} must be between {low:g} and {high:g}, not {value:g}")
        if not self.name or not self.root:
            raise ValueError("a virtual board needs a name and a folder for its flash")

    def to_json(self) -> str:
        """Return the argument for the board's process."""
        return json.dumps(
            {
                "root": self.root,
                "name": self.name,
                "flashSize": self.flash_size,
                "heapSize": self.heap_size,
                "baud": self.baud,
                "ring": self.ring,
                "latencyMs": self.latency_ms,
                "rawPaste": self.raw_paste,
                "stdinBuffer": self.stdin_buffer,
                "dropOnReset": self.drop_on_reset,
            }
        )
