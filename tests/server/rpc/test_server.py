"""A server and an editor in one process, with the virtual board and the Unix board."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest
from boards.catalog import UNIX, unix_address

from jumperwire.board.console import LIMIT
from jumperwire.board.state import State
from jumperwire.rpc import contract
from jumperwire.rpc.outbox import HIGH_WATER
from rpc.editor import PATIENCE, InProcess, RequestFailed, fits, result, served

BOARD = "virtual:x"


async def connect(editor: InProcess, address: str = BOARD) -> str:
    board = await editor.ask("boards/add", address=address)
    assert fits(board, "Board")
    await editor.ask("repl/open", board=board["id"])
    await editor.ask("board/connect", board=board["id"])
    await editor.until_shown(board["id"], ">>> ")
    identity: str = board["id"]
    return identity


async def test_the_handshake_of_a_language_client(home: Path) -> None:
    async with served(home) as editor:
        answer = await editor.ask("initialize", processId=1, capabilities={})
        assert answer["serverInfo"]["name"] == "jumperwire"
        editor.post({"jsonrpc": "2.0", "method": "initialized", "params": {}})
        assert await editor.ask("shutdown") is None
        editor.post({"jsonrpc": "2.0", "method": "exit"})
        await asyncio.wait_for(editor.server.ended.wait(), PATIENCE)


async def test_a_board_from_its_adding_to_its_forgetting(home: Path) -> None:
    async with served(home) as editor:
        listed = await editor.ask("boards/list")
        assert fits(listed, "BoardsResult")
        assert [board["id"] for board in listed["boards"]] == ["virtual:demo"]
        await connect(editor)
        await editor.until_notified("repl/didEvent", kind="connected")
        renamed = await editor.ask("boards/rename", board=BOARD, name="Kitchen")
        assert (renamed["name"], renamed["remembered"]) == ("Kitchen", True)
        info = await editor.ask("board/info", board=BOARD)
        assert fits(info, "BoardInfo")
        assert info["heapFree"] > 1000
        await editor.ask("board/disconnect", board=BOARD)
        await editor.until_notified("repl/didEvent", kind="disconnected")
        await editor.ask("boards/forget", board=BOARD)
        refreshed = await editor.ask("boards/refresh")
        assert [board["id"] for board in refreshed["boards"]] == ["virtual:demo"]
        changes = [params for method, params in editor.notified if method == "boards/didChange"]
        assert all(fits(change, "BoardsResult") for change in changes)


async def test_runs_and_their_output(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        done = await editor.ask("board/run", board=BOARD, source="print('h\u00e9')", fileName="a.py")
        assert fits(done, "RunDone")
        await editor.until_shown(BOARD, "h\u00e9\n>>> ")
        raised = await editor.ask(
            "board/run", board=BOARD, source="1/0", fileName="b.py", firstLine=7, softReset=True
        )
        assert fits(raised, "RunRaised")
        assert 'File "b.py", line 7' in raised["traceback"]
        _, endless = editor.begin(
            "board/run", {"board": BOARD, "source": "while True: print('on')", "fileName": "c.py"}
        )
        await editor.until_shown(BOARD, "on\non\n")
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("board/exec", board=BOARD, source="1")
        assert refused.value.data["code"] == "program_running"
        assert refused.value.data["facts"]["program"] == "c.py"
        await editor.ask("board/interrupt", board=BOARD)
        stopped = result(await asyncio.wait_for(endless, PATIENCE))
        assert fits(stopped, "RunInterrupted")
        assert stopped["by"] == "user"
        kinds = [params["kind"] for method, params in editor.notified if method == "repl/didEvent"]
        assert kinds == ["connected"] + ["runStarted", "runEnded"] * 3
        ends = [params["outcome"] for _, params in editor.notified if params.get("kind") == "runEnded"]
        assert [end["kind"] for end in ends] == ["done", "raised", "interrupted"]
        assert ends == [done, raised, stopped]
        for method, params in editor.notified:
            assert fits(params, {n.method: n.params for n in contract.NOTIFICATIONS}[method].__name__)


async def test_quiet_code_keys_paste_and_resets(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        good = await editor.ask("board/exec", board=BOARD, source="x = 5\nprint(x)")
        assert (good["output"].strip(), good["traceback"]) == ("5", None)
        bad = await editor.ask("board/exec", board=BOARD, source="1/0")
        assert "ZeroDivisionError" in bad["traceback"]
        await editor.ask("repl/input", board=BOARD, data="x + 1\r")
        await editor.until_shown(BOARD, "\n6\n")
        await editor.ask("repl/paste", board=BOARD, data="for i in range(2):\n    print('p', i)\n")
        await editor.until_shown(BOARD, "\np 0\np 1\n")
        await editor.ask("board/softReset", board=BOARD)
        await editor.until_shown(BOARD, "soft reboot")
        gone = await editor.ask("board/exec", board=BOARD, source="print('x' in globals())")
        assert gone["output"].strip() == "False"
        await editor.ask("board/hardReset", board=BOARD)
        await editor.ask("repl/close", board=BOARD)
        opened = await editor.ask("repl/open", board=BOARD)
        assert fits(opened, "ReplOpened")
        assert "p 1" in opened["replay"]


async def test_files(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        source = "import os\nos.mkdir('/lib')\nwith open('/a.bin', 'wb') as f: f.write(bytes(range(256)))"
        await editor.ask("board/exec", board=BOARD, source=source)
        listed = await editor.ask("files/list", board=BOARD, path="/")
        assert fits(listed, "ListResult")
        entries = {entry["name"]: (entry["kind"], entry["size"]) for entry in listed["entries"]}
        assert entries["lib"][0] == "folder"
        assert entries["a.bin"] == ("file", 256)
        read = await editor.ask("files/read", board=BOARD, path="/a.bin")
        assert base64.b64decode(read["base64"]) == bytes(range(256))
        with pytest.raises(RequestFailed) as missing:
            await editor.ask("files/read", board=BOARD, path="/nothing")
        assert missing.value.data["code"] == "file_not_found"
        assert missing.value.data["facts"]["path"] == "/nothing"


async def test_files_are_written_moved_and_transferred(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        text = base64.b64encode(b"print('hello')\n").decode()
        await editor.ask("files/makeFolder", board=BOARD, path="/lib/deep")
        await editor.ask("files/write", board=BOARD, path="/lib/deep/a.py", base64=text)
        entry = await editor.ask("files/stat", board=BOARD, path="/lib/deep/a.py")
        assert fits(entry, "Entry")
        assert (entry["kind"], entry["size"]) == ("file", 15)
        assert entry["modified"] > 1_600_000_000
        await editor.ask("files/move", board=BOARD, source="/lib/deep/a.py", target="/lib/b.py")
        await editor.ask("files/copy", board=BOARD, source="/lib/b.py", target="/lib/c.py")
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("files/move", board=BOARD, source="/lib/b.py", target="/lib/c.py")
        assert refused.value.data["code"] == "file_exists"
        await editor.ask("files/remove", board=BOARD, path="/lib/deep", recursive=True)
        listed = await editor.ask("files/list", board=BOARD, path="/lib")
        assert [entry["name"] for entry in listed["entries"]] == ["b.py", "c.py"]
        space = await editor.ask("files/space", board=BOARD, path="/")
        assert fits(space, "SpaceResult")
        assert space["total"] > space["free"] > 0
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("files/write", board=BOARD, path="/x", base64="not base64!")
        assert refused.value.data["code"] == "request_invalid"

        (home / "pc").mkdir()
        (home / "pc" / "big.bin").write_bytes(bytes(range(256)) * 400)
        there = {"local": str(home / "pc"), "remote": "/pc"}
        done = await editor.ask("files/upload", board=BOARD, items=[there], token="t1")
        assert fits(done, "TransferResult")
        assert (done["files"], done["unchanged"], done["size"]) == (1, 0, 102_400)
        again = await editor.ask("files/upload", board=BOARD, items=[there], token="t2")
        assert (again["files"], again["unchanged"]) == (0, 1)
        back = {"local": str(home / "back"), "remote": "/pc"}
        await editor.ask("files/download", board=BOARD, items=[back], token="t3")
        assert (home / "back/big.bin").read_bytes() == (home / "pc/big.bin").read_bytes()
        told = [params for method, params in editor.notified if method == "files/didProgress"]
        assert {params["token"] for params in told} == {"t1", "t3"}
        assert all(fits(params, "ProgressParams") for params in told)


async def test_no_secret_of_an_address_comes_back(home: Path) -> None:
    async with served(home) as editor:
        board = await editor.ask("boards/add", address="exec:false --token s3cret")
        assert (board["address"], board["name"]) == ("exec:false …", "exec:false …")
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("board/info", board=board["id"])
        assert "s3cret" not in str(refused.value)
        text = (await editor.ask("sidecar/diagnostics"))["text"]
        assert "board exec:false … at exec:false …: " in text
        assert "s3cret" not in text


async def test_two_boards_at_once(home: Path) -> None:
    if UNIX.missing:
        pytest.skip(UNIX.missing)

    async with served(home) as editor:
        other = await connect(editor, unix_address(home / "flash"))
        await connect(editor)
        loops = {}
        for board, word in ((BOARD, "one"), (other, "two")):
            source = f"while True: print('{word}')"
            loops[board] = editor.begin("board/run", {"board": board, "source": source, "fileName": "x.py"})[
                1
            ]
        await editor.until_shown(BOARD, "one\none\n")
        await editor.until_shown(other, "two\ntwo\n")
        for board, loop in loops.items():
            await editor.ask("board/interrupt", board=board)
            assert result(await asyncio.wait_for(loop, PATIENCE))["by"] == "user"
        assert "two" not in editor.shown(BOARD)
        assert "one" not in editor.shown(other)


async def test_a_program_goes_on_when_the_editor_shuts_down(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        source = "import time\nn = 0\nwhile True:\n    n += 1\n    print('at', n)\n    time.sleep(0.01)"
        editor.begin("board/run", {"board": BOARD, "source": source, "fileName": "x.py"})
        await editor.until_shown(BOARD, "at 3\n")
        assert await editor.ask("shutdown") is None
        seen = len(editor.shown(BOARD))
        await editor.until(lambda: len(editor.shown(BOARD)) > seen + 500)
        assert "KeyboardInterrupt" not in editor.shown(BOARD)
        assert editor.server.app.registry.session(BOARD).state is State.RUNNING


async def test_a_request_can_be_cancelled(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        number, answer = editor.begin("board/exec", {"board": BOARD, "source": "while True: pass"})
        await asyncio.sleep(0.2)
        editor.post({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}})
        with pytest.raises(RequestFailed) as cancelled:
            result(await asyncio.wait_for(answer, PATIENCE))
        assert cancelled.value.number == -32800
        again = await editor.ask("board/exec", board=BOARD, source="print(6*7)")
        assert again["output"].strip() == "42"


@pytest.mark.parametrize(
    ("message", "number", "says"),
    [
        (b"no json", -32700, "not JSON"),
        (b"\xff\xfe", -32700, "not JSON"),
        (b"[" * 100_000, -32700, "not JSON"),
        (b"[]", -32600, "not JSON-RPC 2.0"),
        ({"id": 7, "method": "boards/list"}, -32600, "not JSON-RPC 2.0"),
        ({"jsonrpc": "1.0", "id": 7, "method": "boards/list"}, -32600, "not JSON-RPC 2.0"),
        ({"jsonrpc": "2.0", "id": 7}, -32600, "no method"),
        ({"jsonrpc": "2.0", "id": [7], "method": "boards/list"}, -32600, "id is no string or number"),
        ({"jsonrpc": "2.0", "id": True, "method": "boards/list"}, -32600, "id is no string or number"),
        ({"jsonrpc": "2.0", "id": 7, "method": "boards/explode"}, -32601, "boards/explode"),
        ({"jsonrpc": "2.0", "id": 7, "method": "x" * 5000}, -32601, "x" * 200),
        ({"jsonrpc": "2.0", "id": 7, "method": "board/connect"}, -32602, "board"),
        ({"jsonrpc": "2.0", "id": 7, "method": "board/connect", "params": []}, -32602, "object"),
        ({"jsonrpc": "2.0", "id": 7, "method": "board/connect", "params": {"board": 3}}, -32602, "str"),
        (
            {"jsonrpc": "2.0", "id": 7, "method": "board/connect", "params": {"board": "b", "x": 1}},
            -32602,
            "x",
        ),
        ({"jsonrpc": "2.0", "id": 7, "method": "board/connect", "params": {"board": "b"}}, -32001, "b"),
        (
            {"jsonrpc": "2.0", "id": 7, "method": "boards/add", "params": {"address": "ftp://x"}},
            -32001,
            "ftp://x",
        ),
    ],
    ids=lambda value: str(value)[:60] if not isinstance(value, int) else str(value),
)
async def test_every_bad_request_gets_an_answer(home: Path, message: object, number: int, says: str) -> None:
    async with served(home) as editor:
        editor.post(message)
        answer = await editor.until_answered()
        assert len(editor.unasked) == 1
        expected = message.get("id") if isinstance(message, dict) else None
        assert answer["id"] == (expected if expected == 7 else None)
        assert answer["error"]["code"] == number
        assert says in json.dumps(answer["error"]["data"])
        assert fits(answer["error"]["data"], "Fault")
        assert (await editor.ask("boards/list"))["boards"]


async def test_messages_that_are_no_requests_are_passed_over(home: Path) -> None:
    async with served(home) as editor:
        for message in (
            {"jsonrpc": "2.0", "id": 99, "result": None},
            {"jsonrpc": "2.0", "id": 99, "error": {"code": 1, "message": "x"}},
            {"jsonrpc": "2.0", "method": "nobody/knows"},
            {"jsonrpc": "2.0", "method": "board/connect", "params": {"board": 1}},
            {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 12345}},
            {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {}},
        ):
            editor.post(message)
        assert (await editor.ask("boards/list"))["boards"]
        assert editor.unasked == []


async def test_params_of_ten_megabytes(home: Path) -> None:
    async with served(home) as editor:
        with pytest.raises(RequestFailed) as refused:
            await editor.ask("board/run", board="b" * 10_000_000, source="", fileName="x")
        assert refused.value.data["code"] == "board_unknown"


async def test_an_editor_that_does_not_read_costs_no_memory(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        editor.reading = False
        source = "s = 'x' * 1000\nfor _ in range(4000): print(s)\nprint('the', 'end')"
        editor.begin("board/run", {"board": BOARD, "source": source, "fileName": "x.py"})
        session = editor.server.app.registry.session(BOARD)
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
        # One tap's worth beyond the mark, and one that the program's end pushed out.
        assert editor.waiting < HIGH_WATER + 2 * LIMIT + 100_000
        editor.read_on()
        await editor.until_shown(BOARD, "the end\n>>> ")
        skipped = sum(p["skipped"] for m, p in editor.notified if m == "repl/didOutput")
        shown = sum(len(p["data"]) for m, p in editor.notified if m == "repl/didOutput")
        assert skipped > 1_000_000
        assert skipped + shown > 4_000_000


async def test_utf8_is_put_together_across_chunks(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        source = (
            "import sys, time\n"
            "for b in '\u4e16\u754c'.encode() + b'\\xff!':\n"
            "    n = sys.stdout.buffer.write(bytes([b]))\n    time.sleep(0.03)\n"
        )
        await editor.ask("board/run", board=BOARD, source=source, fileName="x.py")
        assert "\u4e16\u754c\\xff!" in await editor.until_shown(BOARD, "!")


async def test_diagnostics_tell_of_boards_and_not_of_files(home: Path) -> None:
    async with served(home) as editor:
        await connect(editor)
        told = await editor.ask("sidecar/diagnostics")
        assert fits(told, "DiagnosticsResult")
        assert BOARD in told["text"]


def handled() -> set[str]:
    from jumperwire.rpc.features import HANDLERS

    return set(HANDLERS)


def test_every_method_of_the_contract_is_handled() -> None:
    assert handled() == {request.method for request in contract.REQUESTS}


async def test_what_an_unexpected_mistake_of_ours_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(home) as editor:

        def fail() -> Any:
            raise ZeroDivisionError("ours")

        monkeypatch.setattr(editor.server.app, "boards", fail)
        with pytest.raises(RequestFailed) as failed:
            await editor.ask("boards/list")
        assert (failed.value.number, failed.value.data["code"]) == (-32603, "internal")
