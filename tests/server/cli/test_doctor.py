"""``doctor``: what is well is told as such, and what is not is found, with what to do about it."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from boards.catalog import MICROBIT, UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS, LinkSpec

from cli.inprocess import Said, jumper
from jumperwire import config
from jumperwire.board.notes import Notes
from jumperwire.transport import ports
from jumperwire.transport.ports import PortInfo

NEEDS_UNIX = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
BOARD = ["open", "repl", "firmware", "memory", "features", "files", "mpy-cross", "link"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    on_usb(monkeypatch)


def on_usb(monkeypatch: pytest.MonkeyPatch, *devices: str) -> None:
    """These are the ports, whatever this machine has."""
    found = [PortInfo(device, 0x2E8A, 5, "e66", "MicroPython", "Board in FS mode") for device in devices]
    monkeypatch.setattr(ports, "list_serial_ports", lambda: found)


def told(said: Said) -> dict[str, tuple[str, str]]:
    """The last line of each subject."""
    found = {}
    for line in said.out.splitlines():
        match = re.fullmatch(r"(ok|warn|fail) {1,4}(\S+) +(\S.*)", line)
        assert match, line
        found[match[2]] = (match[1], match[3])
    return found


@NEEDS_UNIX
def test_a_board_that_is_well(tmp_path: Path) -> None:
    said = jumper("-b", unix_address(tmp_path / "flash"), "doctor")
    assert (said.status, said.error) == (0, "")
    found = told(said)
    assert [*found][-8:] == BOARD
    assert {level for subject, (level, _) in found.items() if subject != "mpy-cross"} == {"ok"}
    assert found["firmware"][1].startswith("MicroPython 1.")
    assert found["link"][1].startswith("20 messages whole, ")
    assert found["port"] == ("ok", "none on USB")


@NEEDS_UNIX
def test_what_runs_is_stopped_and_nothing_is_reset(tmp_path: Path) -> None:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        jumper("-b", plug.address, "exec", "--no-follow", "import time\nwhile 1: time.sleep(0.1)")
        found = told(jumper("-b", plug.address, "doctor"))
        assert found["repl"] == ("ok", "at its prompt, since a program was stopped")
        said = jumper("-b", plug.address, "exec", "x = 7", "doctor", "resume", "eval", "x")
        assert said.out.endswith("\n7\n")


@NEEDS_UNIX
def test_the_ports_are_told_and_the_first_that_opens_is_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        on_usb(monkeypatch, "/dev/ttyNONE", plug.address)
        said = jumper("doctor")
    assert said.status == 1
    assert f"ok    port       {plug.address}  2e8a:0005  MicroPython  Board in FS mode  e66\n" in said.out
    assert "fail  open       failed to access /dev/ttyNONE: " in said.out
    assert told(said)["link"][0] == "ok"


@NEEDS_UNIX
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a port open")
def test_another_program_that_has_the_port(tmp_path: Path) -> None:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:  # which has the other end, and keeps this one
        level, detail = told(jumper("-b", plug.address, "doctor"))["access"]
    assert level == "warn"
    assert re.fullmatch(rf"failed to access {plug.address} \(it may be .*\); close \S+, process \d+", detail)


@pytest.mark.skipif(sys.platform == "win32", reason="ports have no groups there")
def test_a_port_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = tmp_path / "ttyACM0"
    port.touch(0o000)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(port))  # root may open anything
    level, detail = told(jumper("-b", str(port), "doctor"))["access"]
    assert level == "warn"
    assert re.match(rf"failed to access {port}: permission denied; to join \S+: sudo usermod -aG ", detail)


def test_no_board_at_all() -> None:
    said = jumper("doctor")
    assert said.status == 1
    assert told(said)["port"] == (
        "fail",
        "there is no port on USB: plug the board in, with a cable that carries data",
    )


def test_no_board_in_wsl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.release", lambda: "6.6.87.2-microsoft-standard-WSL2")
    assert "usbipd" in told(jumper("doctor"))["port"][1]


def test_a_library_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jumperwire.cli.commands.health_pc._LIBRARIES", ("no-such-library",))
    assert told(jumper("doctor"))["library"] == (
        "fail",
        f"no-such-library is not installed: run {sys.executable} -m pip install no-such-library",
    )


@contextmanager
def server(answer: bytes) -> Iterator[str]:
    """Something that is no board: it says this to whatever it hears."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            client, _ = listening.accept()
            with client:
                while client.recv(4096):
                    client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"socket://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"", "does not answer: is MicroPython on it? Press its reset button"),
        (b"\xff\x80\x00" * 30, "try another --baud"),
        (b"login: ", "answers, but not as MicroPython's REPL does: "),
    ],
)
def test_what_is_no_board(answer: bytes, expected: str) -> None:
    with server(answer) as address:
        said = jumper("-b", address, "doctor")
    level, detail = told(said)["repl"]
    assert (said.status, level) == (1, "fail")
    assert expected in detail


@pytest.mark.skipif(bool(MICROBIT.missing), reason=MICROBIT.missing or "")
def test_a_small_board(tmp_path: Path) -> None:
    with MICROBIT.start(tmp_path) as address:
        said = jumper("-b", address, "doctor")
    found = told(said)
    assert said.status == (found["link"][0] == "fail")  # it loses bytes now and then
    assert found["firmware"][1].startswith("MicroPython 1.9")
    assert found["features"][0] == found["files"][0] == "warn"
    assert "hashlib.sha256" in found["features"][1]
    assert found["mpy-cross"] == ("ok", "the board loads no compiled files")


@NEEDS_UNIX
def test_json_and_silence(tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash")
    found = json.loads(jumper("--json", "-b", address, "doctor").out)
    assert [each["subject"] for each in found][-8:] == BOARD
    assert [*found[0]] == ["level", "subject", "detail"]
    both = jumper("-b", address, "-b", "/dev/ttyNONE", "--json", "doctor")
    levels = {told["board"]: told["value"][-1]["level"] for told in map(json.loads, both.out.splitlines())}
    assert (both.status, levels) == (1, {address: "ok", "/dev/ttyNONE": "fail"})
    quiet = jumper("-q", "doctor")
    assert (quiet.status, quiet.out.count("\n"), quiet.out[:4]) == (1, 1, "fail")


@NEEDS_UNIX
@pytest.mark.parametrize(
    ("spec", "level", "expected"),
    [
        (
            LinkSpec("slow", latency=0.08),
            "warn",
            r"a round trip takes \d+ ms: try another cable .*",
        ),
        (
            LinkSpec("bad", corruption=0.002),
            "fail",
            r"\d+ of 20 messages were damaged on the way: .*|.* sent .*",
        ),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_link_that_is_not_as_it_should_be(
    tmp_path: Path, spec: LinkSpec, level: str, expected: str
) -> None:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(spec, command) as plug:
        said = jumper("-b", plug.address, "doctor")
    found = told(said)
    assert found["link"][0] == level
    assert re.fullmatch(expected, found["link"][1])
    assert said.status == (level == "fail")


@NEEDS_UNIX
def test_what_is_full_and_what_transfers_taught(tmp_path: Path) -> None:
    address = unix_address(tmp_path / "flash", 1 << 18)
    (tmp_path / "a.bin").write_bytes(os.urandom(240_000))
    jumper("-b", address, "cp", str(tmp_path / "a.bin"), ":")
    notes = Notes(config.data_dir() / "ways", address)
    about = "import sys; print(*sys.implementation[1][:3], sep='.'); print(sys.platform)"
    version, machine = jumper("-b", address, "exec", about).out.split()
    notes.put(f"micropython {version} {machine}", strategy="lines", reason="transfer_corrupt")
    said = jumper("-b", address, "doctor")
    assert said.status == 0
    assert re.search(r"^warn  files +/ is nearly full: \d+ bytes are free$", said.out, re.MULTILINE)
    assert (
        "warn  features   files are sent by lines, because faster ways have failed: transfer_corrupt\n"
        in said.out
    )
