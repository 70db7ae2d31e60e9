"""A program's end, however it comes about: its own exception is shown, and nothing holds it up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from boards.catalog import UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS

PROGRAM = """
import asyncio, sys
import jumperwire

async def main():
    board = await jumperwire.connect(sys.argv[1])
    source = "print('begun')\\nwhile True: pass"
    running = asyncio.create_task(board.run("loop.py", source=source, on_output=heard))
    await begun.wait()
    {last}

def heard(text):
    begun.set()

begun = asyncio.Event()
asyncio.run(main())
"""


@pytest.fixture(params=["tcp", "pty", "exec"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    kind: Literal["tcp", "pty", "exec"] = request.param
    direct = unix_address(tmp_path / "flash")
    if kind == "exec":
        yield direct
        return
    with emulated(LINKS["unthrottled"], direct.removeprefix("exec:").split(), host=kind) as plug:
        yield plug.address


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
@pytest.mark.parametrize("last", ["return", "raise ValueError('seen')"])
def test_a_main_that_closes_nothing_ends_all_the_same(address: str, last: str) -> None:
    program = PROGRAM.replace("{last}", last)
    ended = subprocess.run(
        [sys.executable, "-c", program, address], capture_output=True, text=True, timeout=25, check=False
    )
    assert ended.returncode == (0 if last == "return" else 1)
    assert ended.stderr.strip().splitlines()[-1:] == ([] if last == "return" else ["ValueError: seen"])


IN_A_TERMINAL = """
import os, signal, sys, threading, time
from jumperwire import blocking

with blocking.connect(sys.argv[1]) as board:
    board.eval("1")
    threading.Timer(0.5, lambda: os.killpg(0, signal.SIGINT)).start()
    try:
        board.exec("while True: pass")
    except KeyboardInterrupt:
        print(board.eval("6*7"))
"""


@pytest.mark.skipif(
    sys.platform == "win32", reason="Ctrl-C reaches a group of processes otherwise on Windows"
)
def test_ctrl_c_at_the_terminal_leaves_a_virtual_board_alive(virtual: str) -> None:
    """The terminal sends it to all processes of its group; the board's is none of them."""
    ended = subprocess.run(
        [sys.executable, "-c", IN_A_TERMINAL, virtual],
        capture_output=True,
        text=True,
        timeout=25,
        check=False,
        start_new_session=True,
    )
    assert (ended.stdout, ended.stderr) == ("42\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes")
def test_a_virtual_board_dies_with_a_program_that_is_killed(virtual: str) -> None:
    program = "import os, sys\nfrom jumperwire import blocking\nboard = blocking.connect(sys.argv[1])\n"
    program += "print(board.eval('6*7'), flush=True)\nsys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, virtual], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"42\n"
        tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
        children = [child for task in tasks for child in task.read_text().split()]
        assert children
        process.kill()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{child}/cwd").exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)
