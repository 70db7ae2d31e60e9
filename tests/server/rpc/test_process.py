"""The sidecar as the editor starts it: a process, its pipes, and its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from boards.catalog import VIRTUAL

from rpc.editor import PATIENCE, Child, sidecar

BOARD = "virtual:x"

pytestmark = pytest.mark.skipif(VIRTUAL.missing is not None, reason=str(VIRTUAL.missing))


async def connect(child: Child) -> None:
    await child.ask("boards/add", address=BOARD)
    await child.ask("repl/open", board=BOARD)
    await child.ask("board/connect", board=BOARD)
    await child.until_shown(BOARD, ">>> ")


def _board_processes(home: Path) -> list[int]:
    """The virtual boards whose flash is below ``home``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (process / "cmdline").read_bytes() and process.name != str(os.getpid()):
                found.append(int(process.name))
        except OSError:
            continue
    return found


async def test_what_board_code_prints_cannot_disturb_the_wire(tmp_path: Path) -> None:
    async with sidecar(tmp_path) as child:
        await connect(child)
        fake = "Content-Length: 2\\r\\n\\r\\n{}"
        await child.ask("board/run", board=BOARD, source=f"print('{fake}')", fileName="x.py")
        assert "Content-Length: 2" in await child.until_shown(BOARD, "{}")
        assert child.unasked == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("way", ["stdin closed", "both pipes closed", "terminated", "killed editor"])
async def test_without_an_editor_it_ends_and_frees_its_boards(tmp_path: Path, way: str) -> None:
    async with sidecar(tmp_path) as child:
        await connect(child)
        loop = "while True: print('x' * 50)"
        child.begin("board/run", {"board": BOARD, "source": loop, "fileName": "x.py"})
        await child.until_shown(BOARD, "xxx")
        assert len(_board_processes(tmp_path)) == 1
        started = time.monotonic()
        assert child.process.stdin is not None
        if way == "terminated":
            child.process.send_signal(signal.SIGTERM)
        elif way == "killed editor":
            # What the system does to the pipes of a process that is gone, reading end first.
            child.process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
            await asyncio.sleep(0.2)
            child.process.stdin.close()
        elif way == "both pipes closed":
            child.process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
            child.process.stdin.close()
        else:
            child.process.stdin.close()
        await asyncio.wait_for(child.process.wait(), PATIENCE)
        while _board_processes(tmp_path):
            await asyncio.sleep(0.01)
            assert time.monotonic() - started < PATIENCE
        assert time.monotonic() - started < 10.0  # 1 s on a machine that does nothing else


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
async def test_an_editor_that_only_closes_its_reading_end_is_gone_too(tmp_path: Path) -> None:
    async with sidecar(tmp_path) as child:
        await connect(child)
        child.process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
        child.post({"jsonrpc": "2.0", "id": 1, "method": "boards/list", "params": {}})
        await asyncio.wait_for(child.process.wait(), PATIENCE)
        assert _board_processes(tmp_path) == []


async def test_without_a_command_it_says_how_to_use_it() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "jumperwire", "nonsense", stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await process.communicate()
    assert process.returncode == 2
    assert b"usage" in complaint
