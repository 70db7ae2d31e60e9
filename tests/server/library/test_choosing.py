"""Which board an address means, and what is said where that is not clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from jumperwire import config
from jumperwire.board import registry
from jumperwire.board.store import BoardStore, Remembered
from jumperwire.errors import AddressInvalid, BoardUnknown, JumperwireError, NoBoard, SeveralBoards
from jumperwire.library import choosing
from jumperwire.transport.ports import PortInfo

PICO = PortInfo("/dev/ttyACM0", 0x2E8A, 5, "e66", "MicroPython", "Board in FS mode")
BRIDGE = PortInfo("/dev/ttyUSB0", 0x10C4, 0xEA60, None, None, None)


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> list[PortInfo]:
    """What is plugged in."""
    plugged: list[PortInfo] = []

    def make() -> registry.Registry:
        return registry.Registry(BoardStore(config.data_dir() / "boards.json"), lister=lambda: plugged)

    monkeypatch.setattr(choosing, "_registry", make)
    return plugged


async def chosen(address: str) -> tuple[str, str, str]:
    return await choosing.choose(address)


def remember(*boards: Remembered) -> None:
    store = BoardStore(config.data_dir() / "boards.json")
    for board in boards:
        store.put(board)


async def test_the_only_one_on_usb(ports: list[PortInfo]) -> None:
    remember(Remembered("socket://pi:1", "socket://pi:1"))
    with pytest.raises(NoBoard):
        await chosen("auto")
    ports.append(PICO)
    assert await chosen("auto") == ("id:e66", "/dev/ttyACM0", "Board in FS mode (ttyACM0)")
    ports.append(BRIDGE)
    with pytest.raises(SeveralBoards) as several:
        await chosen("auto")
    assert several.value.facts["boards"] == "/dev/ttyUSB0, id:e66"


async def test_the_only_one_remembered(ports: list[PortInfo]) -> None:
    with pytest.raises(NoBoard):
        await chosen("auto:remembered")
    remember(Remembered("virtual:lab", "virtual:lab", "Lab"))
    assert await chosen("auto:remembered") == ("virtual:lab", "virtual:lab", "Lab")
    remember(Remembered("virtual:b", "virtual:b", "Lab"))
    for asked in ("auto:remembered", "Lab"):
        with pytest.raises(SeveralBoards):
            await chosen(asked)


async def test_names_ids_and_ports(ports: list[PortInfo]) -> None:
    ports += [PICO, BRIDGE]
    remember(Remembered("id:e66", "/dev/ttyACM9", "Greenhouse"))
    for asked in ("Greenhouse", "id:e66", "/dev/ttyACM0"):
        assert await chosen(asked) == ("id:e66", "/dev/ttyACM0", "Greenhouse")
    assert (await chosen("/dev/ttyUSB0"))[:2] == ("/dev/ttyUSB0", "/dev/ttyUSB0")
    assert (await chosen("virtual:x?baud=9600"))[1] == "virtual:x?baud=9600"


@pytest.mark.parametrize(
    ("asked", "error"), [("id:none", BoardUnknown), ("nobody", AddressInvalid), ("", AddressInvalid)]
)
async def test_what_is_none(ports: list[PortInfo], asked: str, error: type[JumperwireError]) -> None:
    with pytest.raises(error):
        await chosen(asked)


async def test_a_port_that_is_not_listed(ports: list[PortInfo], tmp_path: Path) -> None:
    assert (await chosen(f"{tmp_path}/pty"))[0] == f"{tmp_path}/pty"
