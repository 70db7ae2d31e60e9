"""ROM partitions from the command line, where mpremote has nothing to compare with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address

from cli.cases import ROM_BOOT
from cli.inprocess import Said, jumper
from jumperwire.packages import mpy_cross

pytestmark = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A line for a board that has its files from one line to the next, and a folder to make an image of."""
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "m.py").write_text("value = 7\n")

    def run(*words: str) -> Said:
        return jumper("-b", unix_address(tmp_path / "flash"), *words)

    assert run("cp", str(ROM_BOOT), ":boot.py").status == 0
    return run


def test_partitions_are_json_if_asked_for(line: Line) -> None:
    line("romfs", "-p", "1", "--no-mpy", "deploy", "src")
    first, second, third = json.loads(line("--json", "romfs", "query").out)
    assert first == {"partition": 0, "size": 32768, "block": 4096, "image": None}
    assert (second["image"], third["block"]) == (19, 4096)


def test_an_image_is_written_once(line: Line) -> None:
    assert (
        line("-q", "romfs", "deploy", "src", "+", "soft-reset", "exec", "import m; print(m.value)").out
        == "7\n"
    )
    assert line("romfs", "deploy", "src").out.endswith("\nUp to date: ROMFS0\n")


def test_half_an_image_is_refused(line: Line, tmp_path: Path) -> None:
    line("romfs", "--no-mpy", "build", "src")
    whole = (tmp_path / "src.romfs").read_bytes()
    (tmp_path / "src.romfs").write_bytes(whole[:-1])
    said = line("romfs", "deploy", "src.romfs")
    assert said.error == "jumper: romfs: src.romfs is not a ROM file system image, or not a whole one\n"


@pytest.mark.parametrize("command", ["build", "deploy"])
def test_without_a_compiler_sources_stay_sources(
    line: Line, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(mpy_cross, "_command", lambda *_: None)
    said = line("romfs", command, "src")
    assert (said.status, "\\-- m.py\n" in said.out) == (0, True)
    assert "mpy-cross was not found (mpy-cross), so sources are not compiled: run python" in said.error
