"""The others: mpremote, as a library in this process, and as the command that people type."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

BY_PTY = "mpremote (knows it is a pty)"
"""mpremote has a shortcut for a port named ``/dev/pts/…``: it waits for bytes there, and polls elsewhere."""


@contextlib.contextmanager
def mpremote(address: str) -> Iterator[Any]:
    """Its serial transport in the raw REPL, as its own commands use it."""
    from mpremote.transport_serial import SerialTransport

    transport = SerialTransport(address)
    try:
        transport.enter_raw_repl(soft_reset=False)
        yield transport
        transport.exit_raw_repl()
    finally:
        transport.close()


def timed_exec(transport: Any, source: str, sink: Callable[[bytes], None] | None = None) -> float:
    """Seconds for one execution."""
    started = time.perf_counter()
    _, error = transport.exec_raw(source, timeout=60, data_consumer=sink)
    took = time.perf_counter() - started
    if error:
        raise RuntimeError(error.decode())
    return took


def timed_command(address: str, source: str) -> float:
    """Seconds for ``mpremote exec`` as a whole; ``resume``, to spare it its soft reset."""
    command = [sys.executable, "-m", "mpremote", "connect", address, "resume", "exec", source]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)
    return time.perf_counter() - started
