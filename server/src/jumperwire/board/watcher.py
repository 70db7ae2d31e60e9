"""Notices within a second when serial ports appear and disappear."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

from jumperwire.transport.ports import PortInfo, list_serial_ports

INTERVAL = 0.5
"""Seconds between two looks. On Linux a look lists one folder, unless something has changed."""


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
    """Return a value that changes whenever a port appears or disappears; None if there is no cheap one."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return tuple(sorted(os.listdir("/sys/class/tty")))
    except OSError:
        return None
