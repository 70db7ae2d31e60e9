"""What a board may ask of a mount, and must not get: requests as no program of ours makes them."""

from __future__ import annotations

import contextlib
import errno
import os
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.filesystem.mount import beneath, errnos, handles
from jumperwire.filesystem.mount.folder import FILE, MISSING, Folder
from jumperwire.filesystem.mount.service import WHOLE, Service
from jumperwire.protocol.mount_messages import Answer, Request

Ask = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "folder/sub").mkdir(parents=True)
    (tmp_path / "folder/small").write_bytes(b"1")
    (tmp_path / "folder/large").write_bytes(bytes(5000))
    return tmp_path / "folder"


@pytest.fixture
def ask(folder: Path) -> Iterator[Ask]:
    service = Service(600)
    service.folders[3] = Folder(folder)

    def asked(operation: int, arguments: bytes) -> Answer:
        return service.serve(Request(32, operation, arguments, 0))

    yield asked
    service.release()


def opened(answer: Answer) -> tuple[int, int, bytes]:
    number, size = struct.unpack_from("<BI", answer.content)
    return number, size, answer.content[5:]


@given(st.integers(0, 255), st.binary(max_size=40))
def test_any_request_has_an_answer(operation: int, arguments: bytes) -> None:
    service = Service(600)
    assert 0 < service.serve(Request(32, operation, arguments, 0)).error < 256


@pytest.mark.parametrize(
    "arguments",
    [b"", b"\3\xff", b"\3a\0b", b"\3" + b"x" * 300, b"\3/\0r"],
)
def test_paths_that_are_none(ask: Ask, arguments: bytes) -> None:
    for operation in (1, 2, 3, 7, 8, 9, 10):
        answer = ask(operation, arguments)
        assert answer.error or operation in (1, 2), operation


def test_what_is_not_mounted(ask: Ask) -> None:
    assert ask(1, b"\4/small").error == errnos.ENODEV
    assert ask(4, struct.pack("<BI", 9, 0)).error == errnos.EBADF
    assert ask(6, b"\x09").error == errnos.EBADF
    assert ask(6, bytes((WHOLE,))).error == errnos.EBADF


def test_small_files_are_whole_and_large_ones_open(ask: Ask) -> None:
    assert opened(ask(3, b"\3/small\0rb")) == (WHOLE, 1, b"1")
    number, size, data = opened(ask(3, b"\3/large\0rb"))
    assert (number, size, len(data)) == (0, 5000, 600)
    assert len(ask(4, struct.pack("<BI", number, 4900)).content) == 100
    assert ask(4, struct.pack("<BI", number, 6000)).content == b""
    assert ask(6, bytes((number,))) == Answer()


def test_no_more_files_than_so_many(ask: Ask, folder: Path) -> None:
    first = opened(ask(3, b"\3/large\0rb"))[0]
    for number in range(handles.MOST - 1):
        assert ask(3, b"\3/new%d\0wb" % number).error == 0
    assert ask(3, b"\3/more\0wb").error == 0
    assert len(ask(5, struct.pack("<BI", first, 0) + b"x").content) == 4  # its number went to another one
    assert ask(3, b"\3/more\0wb").error == errnos.EMFILE
    assert (folder / "more").read_bytes() == b"x"
    assert (folder / "large").stat().st_size == 5000


def test_a_long_list_comes_in_parts(ask: Ask, folder: Path) -> None:
    names = sorted(f"file {number} of many" for number in range(100))
    for name in names:
        (folder / "sub" / name).touch()
    (folder / "sub" / ("\u00e4" * 120)).touch()
    heard: list[str] = []
    more = True
    while more:
        content = ask(2, b"\3/sub\0" + (heard[-1].encode() if heard else b"")).content
        assert len(content) <= 600
        more, at = bool(content[0]), 1
        while at < len(content):
            assert content[at] == FILE
            end = at + 10 + content[at + 9]
            heard.append(content[at + 10 : end].decode())
            at = end
    assert heard == [*names, "\u00e4" * 120]


def test_names_that_no_board_could_say_are_not_listed(ask: Ask, folder: Path) -> None:
    (folder / "link out").symlink_to("../secret")
    (folder / "link in").symlink_to("small")
    (folder / "dangling").symlink_to("nothing")
    os.close(os.open(os.fsencode(folder) + b"/\xff", os.O_CREAT))
    assert [entry.name for entry in Folder(folder).entries("/", "")] == ["large", "link in", "small", "sub"]


@pytest.mark.parametrize("target", ["turns", "other"])
def test_links_in_a_circle_are_an_error_and_hide_nothing_else(ask: Ask, folder: Path, target: str) -> None:
    (folder / "turns").symlink_to(target)
    (folder / "other").symlink_to("turns")
    assert [entry.name for entry in Folder(folder).entries("/", "")] == ["large", "small", "sub"]
    assert ask(2, b"\3/\0").error == 0
    assert ask(1, b"\3/turns").error == 40
    assert ask(3, b"\3/turns\0w").error == 40
    assert ask(2, b"\3/turns\0").error in (20, 40)
    assert ask(9, b"\3/turns").error == 0


def test_what_is_exchanged_for_a_link_meanwhile_leads_nowhere(folder: Path) -> None:
    """A folder that becomes a link out, and one again, as quickly as can be."""
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "f").write_bytes(b"secret")
    (folder / "swapped").mkdir()
    (folder / "swapped/f").write_bytes(b"inside")
    done = threading.Event()

    def swap() -> None:
        while not done.is_set():
            (folder / "swapped").rename(folder / "kept")
            (folder / "swapped").symlink_to("../outside")
            (folder / "swapped").unlink()
            (folder / "kept").rename(folder / "swapped")

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        seen = set[bytes]()
        for number in range(1_000):
            with contextlib.suppress(OSError), Folder(folder).open("/swapped/f", "r") as file:
                seen.add(file.read())
            with contextlib.suppress(OSError), Folder(folder).open("/swapped/f", "r+") as file:
                file.write(b"inside")
            with contextlib.suppress(OSError):
                Folder(folder).make(f"/swapped/{number}")
    finally:
        done.set()
        swapper.join()
    assert seen == {b"inside"}
    assert [path.name for path in outside.iterdir()] == ["f"]
    assert (outside / "f").read_bytes() == b"secret"


@pytest.mark.parametrize("supported", [True, False])
def test_files_are_opened_as_the_mode_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, supported: bool
) -> None:
    monkeypatch.setattr(beneath, "SUPPORTED", supported and beneath.SUPPORTED)
    files = Folder(folder)
    with files.open("/sub/new", "x") as file:
        assert (file.readable(), file.writable()) == (False, True)
        file.write(b"12")
    with pytest.raises(FileExistsError):
        files.open("/sub/new", "x")
    for mode, content in {"r": b"12", "r+": b"12", "a": b"12", "w": b"", "w+": b""}.items():
        with files.open("/sub/new", mode) as file:
            assert file.readable() is (mode != "w")
            assert file.writable() is (mode != "r")
        assert (folder / "sub/new").read_bytes() == content
    assert (folder / "sub/new").stat().st_mode & 0o111 == 0
    for mode in ("", "q"):
        with pytest.raises(OSError, match="mode"):
            files.open("/sub/new", mode)
    (folder / "link").symlink_to("../secret")
    for change in (files.look, files.make, lambda path: files.open(path, "w")):
        with pytest.raises(PermissionError):
            change("/link")
    files.rename("/link", "/sub/link")
    files.remove("/sub/link")
    assert (folder.parent / "secret").read_bytes() == b"secret"


def test_an_import_is_told_what_it_asks_for_next(folder: Path) -> None:
    (folder / "m.py").touch()
    kinds = [(entry.name, entry.kind) for entry in Folder(folder).family("/m")]
    assert kinds == [("m", MISSING), ("m.py", FILE), ("m.mpy", MISSING)]
    assert [entry.name for entry in Folder(folder).family("/a/__init__.py")] == [
        "__init__.py",
        "__init__.mpy",
    ]
    assert [entry.name for entry in Folder(folder).family("/")] == [""]


@given(st.lists(st.sampled_from(["..", ".", "", "a", "sub", "leads out", "secret", "folder"]), max_size=8))
def test_no_path_leads_out(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    base = tmp_path_factory.getbasetemp() / "escape"
    (base / "folder/sub").mkdir(parents=True, exist_ok=True)
    if not (base / "folder/leads out").is_symlink():
        (base / "folder/leads out").symlink_to("..")
    with contextlib.suppress(PermissionError):
        found = Folder(base / "folder").locate("/".join(parts))
        assert found.resolve().is_relative_to((base / "folder").resolve())


def test_errors_that_no_board_knows() -> None:
    assert errnos.number(OSError(errno.ENOTEMPTY, "")) == 39
    assert errnos.number(OSError(errno.ECHILD, "")) == errnos.EIO
    assert errnos.number(OSError("no number")) == errnos.EIO
