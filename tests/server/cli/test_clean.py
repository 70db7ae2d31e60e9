"""No name of a board reaches a terminal as an escape sequence; ``--json`` has it as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address
from hypothesis import given
from hypothesis import strategies as st

from cli.inprocess import Said, jumper
from jumperwire.clean import clean

Line: TypeAlias = Callable[..., Said]

EVIL = "\x1b]52;c;aGk=\x07\x9b2J\u202e"


@given(st.text(max_size=20), st.sampled_from(["", "\n", "\t"]))
def test_only_what_is_kept_is_not_printable(text: str, kept: str) -> None:
    assert all(char.isprintable() or char in kept for char in clean(text, kept))
    assert clean("caf\u00e9 \u4e16") == "caf\u00e9 \u4e16"
    assert clean("a\udcff\x1b") == "a\\xff\\x1b"


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    if UNIX.missing:
        pytest.skip(UNIX.missing)
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    (tmp_path / "pc" / EVIL).mkdir(parents=True)
    (tmp_path / "pc" / EVIL / "f").write_text("x")
    monkeypatch.chdir(tmp_path / "pc")
    address = unix_address(tmp_path / "flash")
    assert jumper("-q", "-b", address, "cp", "-r", EVIL, ":").error == ""
    (tmp_path / "pc" / EVIL / "new").write_text("x")
    return lambda *words: jumper("-b", address, *words)


@pytest.mark.parametrize(
    "words",
    [
        "ls",
        "tree",
        "du :",
        "fs -v du :",
        "touch {0}/g",
        "cp {0}/f :g",
        "sync -n .",
        "cp -r : pc",
        "edit :{0}/f",
        "rm -rv {0}",
    ],
)
def test_commands_that_show_names(line: Line, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    said = line(*(word.format(EVIL) for word in words.split()))
    shown = said.out + said.error
    assert all(char.isprintable() or char in "\n\t" for char in shown)
    assert "\\x1b]52;c;aGk=\\x07\\x9b2J" in shown


def test_json_has_names_as_they_are(line: Line) -> None:
    assert [each["name"] for each in json.loads(line("--json", "ls").out)] == [EVIL]
