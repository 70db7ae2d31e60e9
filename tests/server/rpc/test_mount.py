"""A folder of the PC on a board, as the editor asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jumperwire.board.state import State
from jumperwire.filesystem import mount
from rpc.editor import InProcess, RequestFailed, fits, served
from rpc.test_server import BOARD, connect

USES = "import helper\nprint('value', helper.value)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "work"
    found.mkdir()
    (found / "helper.py").write_text("value = 1\n")
    return found


async def execute(editor: InProcess, source: str) -> str:
    done = await editor.ask("board/exec", board=BOARD, source=source)
    assert done["traceback"] is None, done["traceback"]
    output: str = done["output"]
    return output.replace("\r\n", "\n")


async def run_there(editor: InProcess, source: str, **how: object) -> None:
    done = await editor.ask(
        "board/run", board=BOARD, source=source, fileName="main.py", fromMount=True, **how
    )
    assert done["kind"] == "done", done


async def mounted(editor: InProcess) -> Any:
    (board,) = (each for each in (await editor.ask("boards/list"))["boards"] if each["id"] == BOARD)
    return board["mounted"]


async def test_from_the_mounting_to_its_end(home: Path, folder: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        board = await editor.ask("board/mount", board=BOARD, folder=str(folder))
        assert fits(board, "Board")
        assert board["mounted"] == str(folder) == await mounted(editor)
        await run_there(editor, USES)
        await editor.until_shown(BOARD, "value 1\n")
        (folder / "helper.py").write_text("value = 2\n")
        await run_there(editor, "import os\nos.chdir('/')")
        await run_there(editor, USES)
        await editor.until_shown(BOARD, "value 2\n")
        (folder / "helper.py").write_text("value = 3\n")
        await editor.ask("board/softReset", board=BOARD)
        await run_there(editor, USES)
        await editor.until_shown(BOARD, "value 3\n")
        (folder / "helper.py").write_text("value = 4\n")
        await run_there(editor, USES, softReset=True)
        await editor.until_shown(BOARD, "value 4\n")
        board = await editor.ask("board/unmount", board=BOARD)
        assert board["mounted"] is None is await mounted(editor)
        where = await execute(editor, "import os\nprint(os.getcwd(), 'remote' in os.listdir('/'))")
        assert where == "/ False\n"
        changes = [params["boards"] for name, params in editor.notified if name == "boards/didChange"]
        told = [each["mounted"] for boards in changes for each in boards if each["id"] == BOARD]
        assert str(folder) in told


async def test_a_disconnect_ends_it(home: Path, folder: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        await editor.ask("board/mount", board=BOARD, folder=str(folder))
        await editor.ask("board/disconnect", board=BOARD)
        assert await mounted(editor) is None
        await editor.ask("board/connect", board=BOARD)
        assert await mounted(editor) is None
        await run_there(editor, "import os\nprint('found', os.listdir('/').count('remote'))")
        await editor.until_shown(BOARD, "found 0\n")


async def test_a_window_that_closes_ends_it(home: Path, folder: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        await editor.ask("board/mount", board=BOARD, folder=str(folder))
        session = editor.server.app.registry.session(BOARD)
    assert mount.entered(session) is None
    assert session.state is State.CLOSED


async def test_refusals(home: Path, folder: Path) -> None:
    async def refused(editor: InProcess, method: str, **params: object) -> str:
        with pytest.raises(RequestFailed) as failed:
            await editor.ask(method, board=BOARD, **params)
        code: str = failed.value.data["code"]
        return code

    async with served(home) as editor:
        await connect(editor)
        none = str(folder / "none")
        assert await refused(editor, "board/mount", folder=none) == "local_file_failed"
        _, running = editor.begin(
            "board/run", {"board": BOARD, "source": "print('on')\nwhile True: pass", "fileName": "x.py"}
        )
        await editor.until_shown(BOARD, "on\n")
        assert await refused(editor, "board/mount", folder=str(folder)) == "program_running"
        assert await mounted(editor) is None
        board = await editor.ask("board/mount", board=BOARD, folder=str(folder), whenRunning="interrupt")
        assert board["mounted"] == str(folder)
        assert (await running)["result"]["kind"] == "interrupted"
        _, running = editor.begin(
            "board/run", {"board": BOARD, "source": "print('two')\nwhile True: pass", "fileName": "x.py"}
        )
        await editor.until_shown(BOARD, "two\n")
        with pytest.raises(RequestFailed):
            await run_there(editor, USES)
        await run_there(editor, USES, whenRunning="interrupt")
        await editor.until_shown(BOARD, "value 1\n")
        assert (await running)["result"]["kind"] == "interrupted"


async def test_the_files_of_the_board_are_its_own(home: Path, folder: Path, tmp_path: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        await editor.ask("files/write", board=BOARD, path="/own.py", base64="")
        await editor.ask("board/mount", board=BOARD, folder=str(folder))
        listed = (await editor.ask("files/list", board=BOARD, path="/"))["entries"]
        assert [entry["name"] for entry in listed] == ["own.py"]
        inside = (await editor.ask("files/list", board=BOARD, path="/remote"))["entries"]
        assert [entry["name"] for entry in inside] == ["helper.py"]
        for method, params in (
            ("files/remove", {"path": "/remote", "recursive": True}),
            ("files/remove", {"path": "/remote/helper.py"}),
            ("files/move", {"source": "/remote/helper.py", "target": "/helper.py"}),
        ):
            with pytest.raises(RequestFailed) as failed:
                await editor.ask(method, board=BOARD, **params)
            assert failed.value.data["code"] == "file_operation_failed"
        items = [{"local": str(tmp_path / "all"), "remote": "/"}]
        assert (await editor.ask("files/download", board=BOARD, items=items))["files"] == 1
        assert [path.name for path in (tmp_path / "all").iterdir()] == ["own.py"]
        items = [{"local": str(tmp_path / "there"), "remote": "/remote"}]
        assert (await editor.ask("files/download", board=BOARD, items=items))["files"] == 1
    assert (folder / "helper.py").read_text() == "value = 1\n"
