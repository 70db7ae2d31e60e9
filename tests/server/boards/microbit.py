"""Debian's micro:bit firmware in QEMU: the low end, MicroPython 1.9 of 2017 with 9 kB of free heap.

QEMU's UART takes bytes as fast as they come, of which the firmware loses some; so they come at the rate of a
real line. A command of 4 kB leaves its parser without memory until a soft reset. No raw-paste, no
``sys.stdin.buffer``, ``os`` without ``stat`` and ``ilistdir``, and ``soft reboot`` without ``MPY:``.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

QEMU = "qemu-system-arm"
FIRMWARE = Path("/usr/share/firmware-microbit-micropython/firmware.hex")
BOOT_SECONDS = 20.0
_PIECE = 16
_PIECE_SECONDS = _PIECE / 11520
"""At 115200 baud."""


@contextlib.contextmanager
def microbit(firmware: Path = FIRMWARE) -> Iterator[str]:
    """A running micro:bit, as the address of its serial port; it serves one client at a time.

    QEMU is handed a socket that listens already, so the port is free and stays ours.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        machine = subprocess.Popen(_command(firmware, listener.fileno()), pass_fds=[listener.fileno()])
    try:
        _wait_until_it_answers(port, time.monotonic() + BOOT_SECONDS)
        with socket.create_server(("127.0.0.1", 0)) as line:
            threading.Thread(target=_serve, args=(line, port), daemon=True).start()
            yield f"socket://127.0.0.1:{line.getsockname()[1]}"
            line.shutdown(socket.SHUT_RDWR)  # ends the accept of the thread
    finally:
        machine.kill()
        machine.wait()


def _serve(line: socket.socket, port: int) -> None:
    """Whoever connects, one at a time, until there is no line any more."""
    with contextlib.suppress(OSError):
        while True:
            client, _ = line.accept()
            with client, socket.create_connection(("127.0.0.1", port)) as board:
                for end in (client, board):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                back = threading.Thread(target=_copy, args=(board, client), daemon=True)
                back.start()
                _copy(client, board, slowly=True)
                back.join()


def _copy(source: socket.socket, target: socket.socket, *, slowly: bool = False) -> None:
    """Until either end is gone; then both are."""
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            for at in range(0, len(data), _PIECE) if slowly else ():
                target.sendall(data[at : at + _PIECE])
                time.sleep(_PIECE_SECONDS)
            if not slowly:
                target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _command(firmware: Path, descriptor: int) -> list[str]:
    serial = f"socket,id=serial,fd={descriptor},server=on,wait=off,nodelay=on"
    device = f"loader,file={firmware}"
    run = [QEMU, "-M", "microbit", "-device", device, "-chardev", serial, "-serial", "chardev:serial"]
    return [*run, "-display", "none", "-monitor", "none"]


def _wait_until_it_answers(port: int, deadline: float) -> None:
    """Until the prompt is seen; what QEMU does not take yet waits in the listening socket."""
    with socket.create_connection(("127.0.0.1", port), deadline - time.monotonic()) as link:
        heard = b""
        link.sendall(b"\r")
        link.settimeout(0.2)
        while not heard.endswith(b">>> "):
            try:
                data = link.recv(4096)
            except TimeoutError:
                link.sendall(b"\r")
                continue
            if not data:
                raise RuntimeError("QEMU closed the serial port")
            heard += data
            if time.monotonic() > deadline:
                raise RuntimeError(f"the micro:bit does not answer, but says {heard[-80:]!r}")
