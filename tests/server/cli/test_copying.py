"""``cp -r`` of names that Linux allows, of hidden folders, and from board to board."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address

from cli.inprocess import Said, jumper

pytestmark = pytest.mark.skipif(bool(UNIX.missing) or os.name != "posix", reason=UNIX.missing or "")

NAMES = [".git/config", "12:30.csv", 'a\\b"c?', "x\x01y"]

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    (tmp_path / "pc").mkdir()
    monkeypatch.chdir(tmp_path / "pc")
    address = unix_address(tmp_path / "flash")
    made = "import os; os.mkdir('d'); os.mkdir('d/.git')\nfor n in %r:\n"
    made += " with open('d/'+n,'w') as f: f.write(n)"
    assert jumper("-b", address, "exec", made % (NAMES,)).error == ""
    return lambda *words: jumper("-b", address, *words)


def test_to_this_computer(line: Line) -> None:
    said = line("cp", "-r", ":d", ".")
    assert said.status == 1
    assert said.error == ("jumper: cp: .git: programs act on .git; --hidden copies it (and 1 others)\n")
    assert sorted(each.name for each in Path("d").iterdir()) == ["12:30.csv", 'a\\b"c?']
    again = line("cp", "-r", "--hidden", ":d", ".")
    assert "x\\x01y cannot be saved under this name here" in again.error
    assert Path("d", ".git", "config").read_text() == ".git/config"


def test_from_board_to_board(line: Line) -> None:
    assert line("cp", "-r", ":d", ":e").error == ""
    said = line("exec", f"for n in {NAMES!r}: print(open('e/'+n).read()==n)")
    assert said.out.split() == ["True"] * len(NAMES)


def test_a_sync_names_what_cannot_be_here(line: Line) -> None:
    Path("jumperwire.toml").write_text('[[sync]]\ntarget = "/d"\n')
    said = line("sync", "--download", ".")
    assert said.error.endswith("1 left alone, because this computer cannot have files with such names\n")
    assert "? /d/x\\x01y  (not a name for the target)" in said.out
    assert sorted(each.name for each in Path().iterdir()) == ["12:30.csv", 'a\\b"c?', "jumperwire.toml"]
