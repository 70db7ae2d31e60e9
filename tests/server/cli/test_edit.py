"""``edit``: the editor is started by itself, and what a board names is read by no shell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address

from cli.inprocess import Said, jumper

pytestmark = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "with a space"
    folder.mkdir()
    editor = folder / "ed.py"
    editor.write_text("import sys\nopen(sys.argv[2], 'a').write(sys.argv[1])\n")
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{editor}" "two words"')
    monkeypatch.chdir(folder)
    return lambda *words: jumper("-b", unix_address(tmp_path / "flash"), *words)


@pytest.mark.parametrize(
    "name",
    ['a";touch X;"', "$(touch X)", "`touch X`", "-c touch X", "a&touch X", "con", "x" * 120, "ü%PATH%.py"],
)
def test_no_shell_reads_the_name_of_a_file(line: Line, name: str) -> None:
    said = line("edit", f":{name}", "+", "cat", f":{name}")
    assert (said.status, said.error) == (0, "")
    assert said.out.endswith("two words")
    assert not Path("X").exists()


@pytest.mark.parametrize("editor", ["no-such-editor -w", 'vi "unclosed', "."])
def test_an_editor_that_cannot_be_started(line: Line, monkeypatch: pytest.MonkeyPatch, editor: str) -> None:
    monkeypatch.setenv("EDITOR", editor)
    said = line("edit", "a.txt")
    assert said.status == 1
    assert said.error.startswith("jumper: edit: $EDITOR (")
