"""What a port that does not open says of itself, and what the listing of ports tells."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jumperwire.errors import JumperwireError, OpenFailed, PermissionDenied, PortGone, PortInUse
from jumperwire.transport import ports, serial
from jumperwire.transport.opening import open_link
from jumperwire.transport.ports import PortInfo

posix = pytest.mark.skipif(sys.platform == "win32", reason="ptys stand for ports, and Windows has none")


@pytest.fixture
def port() -> Iterator[str]:
    ours, theirs = os.openpty()
    yield os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


async def _open(address: str) -> JumperwireError | None:
    try:
        link = await open_link(address)
    except JumperwireError as error:
        return error
    await link.stream.aclose()
    return None


@posix
async def test_a_port_that_is_not_there() -> None:
    error = await _open("/dev/ttyNOSUCH0")
    assert isinstance(error, PortGone)
    assert error.facts == {"port": "/dev/ttyNOSUCH0"}


@posix
async def test_what_is_no_port(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    error = await _open(str(tmp_path / "file"))
    assert isinstance(error, OpenFailed)
    assert error.facts["cause"]


@posix
async def test_a_port_in_use_is_told_with_its_holder(port: str) -> None:
    program = "import fcntl,sys,time;f=open(sys.argv[1],'rb+',0);fcntl.flock(f,2);print();time.sleep(60)"
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-c", program, port, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    await holder.stdout.readline()
    error = await _open(port)
    holder.kill()
    await holder.wait()
    assert isinstance(error, PortInUse)
    assert error.facts["port"] == port
    if sys.platform == "linux":
        assert error.facts["pid"] == str(holder.pid)
        assert error.facts["program"].startswith("python")


@posix
async def test_a_port_is_free_as_soon_as_it_is_closed(port: str) -> None:
    for _ in range(5):
        assert await _open(port) is None


@posix
async def test_two_sessions_of_one_process_do_not_share_a_port(port: str) -> None:
    link = await open_link(port)
    assert isinstance(await _open(port), PortInUse)
    await link.stream.aclose()


@posix
@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), PermissionDenied),
        (OSError(errno.EBUSY, "Device or resource busy"), PortInUse),
        (OSError(errno.ENXIO, "No such device or address"), PortGone),
        (OSError(errno.EIO, "Input/output error"), OpenFailed),
        (ValueError("Not a valid baudrate"), OpenFailed),
    ],
    ids=str,
)
async def test_the_systems_errors_are_ours(
    monkeypatch: pytest.MonkeyPatch, port: str, raised: Exception, expected: type[JumperwireError]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("serial.Serial", fail)
    error = await _open(port)
    assert type(error) is expected
    if isinstance(error, PermissionDenied):
        group = error.facts["group"]
        assert group
        assert error.facts["command"] == f"sudo usermod -aG {group} $USER"


@posix
async def test_a_port_that_blocks_is_given_up_and_closed_late(
    monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setattr(serial, "_PATIENCE", 0.1)
    opened = serial._open
    made: list[Any] = []

    def slowly(device: str, baud: int) -> Any:
        import time

        time.sleep(0.4)
        made.append(opened(device, baud))
        return made[0]

    monkeypatch.setattr(serial, "_open", slowly)

    assert isinstance(await _open(port), OpenFailed)
    await asyncio.sleep(0.6)
    assert not made[0].is_open


def test_ports_on_usb_are_listed_by_device(monkeypatch: pytest.MonkeyPatch) -> None:
    def entry(device: str, **facts: object) -> SimpleNamespace:
        nothing = dict.fromkeys(("vid", "pid", "serial_number", "manufacturer", "product"))
        return SimpleNamespace(device=device, **{**nothing, **facts})

    listed = [
        entry("/dev/ttyUSB1", vid=0x10C4, pid=0xEA60, product="CP2102", serial_number=""),
        entry("/dev/ttyS0"),
        entry("/dev/ttyACM0", vid=0x2E8A, pid=5, serial_number="e66", manufacturer="MicroPython"),
    ]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: listed)
    assert ports.list_serial_ports() == [
        PortInfo("/dev/ttyACM0", 0x2E8A, 5, "e66", "MicroPython"),
        PortInfo("/dev/ttyUSB1", 0x10C4, 0xEA60, product="CP2102"),
    ]
    assert [port.identity for port in ports.list_serial_ports()] == ["id:e66", "/dev/ttyUSB1"]


@pytest.mark.parametrize(
    ("vid", "pid", "native"),
    [(0x2E8A, 0x0005, True), (0x2E8A, 0x000C, False), (0x303A, 0x1001, True), (0x10C4, 0xEA60, False)],
    ids=["Pico", "debug probe", "Espressif's USB", "CP2102"],
)
def test_native_usb_is_known_by_its_ids(
    monkeypatch: pytest.MonkeyPatch, vid: int, pid: int, native: bool
) -> None:
    monkeypatch.setattr(ports, "list_serial_ports", lambda: [PortInfo("/dev/ttyACM0", vid, pid)])
    assert ports.is_native_usb("/dev/ttyACM0") is native
    assert ports.is_native_usb("/dev/ttyACM1") is False
