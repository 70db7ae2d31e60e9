"""The same library without asyncio: same names, many threads, and Ctrl-C."""

from __future__ import annotations

import inspect
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import jumperwire
from jumperwire import blocking
from jumperwire.board.state import RunEnd, State
from jumperwire.errors import BoardRaised, NotConnected

CLASSES = [
    (jumperwire.Board, blocking.Board),
    (jumperwire.Files, blocking.Files),
    (jumperwire.Sync, blocking.Sync),
    (jumperwire.Packages, blocking.Packages),
    (jumperwire.Repl, blocking.Repl),
]

ONLY_AWAITED = {"lease", "end"}
"""A lease is a matter of layers that only asyncio has; `Repl.end` is called by the board."""


@pytest.mark.parametrize(("awaited", "waits"), CLASSES)
def test_same_names(awaited: type, waits: type) -> None:
    def public(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_") or name == "__call__"}

    assert public(awaited) - ONLY_AWAITED == public(waits)
    for name in public(waits):
        if inspect.isfunction(getattr(waits, name)):
            assert inspect.signature(getattr(waits, name)) == inspect.signature(getattr(awaited, name))
            assert getattr(waits, name).__doc__


def test_signature_of_connect() -> None:
    assert (
        str(inspect.signature(blocking.connect)).split(" -> ")[0]
        == (str(inspect.signature(jumperwire.connect)).split(" -> ")[0])
    )


def test_all_of_it(virtual: str, tmp_path: Path) -> None:
    with blocking.connect(virtual) as board:
        assert board.eval("6*7") == 42
        with pytest.raises(BoardRaised):
            board.exec("1/0")
        board.fs.write("/a/b.txt", "b")
        assert [entry.name for entry in board.fs.walk()] == ["a", "a/b.txt"]
        (tmp_path / "work").mkdir()
        (tmp_path / "work" / "main.py").write_text("print(1)\n", "utf-8")
        assert board.sync(tmp_path / "work").files == 1
        heard: list[str] = []
        assert board.run(tmp_path / "work" / "main.py", on_output=heard.append).end is RunEnd.DONE
        assert "".join(heard) == "1\n"
        with board.repl() as repl:
            repl.write("2*21\r")
            assert b"42" in repl.read_until(b"42")
            assert repl.skipped == 0
        assert board.name == board.address == board.id == virtual
    assert board.state is State.CLOSED
    with pytest.raises(NotConnected):
        board.exec("pass")


def test_threads(virtual: str) -> None:
    with blocking.connect(virtual) as board, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(board.eval, map(str, range(40)))) == list(range(40))


def test_a_repl_read_by_another_thread_ends_with_the_board(virtual: str) -> None:
    board = blocking.connect(virtual)
    with board.repl() as repl:
        heard: list[bytes] = []
        reader = threading.Thread(target=lambda: heard.extend(repl))
        reader.start()
        board.fs.list()
        repl.write("print('hello')\r")
        time.sleep(0.3)
        board.close()
        reader.join(10)
        assert not reader.is_alive()
    assert b"hello\r\n" in b"".join(heard)


def test_a_callback_cannot_wait_for_the_library(virtual: str) -> None:
    with blocking.connect(virtual) as board:
        with pytest.raises(RuntimeError, match="wait for itself"):
            board.run("x.py", source="print(1)", on_output=lambda _: board.eval("1"))
        assert board.eval("1") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to oneself alone")
def test_ctrl_c_ends_the_operation_on_the_board(virtual: str) -> None:
    with blocking.connect(virtual) as board:
        board.eval("1")  # it is there, and runs what comes next at once
        timer = threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT])
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            board.exec("while True:\n    pass\n")
        timer.join()
        assert board.state is State.IDLE or board.state is State.BUSY
        assert board.eval("6*7") == 42


def test_a_program_that_closes_nothing_ends(virtual: str) -> None:
    source = f"""
    from jumperwire import blocking
    board = blocking.connect({virtual!r})
    print(board.eval("6*7"))
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)],
        capture_output=True,
        timeout=20,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "42\n", "")


def test_importing_costs_nothing() -> None:
    source = "import sys, jumperwire\nprint(sorted(m for m in sys.modules if m.startswith('jumperwire')))"
    listed = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert listed.stdout == "['jumperwire']\n"


def test_a_connection_needs_neither_pygls_nor_pyserial(virtual: str) -> None:
    source = f"""
    import sys
    from jumperwire import blocking
    with blocking.connect({virtual!r}) as board:
        board.exec("pass")
    print([name for name in ("pygls", "serial", "lsprotocol") if name in sys.modules])
    """
    listed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True, check=True
    )
    assert listed.stdout == "[]\n"


def test_names_of_the_package() -> None:
    for name in jumperwire.__all__:
        assert getattr(jumperwire, name) is not None
    with pytest.raises(AttributeError):
        _ = jumperwire.nothing
