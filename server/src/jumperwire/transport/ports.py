"""The serial ports of this machine, and what can be told about one that does not open.

The only other importer of pyserial is ``transport/serial.py``.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PortInfo:
    """One port. USB fields are None where the port is not on USB."""

    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    manufacturer: str | None = None
    product: str | None = None

    @property
    def identity(self) -> str:
        """Stable over unplugging where USB gives a serial number."""
        return f"id:{self.serial_number}" if self.serial_number else self.device


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a port open."""

    program: str
    pid: int


_NATIVE_VENDORS = {
    0x2E8A: (0x0003, 0x000C),  # Raspberry Pi; but not its boot loader and its debug probe, which has a UART
    0x303A: (),  # Espressif's own USB
    0x239A: (),  # Adafruit
    0xF055: (),  # MicroPython's boards
    0x2886: (),  # Seeed
    0x1B4F: (),  # SparkFun
}
"""Vendors whose boards talk by the USB of the chip itself, and their products that do not.

Such a link holds bytes back when the board does not read. Bridges have the ids of their makers (0x10C4,
0x1A86, 0x0403, ...), and what is not listed counts as one.
"""


def is_native_usb(device: str) -> bool:
    """Whether a port is known to lead to the chip itself. Blocks for a few milliseconds."""
    if sys.platform != "win32" and Path(device).resolve().parent == Path("/dev/pts"):
        return False  # a pty: no need to look at what is on USB
    port = next((port for port in list_serial_ports() if port.device == device), None)
    if port is None or port.vid not in _NATIVE_VENDORS:
        return False
    return port.pid not in _NATIVE_VENDORS[port.vid]


def list_serial_ports() -> list[PortInfo]:
    """Every port that may be a board: those on USB. Blocks for a few milliseconds.

    Built-in ports (``ttyS0``, Bluetooth) are left out, as no system tells whether anything is behind them.
    """
    return [port for port in list_all_ports() if port.vid is not None]


def list_all_ports() -> list[PortInfo]:
    """Those too."""
    from serial.tools import list_ports  # takes 20 ms: in the thread that looks, not in every start

    return [
        PortInfo(
            device=port.device,
            vid=port.vid,
            pid=port.pid,
            serial_number=port.serial_number or None,
            manufacturer=port.manufacturer or None,
            product=port.product or None,
        )
        for port in sorted(list_ports.comports(), key=lambda port: port.device)
    ]


def who_holds(device: str) -> Holder | None:
    """The program that has ``device`` open, where the system tells: Linux, for one's own processes."""
    if not sys.platform.startswith("linux"):
        return None
    target = os.path.realpath(device)
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal() or int(process.name) == os.getpid():
            continue
        try:
            if any(os.path.realpath(fd) == target for fd in (process / "fd").iterdir()):
                return Holder((process / "comm").read_text("utf-8", "replace").strip(), int(process.name))
        except OSError:
            continue  # it ended, or belongs to somebody else
    return None


def permission_advice(device: str) -> tuple[str, str]:
    """The group that may open ``device`` and the command that joins it; empty where there is none."""
    if sys.platform == "win32":
        return "", ""
    import grp

    try:
        group = grp.getgrgid(os.stat(device).st_gid).gr_name
    except (OSError, KeyError):
        return "", ""
    return group, f"sudo usermod -aG {group} $USER"
