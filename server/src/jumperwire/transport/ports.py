"""The serial ports of this machine, and why one may not open.

The only other importer of pyserial is ``transport/serial.py``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple


class PortInfo(NamedTuple):
    """A serial port. USB fields are None if the port is not on USB."""

    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    manufacturer: str | None = None
    product: str | None = None

    @property
    def identity(self) -> str:
        """An identity that survives unplugging if USB gives a serial number."""
        return f"id:{self.serial_number}" if self.serial_number else self.device


class Holder(NamedTuple):
    """A program that has a port open."""

    program: str
    pid: int


_NATIVE_VENDORS = {
    0x2E8A: (0x0003, 0x000C),  # Raspberry Pi, except its boot loader and its debug probe, which has a UART
    0x303A: (),  # Espressif's native USB
    0x239A: (),  # Adafruit
    0xF055: (),  # MicroPython's boards
    0x2886: (),  # Seeed
    0x1B4F: (),  # SparkFun
}
"""Vendors whose boards use the chip's own USB, and their products that do not.

Such a link holds bytes back while the board does not read. USB-to-UART bridges have their makers' ids
(0x10C4, 0x1A86, 0x0403, ...); whatever is not listed counts as a bridge.
"""


def is_native_usb(device: str) -> bool:
    """Return whether a port is known to be the chip's own USB. Blocks for a few milliseconds."""
    if sys.platform != "win32" and Path(device).resolve().parent == Path("/dev/pts"):
        return False  # a pty: USB need not be searched
    port = next((port for port in list_serial_ports() if port.device == device), None)
    if port is None or port.vid not in _NATIVE_VENDORS:
        return False
    return port.pid not in _NATIVE_VENDORS[port.vid]


def list_serial_ports() -> list[PortInfo]:
    """Return the ports that may be boards: those on USB. Blocks for a few milliseconds.

    Built-in ports (``ttyS0``, Bluetooth) are left out, since no system tells whether anything is
    connected to them.
    """
    return [port for port in list_all_ports() if port.vid is not None]


def list_all_ports() -> list[PortInfo]:
    """Return all ports, including built-in ones. Blocks for a few milliseconds."""
    from serial.tools import list_ports  # takes 20 ms: in the thread that searches, not in every start

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


def port_holder(device: str) -> Holder | None:
    """Return the program that has ``device`` open, if the system tells: Linux does, for the user's own
    processes.
    """
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
            continue  # the process has ended, or belongs to another user
    return None


def permission_advice(device: str) -> tuple[str, str]:
    """Return the group that may open ``device`` and the command to join it; empty if there is none."""
    if sys.platform == "win32":
        return "", ""
    import grp

    try:
        group = grp.getgrgid(os.stat(device).st_gid).gr_name
    except (OSError, KeyError):
        return "", ""
    return group, f"sudo usermod -aG {group} $USER"
