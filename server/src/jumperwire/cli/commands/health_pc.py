"""The checks of ``doctor`` on this computer: the program and the ports. Nothing is opened."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from jumperwire import __version__, config
from jumperwire.cli.commands.health import Finding, fine, worse, wrong
from jumperwire.cli.failure import Failure, Problem
from jumperwire.errors import LocalFileFailed, PermissionDenied, PortInUse
from jumperwire.transport import ports
from jumperwire.transport.ports import PortInfo

_LIBRARIES = ("pyserial", "pyserial-asyncio")
"""The libraries that access ports.

Without any of the other libraries, this program would not have started.
"""


def program() -> Iterator[Finding]:
    """Report versions, and where data is kept."""
    yield fine("jumper", f"{__version__}, {_system()}")
    yield fine("python", f"{platform.python_version()} at {sys.executable}")
    for name in _LIBRARIES:
        try:
            yield fine("library", f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            yield wrong("library", Failure(Problem.LIBRARY_MISSING, name=name, python=sys.executable))
    yield fine("folder", str(config.data_dir()))
    for folder in (config.config_dir(), config.data_dir(), config.cache_dir()):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if not os.access(there, os.W_OK):
            yield worse("folder", LocalFileFailed(path=str(folder), cause=f"{there} cannot be written"))


def usb(found: list[PortInfo], *, needed: bool) -> Iterator[Finding]:
    """Report the ports on USB. ``needed``: no other board was named, so a port is required."""
    for port in found:
        identity = f"{port.vid or 0:04x}:{port.pid or 0:04x}"
        told = (port.device, identity, port.manufacturer, port.product, port.serial_number)
        yield fine("port", "  ".join(filter(None, told)))
        yield from access(port.device)
    if not found and _is_wsl():
        yield wrong("port", Failure(Problem.NO_PORT_IN_WSL))
    elif not found and needed:
        yield wrong("port", Failure(Problem.NO_PORT))
    elif not found:
        yield fine("port", "none on USB")


def access(device: str) -> Iterator[Finding]:
    """Report what may keep this program from using a port, found without opening it."""
    if sys.platform != "win32" and Path(device).exists() and not os.access(device, os.R_OK | os.W_OK):
        group, command = ports.permission_advice(device)
        yield worse("access", PermissionDenied(port=device, group=group, command=command))
    if holder := ports.port_holder(device):
        yield worse("access", PortInUse(port=device, program=holder.program, pid=holder.pid))


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"


def _is_wsl() -> bool:
    return "microsoft" in platform.release().lower()
