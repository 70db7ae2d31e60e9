"""Trees of files on a board: deleted with all that is in them, around mounts, and very large ones drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address

from cli.inprocess import Said, jumper

pytestmark = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")

Line: TypeAlias = Callable[..., Said]

MEMORY = """
import vfs
class Memory:
    data = bytearray(64 * 512)
    def readblocks(self, n, b, o=0): b[:] = self.data[n * 512 + o:n * 512 + o + len(b)]
    def writeblocks(self, n, b, o=0): self.data[n * 512 + o:n * 512 + o + len(b)] = b
    def ioctl(self, q, x): return {4: 64, 5: 512, 6: 0}.get(q)
vfs.VfsLfs2.mkfs(Memory())
vfs.mount(vfs.VfsLfs2(Memory()), '/sd')
open('/sd/one', 'w').close()
"""
"""A file system in memory, with a file."""

FLAT = """
import os
class Flat:
    def mount(self, readonly, mkfs): pass
    def umount(self): pass
    def ilistdir(self, path): raise OSError({number})
    def stat(self, path): raise OSError({number})
    def open(self, path, mode): raise OSError({number})
    def chdir(self, path): pass
os.mount(Flat(), '/flat')
os.chdir('/flat')
"""
"""A file system of a user's, with no more than it takes, where one stands."""


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A line for a board that has its files from one line to the next."""
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return lambda *words: jumper("-b", unix_address(tmp_path / "flash"), *words)


def words(source: str, rest: str) -> list[str]:
    """A line that runs ``source``, and then more."""
    return ["exec", source, "+", *rest.split()]


def test_where_a_file_system_is_mounted_is_emptied_and_left(line: Line) -> None:
    said = line(*words(MEMORY, "mkdir d d/e + touch d/f + rm -rv :/sd :/d + ls :/sd"))
    assert said.status == 0, said.error
    assert said.out.splitlines()[-7:] == [
        "removed: '/sd/one'",
        "skipped: '/sd' (vfs mountpoint)",
        "rm :/d",
        "removed directory: '/d/e'",
        "removed: '/d/f'",
        "removed directory: '/d'",
        "ls :/sd",
    ]


def test_the_root_is_emptied_with_what_is_mounted_in_it(line: Line) -> None:
    said = line(*words(MEMORY, "mkdir d + touch d/f g + rm -rv :/ + ls :/sd + ls :/"))
    assert said.status == 0, said.error
    shown = [each for each in said.out.splitlines() if not each.startswith(("touch", "mkdir", "ls", "rm"))]
    assert shown == [
        "removed: '/sd/one'",
        "skipped: '/sd' (vfs mountpoint)",
        "removed: '/d/f'",
        "removed directory: '/d'",
        "removed: '/g'",
        "skipped: '/' (vfs mountpoint)",
        "           0 sd/",
    ]


def test_what_cannot_be_deleted_is_named_behind_what_was(line: Line) -> None:
    again = "vfs.umount('/sd'); vfs.mount(vfs.VfsLfs2(Memory()), '/sd', readonly=True)"
    said = line(*words(MEMORY + again, "touch a d + mkdir e + rm -rv :/e :/sd"))
    assert said.status == 1
    assert "removed directory: '/e'" in said.out
    assert said.error.startswith("jumper: rm: /sd/one: ")


def test_a_board_that_does_not_tell_its_mounts_is_not_thought_to_have_a_folder_for_one(line: Line) -> None:
    old = "import sys\nsys.modules['vfs'] = type('old', (), {'VfsLfs2': 0})"
    said = line("--json", *words(MEMORY + old, "mkdir d + df"))
    assert [mount["path"] for mount in json.loads(said.out.splitlines()[-1])] == ["/", "/sd"]


@pytest.mark.parametrize(
    ("number", "name"), [(2, "No such file"), (21, "Is a directory"), (17, "exists"), (19, "ENODEV")]
)
def test_a_file_system_that_does_not_tell_where_one_stands(line: Line, number: int, name: str) -> None:
    said = line(*words(FLAT.format(number=number), "cat :/flat/f"))
    assert said.status == 1
    assert name in said.error, said.error
    assert line(*words(FLAT.format(number=number), "touch :/there + ls :/")).status == 0
