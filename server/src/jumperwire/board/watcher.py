"""Notices serial ports that come and go, within a second."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

from jumperwire.transport.ports import PortInfo, list_serial_ports

INTERVAL = 0.5
"""Seconds between two looks. On Linux a look is one listing of a folder, until something changed."""


async def watch(
    on_ports: Callable[[list[PortInfo]], None],
    lister: Callable[[], list[PortInfo]] = list_serial_ports,
    interval: float = INTERVAL,
) -> None:
    """Call ``on_ports`` at once, and again after each change, until cancelled."""
    known: list[PortInfo] | None = None
    trace: object = None
    while True:
        seen = _trace()
        if known is None or seen is None or seen != trace:
            trace = seen
            ports = await asyncio.to_thread(lister)
            if ports != known:
                known = ports
                on_ports(ports)
        await asyncio.sleep(interval)


def _trace() -> object:
    """What changes whenever a port comes or goes, cheap to look at; None where there is no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return tuple(sorted(os.listdir("/sys/class/tty")))
    except OSError:
        return None
