"""Words before any board: options, macros and where they come from."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from jumperwire.cli import main, output, user_macros
from jumperwire.cli.failure import Failure
from jumperwire.cli.macros import BUILT_IN, Macro, expand
from jumperwire.cli.options import Options, split
from jumperwire.cli.output import Output


def test_options_stand_in_front() -> None:
    words = ["-b", "one", "--board=two", "--baud", "9600", "--json", "-q", "ls", "-v"]
    assert split(words) == (Options(("one", "two"), 9600, True, True), ["ls", "-v"])


@pytest.mark.parametrize("words", [["--frobnicate"], ["-b"], ["--baud", "fast"], ["--baud=0"]])
def test_an_option_that_is_none_is_refused(words: list[str]) -> None:
    with pytest.raises(Failure):
        split(words)


@pytest.mark.parametrize(
    "words",
    [
        ["--frobnicate"],
        ["frobnicate"],
        ["-b"],
        ["-b", ""],
        ["-b="],
        ["--baud", "x"],
        ["--baud"],
        ["--baud=\u0661"],
    ],
)
def test_a_refusal_is_said_with_the_status_of_wrong_usage(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdout, stderr = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(output, "standard", lambda: (stdout, stderr))
    assert main.jumper(words) == 2
    assert (stdout.getvalue(), stderr.getvalue()[:8]) == (b"", b"jumper: ")


@pytest.mark.parametrize(
    ("words", "missing"), [(["sync"], "folder"), (["exec"], "code"), (["fs", "cat"], "path")]
)
def test_what_is_missing_is_named_and_nothing_else(
    words: list[str], missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.jumper(words) == 2
    assert capsys.readouterr().err.endswith(f"the following arguments are required: {missing}\n")


def test_a_macro_within_itself_is_the_command() -> None:
    macros = {**BUILT_IN, "ls": Macro(("ls", "-v")), "a": Macro(("b",)), "b": Macro(("a",))}
    assert expand(["ls"], macros) == ["ls", "-v"]
    assert expand(["a", "x"], macros) == ["a", "x"]


def test_ours_is_read_and_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    _write(tmp_path / "mpremote" / "config.py", "import os\ncommands = {'x': 'eval 1', 'y': 'eval 2'}\n")
    _write(
        tmp_path / "config" / "config.toml",
        '[commands]\nx = "eval 3"\n"z n=1" = {command = ["ls"], help = "h"}\n',
    )
    said = io.BytesIO()
    assert user_macros.read(Output(said, said)) == {
        "x": Macro(("eval", "3")),
        "y": Macro(("eval", "2")),
        "z": Macro(("ls",), "h", (("n", "1"),)),
    }
    assert said.getvalue() == b""


@pytest.mark.parametrize(
    "text", ["commands = make()", "commands = {1: 2}", "commands = 3", "commands = (", "\0"]
)
def test_what_cannot_be_read_without_running_it_is_told(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    _write(tmp_path / "mpremote" / "config.py", text)
    said = io.BytesIO()
    assert user_macros.read(Output(said, said)) == {}
    assert b"config.py is ignored: " in said.getvalue()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, "utf-8")
