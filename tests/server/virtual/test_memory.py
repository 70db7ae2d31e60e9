"""A heap of a fixed size: full is an error on the board."""

from __future__ import annotations

import pytest

from virtual.conftest import Start
from virtual.process import RAW_PROMPT, BoardProcess

HOGS = {
    "one": "x = bytearray(1 << 30)",
    "many": "x = []\nwhile True: x.append(bytearray(50000))",
    "small": "x = []\nwhile True: x.append([1])",
    "string": "x = 'x'\nwhile True: x += x",
    "garbage": "while True: [1, 2, 3]",
}


@pytest.mark.parametrize("source", HOGS.values(), ids=HOGS.keys())
def test_runaway_memory_is_a_memory_error(raw: BoardProcess, source: str) -> None:
    out, error = raw.run(source, 20)
    assert out == b""
    # With no byte left there is none for a traceback or a message either, as on any board.
    assert error == b"MemoryError: \r\n" or b"\r\nMemoryError: memory allocation failed" in error
    # As on any board, `x` still holds it all.
    raw.send(b"\x04")
    raw.until(RAW_PROMPT)
    assert int(raw.value("__import__('gc').mem_free()")) > 60_000_000


def test_garbage_is_gone_when_the_next_program_starts(raw: BoardProcess) -> None:
    for _ in range(4):
        assert raw.run("for _ in range(400): bytearray(100000)") == (b"", b"")


def test_the_process_stays_small(raw: BoardProcess) -> None:
    for _ in range(3):
        raw.run(HOGS["small"], 20)
        raw.press_reset()
        raw.to_prompt()
        raw.enter_raw()
    try:
        with open(f"/proc/{raw.process.pid}/statm") as statm:
            resident = int(statm.read().split()[1]) * 4096
    except OSError:
        pytest.skip("cannot ask for the memory of a process here")
    assert resident < 250_000_000


@pytest.mark.parametrize("size", [65_536, 262_144, 1 << 20])
def test_heap_size_is_honest(start: Start, size: int) -> None:
    board = start(heap_size=size)
    board.to_prompt()
    board.enter_raw()
    total = int(board.value("__import__('gc').mem_free() + __import__('gc').mem_alloc()"))
    assert 0.9 * size < total <= size
    assert board.run(f"bytearray({size})")[1].endswith(b"bytes\r\n")
    assert board.run("print('alive')") == (b"alive\r\n", b"")


def test_repl_work_on_a_small_heap_goes_on_for_ever(start: Start) -> None:
    board = start(heap_size=65_536)
    board.to_prompt()
    board.enter_raw()
    for _ in range(100):
        assert board.run("x = bytearray(10000)\nprint('ok')") == (b"ok\r\n", b"")


def test_deep_recursion_is_a_runtime_error(raw: BoardProcess) -> None:
    _, error = raw.run("def f(): f()\nf()")
    assert error.endswith(b"RuntimeError: maximum recursion depth exceeded\r\n")


def test_a_crash_of_the_interpreter_is_told_and_survived(raw: BoardProcess) -> None:
    raw.send(b"import uctypes; uctypes.bytes_at(0x7fffffff, 1)\x04")
    raw.until(b"The virtual board's interpreter crashed (")
    raw.until(b"MicroPython v")
    raw.until(b">>> ")
    raw.send(b"print('back')\r")
    raw.until(b"\r\nback\r\n")
