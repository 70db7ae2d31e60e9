"""Images of ROM file systems: as mpremote makes them, readable, and mounted by a board."""

from __future__ import annotations

import contextlib
import importlib.util
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from boards.catalog import UNIX, unix_address
from filesystem.mount.mounted import say
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.board.session import Session
from jumperwire.errors import LocalFileFailed
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload
from jumperwire.packages import rom_folder
from jumperwire.packages.rom_image import HEADER, Entry, File, Folder, content_size, image, is_whole

MPREMOTE = pytest.mark.skipif(importlib.util.find_spec("mpremote") is None, reason="no mpremote")

ASCII = st.text("abcXYZ019 _.-", min_size=1, max_size=150).filter(lambda name: name not in (".", ".."))
ANY = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40)
NAMES = ANY.filter(lambda name: name not in (".", ".."))


def entries(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[Entry]]:
    files = st.builds(File, names, st.binary(max_size=300))
    folders = st.recursive(
        st.builds(Folder, names, st.lists(files, max_size=3).map(tuple)),
        lambda inner: st.builds(Folder, names, st.lists(st.one_of(files, inner), max_size=3).map(tuple)),
        max_leaves=8,
    )
    return st.lists(st.one_of(files, folders), max_size=6)


def number(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    while data[at] & 0x80:
        value, at = value << 7 | data[at] & 0x7F, at + 1
    return value << 7 | data[at], at + 1


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = number(data, at)
        size, at = number(data, at)
        yield kind, data[at : at + size]
        at += size
    assert at == len(data)


def read(data: bytes) -> Iterator[Entry]:
    for kind, content in records(data):
        size, at = number(content, 0)
        name, rest = content[at : at + size].decode(), content[at + size :]
        if kind == 4:
            yield Folder(name, tuple(read(rest)))
        else:
            assert kind == 5
            [(kind, found)] = records(rest)
            assert kind == 2
            yield File(name, found)


@given(entries(NAMES))
def test_it_can_be_read_and_has_an_even_length(tree: list[Entry]) -> None:
    made = image(tree)
    size = content_size(made[:12])
    assert size is not None
    assert made.startswith(HEADER)
    assert len(made) % 2 == 0
    assert list(read(made[len(made) - size :])) == tree
    assert is_whole(made)
    assert is_whole(made + b"\0")
    assert not is_whole(made[:-1])


def add(writer: Any, tree: list[Entry]) -> None:
    for entry in tree:
        if isinstance(entry, File):
            writer.mkfile(entry.name, entry.data)
        else:
            writer.opendir(entry.name)
            add(writer, list(entry.entries))
            writer.closedir()


@MPREMOTE
@given(entries(ASCII))
def test_it_is_mpremotes(tree: list[Entry]) -> None:
    from mpremote.romfs import VfsRomWriter

    writer = VfsRomWriter()
    add(writer, tree)
    assert image(tree) == bytes(writer.finalise())


@MPREMOTE
@pytest.mark.parametrize("size", [0, 1, 120, 127, 128, 16_383, 16_384, 3_000_000])
async def test_it_is_mpremotes_for_a_folder(tmp_path: Path, size: int) -> None:
    from mpremote.romfs import make_romfs

    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/b/large", "B", "a/x.py", ".hidden", "a.b"):
        (tmp_path / name).write_bytes(bytes(size))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        theirs = make_romfs(str(tmp_path), mpy_cross=False)
    assert image(await rom_folder.read(tmp_path, None)) == bytes(theirs)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0"])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        File(name, b"")
    with pytest.raises(ValueError, match="no name"):
        Folder(name, ())


@pytest.mark.parametrize("data", [b"", b"\xd2\xcd", HEADER, b"\xd2\xcd\x31\x80\x80", b"\xff" * 12])
def test_what_is_no_image(data: bytes) -> None:
    assert content_size(data) is None
    assert not is_whole(data)


async def test_a_link_to_a_folder_that_it_is_in(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    try:
        (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links")
    with pytest.raises(LocalFileFailed):
        await rom_folder.read(tmp_path, None)


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
async def test_a_board_mounts_it(tmp_path: Path) -> None:
    tree: list[Entry] = [
        Folder("lib", (File("mod.py", b"value = 7\n"), Folder("\xfc", ()))),
        File("\u65e5.bin", bytes(range(256)) * 70),
    ]

    session = Session(unix_address(tmp_path / "flash"))
    await session.connect()
    async with session.lease() as board:
        await upload(board, [Outgoing("/image", image(tree))])
    said = await say(
        session,
        "import os, sys, vfs\n"
        "vfs.mount(vfs.VfsRom(open('/image', 'rb').read()), '/rom')\n"
        "sys.path.append('/rom/lib')\nimport mod\n"
        "print(os.listdir('/rom'), os.listdir('/rom/lib'), mod.value)\n"
        "print(open('/rom/\u65e5.bin', 'rb').read() == bytes(range(256)) * 70)",
    )
    assert said == "['lib', '\\u65e5.bin'] ['mod.py', '\\xfc'] 7\nTrue\n"
    await session.disconnect()
