"""All boards of a process: ports that come and go, what is remembered, and a file that is broken."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from board.plug import scripted
from board.sessions import PATIENCE, until
from jumperwire.board import watcher
from jumperwire.board.registry import DEMO, Registry
from jumperwire.board.state import State
from jumperwire.board.store import BoardStore, Remembered
from jumperwire.errors import AddressInvalid, BoardUnknown
from jumperwire.transport.memory import MemoryStream
from jumperwire.transport.ports import PortInfo

PICO = PortInfo("/dev/ttyACM0", 0x2E8A, 5, "e66", "MicroPython", "Pico")


class Ports:
    """What the system would list."""

    def __init__(self, *listed: PortInfo) -> None:
        self.listed = list(listed)

    def __call__(self) -> list[PortInfo]:
        return list(self.listed)


def registry(folder: Path, ports: Ports) -> Registry:
    return Registry(BoardStore(folder / "boards.json"), ports)


def ids(boards: Registry) -> list[str]:
    return [board.id for board in boards.boards()]


async def test_boards_come_and_go_with_their_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "_trace", lambda: None)  # no hardware comes and goes here: look each time

    ports = Ports()
    boards = registry(tmp_path, ports)
    changes: list[list[str]] = []
    boards.on_change = lambda: changes.append(ids(boards))
    boards.start()
    try:
        await until(lambda: bool(changes), lambda: "the first look")
        assert ids(boards) == [DEMO]
        before = asyncio.get_running_loop().time()
        ports.listed = [PICO]
        await until(lambda: changes[-1] == ["id:e66", DEMO], lambda: str(changes))
        ports.listed = []
        await until(lambda: changes[-1] == [DEMO], lambda: str(changes))
        assert asyncio.get_running_loop().time() - before < 4  # 1 s each where nothing else runs
    finally:
        await boards.aclose()


async def test_a_board_keeps_its_id_and_name_on_another_port(tmp_path: Path) -> None:
    ports = Ports(PICO)
    boards = registry(tmp_path, ports)
    await boards.refresh()
    assert boards.board("id:e66").name == "Pico (ttyACM0)"
    boards.rename("id:e66", "  Kitchen ")
    session = boards.session("id:e66")
    ports.listed = [PortInfo("/dev/ttyACM7", 0x2E8A, 5, "e66", "MicroPython", "Pico")]
    await boards.refresh()
    board = boards.board("id:e66")
    assert (board.name, board.address, session.address) == ("Kitchen", "/dev/ttyACM7", "/dev/ttyACM7")
    ports.listed = []
    await boards.refresh()
    assert (boards.board("id:e66").state, boards.board("id:e66").remembered) == (State.ABSENT, True)
    again = registry(tmp_path, Ports())
    assert again.board("id:e66").name == "Kitchen"
    boards.rename("id:e66", "")
    ports.listed = [PICO]
    await boards.refresh()
    assert boards.board("id:e66").name == "Pico (ttyACM0)"
    await boards.aclose()


async def test_adding_forgetting_and_what_is_not_there(tmp_path: Path) -> None:
    boards = registry(tmp_path, Ports(PICO))
    await boards.refresh()
    assert boards.add("/dev/ttyACM0", None).id == "id:e66"
    assert boards.add("socket://pi:2000", "Pi").name == "Pi"
    assert boards.add("exec:python board.py", None).name == "exec:python …"
    assert boards.board(DEMO).name == "demo"
    assert ids(boards) == ["id:e66", "socket://pi:2000", "exec:python board.py", DEMO]
    await boards.forget("socket://pi:2000")
    await boards.forget("id:e66")
    assert ids(boards) == ["id:e66", "exec:python board.py", DEMO]
    assert not boards.board("id:e66").remembered
    with pytest.raises(AddressInvalid):
        boards.add("nonsense", None)
    for act in (boards.board, boards.session):
        with pytest.raises(BoardUnknown):
            act("socket://pi:2000")
    with pytest.raises(BoardUnknown):
        boards.rename("nobody", "x")
    with pytest.raises(BoardUnknown):
        await boards.forget("nobody")


async def test_connecting_remembers_and_forgetting_disconnects(tmp_path: Path) -> None:
    async def silent(link: MemoryStream) -> None:
        while True:
            await link.read()

    boards = Registry(BoardStore(tmp_path / "boards.json"), Ports(), opener=scripted(silent))
    connected = await boards.connect(DEMO)
    assert (connected.state, connected.remembered) == (State.ATTACHED, True)
    session = boards.session(DEMO)
    await boards.forget(DEMO)
    assert session.state is State.CLOSED
    assert boards.session(DEMO) is not session
    await boards.aclose()


async def test_the_system_is_looked_at_again_only_when_something_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []
    trace: list[str] = ["ttyS0"]

    def lister() -> list[PortInfo]:
        looks.append(1)
        return []

    monkeypatch.setattr(watcher, "_trace", lambda: tuple(trace))
    watching = asyncio.ensure_future(watcher.watch(lambda _: None, lister, 0.01))
    await asyncio.sleep(0.2)
    assert len(looks) == 1
    trace.append("ttyACM0")
    await until(lambda: len(looks) == 2, lambda: str(looks), PATIENCE)
    watching.cancel()
    await asyncio.wait([watching])


# --- the file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"boards": 5}', '{"boards": [{"id": "x"}]}', '{"boards": [5]}']
)
def test_a_file_that_cannot_be_read_is_kept_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "boards.json").write_text(text)
    store = BoardStore(tmp_path / "boards.json")
    assert store.all() == []
    store.put(Remembered("virtual:x", "virtual:x", "X"))
    assert (tmp_path / "boards.bad").read_text() == text
    assert BoardStore(tmp_path / "boards.json").all() == [Remembered("virtual:x", "virtual:x", "X")]


def test_an_address_that_is_none_hides_only_its_own_board(tmp_path: Path) -> None:
    boards = [{"id": "a", "address": "nonsense", "name": ""}, {"id": "virtual:x", "address": "virtual:x"}]
    (tmp_path / "boards.json").write_text(json.dumps({"boards": boards}))
    assert ids(registry(tmp_path, Ports())) == [DEMO, "virtual:x"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits: the folder's rights decide")
@pytest.mark.parametrize("before", ['{"boards": []}', "unreadable"])
def test_none_but_the_user_reads_addresses(tmp_path: Path, before: str) -> None:
    file = tmp_path / "boards.json"
    file.write_text(before)  # as an older version left it
    file.chmod(0o644)
    store = BoardStore(file)
    assert [entry.stat().st_mode & 0o777 for entry in tmp_path.iterdir()] == [0o600]
    store.put(Remembered("a", "ws://:secret@pi"))
    assert {entry.stat().st_mode & 0o777 for entry in tmp_path.iterdir()} == {0o600}


def test_rights_that_cannot_be_changed_are_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    (tmp_path / "boards.json").write_text('{"boards": [{"id": "a", "address": "virtual:a"}]}')
    assert BoardStore(tmp_path / "boards.json").all() == [Remembered("a", "virtual:a")]
    assert ("others may read" in caplog.text) == (sys.platform != "win32")


def test_a_file_that_cannot_be_written_is_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    store = BoardStore(tmp_path / "file" / "boards.json")
    store.put(Remembered("virtual:x", "virtual:x"))
    assert store.get("virtual:x")
    assert "not remembered" in caplog.text


def test_nothing_is_left_behind_in_the_folder(tmp_path: Path) -> None:
    store = BoardStore(tmp_path / "deep" / "boards.json")
    for number in range(3):
        store.put(Remembered(f"virtual:{number}", f"virtual:{number}"))
    store.remove("virtual:1")
    store.remove("virtual:7")
    assert os.listdir(tmp_path / "deep") == ["boards.json"]
    assert [board.id for board in BoardStore(tmp_path / "deep" / "boards.json").all()] == [
        "virtual:0",
        "virtual:2",
    ]
