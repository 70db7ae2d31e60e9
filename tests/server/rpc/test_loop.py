"""The loop of the sidecar never waits for files of the PC to be found, read and written: threads do it."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from rpc.editor import InProcess, RequestFailed, served

BOARD = "virtual:x"
EVENTS = ("open", "os.scandir", "os.listdir")
UNFINISHED = ".jumperwire-"
"""Begins the name of a file in the making, which is opened relative to its folder where the system can."""

_watched: dict[str, list[str]] = {}
"""What the loop's thread opened or listed below each of these folders."""


def _hook(event: str, args: tuple[object, ...]) -> None:
    if not _watched or event not in EVENTS or threading.current_thread() is not threading.main_thread():
        return
    for folder, seen in _watched.items():
        if isinstance(path := args[0], str | os.PathLike) and os.fspath(path).startswith(
            (folder, UNFINISHED)
        ):
            by = [frame.name for frame in traceback.extract_stack() if "jumperwire" in frame.filename]
            seen.append(f"{event} {path} by {by[-1]} of {by[-2]}")


sys.addaudithook(_hook)  # cannot be taken back


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "workspace"
    (folder / "src" / "lib").mkdir(parents=True)
    (folder / "jumperwire.toml").write_text('board = "virtual:x"\n[[sync]]\nsource = "src"\ntarget = "/"\n')
    (folder / "src" / "main.py").write_text("print(1)\n")
    (folder / "src" / "lib" / "a.bin").write_bytes(bytes(5000))
    yield folder
    _watched.clear()


async def _all_of_it(editor: InProcess, folder: Path) -> None:
    src = {"local": str(folder / "src"), "remote": "/up"}
    await editor.ask("files/upload", board=BOARD, items=[src], token="t")
    await editor.ask(
        "files/download", board=BOARD, items=[{"local": str(folder / "d"), "remote": "/up"}], token="t"
    )
    await editor.ask("project/read", folder=str(folder))
    await editor.ask("sync/locate", folder=str(folder), path=str(folder / "src" / "main.py"))
    for direction in ("upload", "download"):
        plan = await editor.ask("sync/plan", board=BOARD, folder=str(folder), direction=direction)
        await editor.ask("sync/apply", plan=plan["id"], token="t", delete=True, exclude=[], choices={})
    await editor.ask(
        "sync/push", board=BOARD, folder=str(folder), paths=[str(folder / "src/main.py")], token="t"
    )
    await editor.ask("board/mount", board=BOARD, folder=str(folder))
    await editor.ask(
        "board/exec", board=BOARD, source="import os\nprint(os.listdir(), open('src/main.py').read())"
    )
    await editor.ask("board/unmount", board=BOARD)


async def test_files_of_the_pc_are_read_and_written_beside_the_loop(home: Path, workspace: Path) -> None:
    async with served(home) as editor:
        await editor.ask("boards/add", address=BOARD)
        await editor.ask("board/connect", board=BOARD)
        seen = _watched.setdefault(str(workspace), [])
        await _all_of_it(editor, workspace)
    assert seen == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
async def test_a_pipe_is_refused_and_one_in_a_folder_left_out(home: Path, workspace: Path) -> None:
    os.mkfifo(workspace / "src" / "pipe")
    (workspace / "src" / "loop").symlink_to("loop")
    async with served(home) as editor:
        await editor.ask("boards/add", address=BOARD)
        await editor.ask("board/connect", board=BOARD)
        pipe = {"local": str(workspace / "src" / "pipe"), "remote": "/x"}
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("files/upload", board=BOARD, items=[pipe], token="t")
        assert refused.value.data["code"] == "local_file_failed"
        assert refused.value.data["facts"]["cause"] == "it is neither a file nor a folder"
        done = await editor.ask(
            "files/upload", board=BOARD, items=[{"local": str(workspace / "src"), "remote": "/"}], token="t"
        )
        assert done["files"] == 2


async def test_what_can_never_fit_is_not_read(home: Path, workspace: Path) -> None:
    for number in range(3):
        with (workspace / "src" / f"{number}.bin").open("wb") as file:
            file.truncate(2 << 20)
    async with served(home) as editor:
        await editor.ask("boards/add", address=BOARD)
        await editor.ask("board/connect", board=BOARD)
        src = {"local": str(workspace / "src"), "remote": "/up"}
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("files/upload", board=BOARD, items=[src], token="t")
        assert refused.value.data["code"] == "file_system_full"
        facts = refused.value.data["facts"]
        assert (facts["path"], facts["needed"]) == ("/up", str((6 << 20) + 5009))
        assert int(facts["missing"]) == int(facts["needed"]) - int(facts["free"])
