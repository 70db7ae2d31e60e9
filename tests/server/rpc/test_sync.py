"""Syncs as the editor asks for them, with virtual boards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from boards.catalog import UNIX, unix_address

from jumperwire.board.state import State
from jumperwire.errors import PlanStale
from rpc.editor import PATIENCE, Editor, InProcess, RequestFailed, fits, result, served, sidecar


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "main.py").write_text("print('hello')\n")
    (folder / "lib").mkdir()
    (folder / "lib" / "a.py").write_text("a = 1\n" * 100)
    return folder


async def connected(editor: Editor, name: str = "x") -> str:
    board = await editor.ask("boards/add", address=f"virtual:{name}")
    await editor.ask("board/connect", board=board["id"])
    identity: str = board["id"]
    return identity


async def planned(editor: Editor, board: str, folder: Path, **more: str) -> dict[str, Any]:
    plan: dict[str, Any] = await editor.ask("sync/plan", board=board, folder=str(folder), **more)
    assert fits(plan, "SyncPlan")
    return plan


async def until_running(editor: InProcess, board: str) -> None:
    session = editor.server.app.registry.session(board)
    await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)


def by_action(plan: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in plan["steps"]:
        found.setdefault(step["action"], []).append(step["path"])
    return found


async def test_a_plan_is_shown_and_then_carried_out(home: Path, work: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        plan = await planned(editor, board, work)
        assert by_action(plan) == {"create": ["/lib", "/lib/a.py", "/main.py"]}
        main_py = plan["steps"][2]
        assert main_py["local"] == str(work / "main.py")
        assert (main_py["size"], main_py["oldSize"], main_py["reason"]) == (15, None, "onlyHere")
        assert (plan["room"], plan["doubts"], plan["size"]) == ([], [], 615)
        done = await editor.ask("sync/apply", plan=plan["id"], token="t")
        assert fits(done, "SyncResult")
        assert (done["files"], done["size"], done["left"]) == (2, 615, [])
        await editor.until_notified("files/didProgress", token="t", filesDone=2, files=2)
        again = await planned(editor, board, work)
        assert by_action(again) == {"unchanged": ["/lib/a.py", "/main.py"]}
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("sync/apply", plan=plan["id"])
        assert refused.value.data["code"] == "plan_stale"


async def test_what_is_decided_is_done(home: Path, work: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        for name in ("main.py", "keep.py", "go.py"):
            await editor.ask("files/write", board=board, path=f"/{name}", base64="Ym9hcmQ=")
        plan = await planned(editor, board, work)
        assert by_action(plan) == {
            "conflict": ["/main.py"],
            "create": ["/lib", "/lib/a.py"],
            "delete": ["/go.py", "/keep.py"],
        }
        done = await editor.ask(
            "sync/apply",
            plan=plan["id"],
            delete=True,
            exclude=["/keep.py"],
            choices={"/main.py": "board"},
        )
        assert (done["files"], done["deleted"], done["left"]) == (1, 1, [])
        plan = await planned(editor, board, work)
        done = await editor.ask("sync/apply", plan=plan["id"], choices={"/main.py": "mine"})
        assert done["files"] == 1
        read = await editor.ask("files/read", board=board, path="/main.py")
        assert read["base64"] == "cHJpbnQoJ2hlbGxvJykK"


@pytest.mark.skipif(UNIX.missing is not None, reason=str(UNIX.missing))
async def test_a_name_that_is_not_utf8_is_left_out_as_it_is_shown(
    home: Path, work: Path, tmp_path: Path
) -> None:
    async with served(home) as editor:
        board = (await editor.ask("boards/add", address=unix_address(tmp_path / "flash")))["id"]
        await editor.ask("board/connect", board=board)
        source = "open(b'/odd\\xff', 'w').close()\nopen('/go', 'w').close()"
        assert (await editor.ask("board/exec", board=board, source=source))["traceback"] is None
        plan = await planned(editor, board, work)
        assert by_action(plan)["delete"] == ["/go", "/odd\\xff"]
        done = await editor.ask("sync/apply", plan=plan["id"], delete=True, exclude=["/odd\\xff"])
        assert done["deleted"] == 1
        assert by_action(await planned(editor, board, work))["delete"] == ["/odd\\xff"]


async def test_the_other_way_round(home: Path, work: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        await editor.ask("files/write", board=board, path="/new.py", base64="Ym9hcmQ=")
        await editor.ask("files/write", board=board, path="/main.py", base64="Ym9hcmQ=")
        plan = await planned(editor, board, work, direction="download")
        assert {step["path"]: (step["action"], step["reason"]) for step in plan["steps"]} == {
            "/lib": ("delete", "onlyHere"),
            "/lib/a.py": ("delete", "onlyHere"),
            "/main.py": ("conflict", "neverSynced"),
            "/new.py": ("create", "onlyThere"),
        }
        await editor.ask("sync/apply", plan=plan["id"], choices={"/main.py": "board"})
        assert (work / "main.py").read_bytes() == (work / "new.py").read_bytes() == b"board"
        assert (work / "lib" / "a.py").exists()


async def test_a_plan_lasts_until_it_can_be_carried_out(home: Path, work: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        plan = await planned(editor, board, work)
        editor.begin("board/run", {"board": board, "source": "while True: pass", "fileName": "x"})
        await until_running(editor, board)
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("sync/apply", plan=plan["id"])
        assert refused.value.data["code"] == "program_running"
        done = await editor.ask("sync/apply", plan=plan["id"], whenRunning="interrupt")
        assert done["files"] == 2


async def test_saving_a_file(home: Path, work: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        paths = [str(work / "main.py"), str(work / "elsewhere" / "x.py")]
        done = await editor.ask("sync/push", board=board, folder=str(work), paths=paths, token="p")
        assert fits(done, "SyncPushResult")
        assert done["result"]["files"] == 1
        assert (done["same"], done["deleted"]) == (["/main.py"], [])
        editor.begin("board/run", {"board": board, "source": "while True: pass", "fileName": "x"})
        await until_running(editor, board)
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("sync/push", board=board, folder=str(work), paths=paths)
        assert refused.value.data["code"] == "program_running"
        await editor.ask("board/interrupt", board=board)


async def test_a_project_file(home: Path, work: Path) -> None:
    async with served(home) as editor:
        read = await editor.ask("project/read", folder=str(work))
        assert fits(read, "Project")
        assert read == {
            "file": None,
            "boards": [],
            "pairs": [{"source": str(work), "target": "/"}],
            "delete": "ask",
            "onSave": False,
            "after": {"kind": "nothing", "file": None},
        }
        made = await editor.ask("project/initialize", folder=str(work), board="virtual:x")
        assert made == {"file": str(work / "jumperwire.toml"), "imported": []}
        assert (await editor.ask("project/read", folder=str(work)))["boards"] == ["virtual:x"]
        (work / "jumperwire.toml").write_text('after = "run lib/a.py"\non_save = true\n')
        read = await editor.ask("project/read", folder=str(work))
        assert read["after"] == {"kind": "run", "file": str(work / "lib" / "a.py")}
        (work / "jumperwire.toml").write_text('after = "soft reset"')
        assert (await editor.ask("project/read", folder=str(work)))["after"]["kind"] == "softReset"
        (work / "jumperwire.toml").write_text("\nnonsense = 1\n")
        for method, params in (
            ("project/read", {}),
            ("sync/plan", {"board": "virtual:demo"}),
            ("sync/push", {"board": "virtual:demo", "paths": []}),
        ):
            with pytest.raises(RequestFailed) as refused:
                await editor.ask(method, folder=str(work), **params)
            assert refused.value.data["code"] == "project_invalid"
            assert refused.value.data["facts"]["line"] == "2"


async def test_where_a_file_goes(home: Path, work: Path) -> None:
    async with served(home) as editor:
        (work / "jumperwire.toml").write_text('[[sync]]\nsource = "lib"\ntarget = "/lib/"\n')
        for name, path in (("lib/a.py", "/lib/a.py"), ("lib/new.py", "/lib/new.py"), ("main.py", None)):
            found = await editor.ask("sync/locate", folder=str(work), path=str(work / name))
            assert found == {"path": path}


async def test_two_boards_at_once(home: Path, work: Path) -> None:
    async with served(home) as editor:
        boards = [await connected(editor, name) for name in ("a", "b")]
        plans = await asyncio.gather(*(planned(editor, board, work) for board in boards))
        done = await asyncio.gather(*(editor.ask("sync/apply", plan=plan["id"]) for plan in plans))
        assert [each["files"] for each in done] == [2, 2]


@pytest.mark.limit(60)
async def test_a_sidecar_that_is_killed_half_way_is_continued_by_the_next(home: Path, work: Path) -> None:
    for index in range(30):
        (work / f"m{index}.py").write_bytes(f"x = {index}\n".encode() * 300)
    async with sidecar(home) as editor:
        board = await connected(editor)
        plan = await planned(editor, board, work)
        editor.begin("sync/apply", {"plan": plan["id"], "token": "t"})
        await editor.until_notified("files/didProgress", token="t")
        editor.process.kill()
        await editor.process.wait()
    for index in range(30):
        (work / f"m{index}.py").write_bytes(f"y = {index}\n".encode() * 300)
    async with sidecar(home) as editor:
        board = await connected(editor)
        plan = await planned(editor, board, work)
        assert "conflict" not in by_action(plan)
        await editor.ask("sync/apply", plan=plan["id"])
        plan = await planned(editor, board, work)
        assert set(by_action(plan)) == {"unchanged"}


async def test_plans_do_not_pile_up(home: Path, work: Path, tmp_path: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        first = await planned(editor, board, work)
        folders = [tmp_path / f"p{index}" for index in range(17)]
        for folder in folders:
            folder.mkdir()
            (folder / "x").write_text("1")
            await planned(editor, board, folder)
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("sync/apply", plan=first["id"])
        assert refused.value.data["code"] == "plan_stale"


@pytest.mark.limit(90)
async def test_plans_that_are_only_looked_at_do_not_fill_the_memory(home: Path, tmp_path: Path) -> None:
    async with served(home) as editor:
        board = await connected(editor)
        kept: list[list[bool]] = []
        plans = []
        for index, megabytes in enumerate([3, 4, 5, 9]):
            (folder := tmp_path / f"p{index}").mkdir()
            (folder / "x").write_bytes(bytes(megabytes << 20))
            plans.append((await planned(editor, board, folder))["id"])
            kept.append([is_kept(editor, plan) for plan in plans])
        assert kept == [[True], [True, True], [False, False, True], [False, False, False, True]]


def is_kept(editor: InProcess, plan: str) -> bool:
    try:
        editor.server.app.plans.get(plan)
    except PlanStale:
        return False
    return True


async def test_cancelled_half_way(home: Path, work: Path) -> None:
    for index in range(60):
        (work / f"m{index}.py").write_bytes(f"x = {index}\n".encode() * 300)
    async with served(home) as editor:
        board = await connected(editor)
        plan = await planned(editor, board, work)
        number, answer = editor.begin("sync/apply", {"plan": plan["id"], "token": "t"})
        await editor.until_notified("files/didProgress", token="t")
        editor.post({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}})
        message = await asyncio.wait_for(answer, PATIENCE)
        if "error" in message:  # else it was done before
            with pytest.raises(RequestFailed):
                result(message)
        plan = await planned(editor, board, work)
        await editor.ask("sync/apply", plan=plan["id"])
        assert set(by_action(await planned(editor, board, work))) == {"unchanged"}


@pytest.mark.parametrize("kind", ["virtual", "unix"])
async def test_a_run_after_a_sync_imports_what_was_synced(
    home: Path, work: Path, tmp_path: Path, kind: str
) -> None:
    if kind == "unix" and UNIX.missing:
        pytest.skip(UNIX.missing)
    async with served(home) as editor:
        address = "virtual:x" if kind == "virtual" else unix_address(tmp_path / "flash")
        board = (await editor.ask("boards/add", address=address))["id"]
        await editor.ask("board/connect", board=board)
        await editor.ask("repl/open", board=board)
        (work / "outer.py").write_text("import inner\n")
        for value in (1, 2):
            (work / "inner.py").write_text(f"value = {value}\n")
            plan = await planned(editor, board, work)
            await editor.ask("sync/apply", plan=plan["id"])
            source = "import outer\nprint('found', outer.inner.value)"
            done = await editor.ask("board/run", board=board, source=source, fileName="main.py", fresh=True)
            assert done["kind"] == "done"
            await editor.until_shown(board, f"found {value}\n")
