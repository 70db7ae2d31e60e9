"""Ctrl-C: whatever the board is doing, and only that."""

from __future__ import annotations

import time

import pytest

from virtual.process import BoardProcess

PROGRAMS = {
    "busy": "while True: pass",
    "sleep": "import time\ntime.sleep(1000)",
    "sleep in a loop": "import time\nwhile True: time.sleep_ms(1)",
    "input": "input()",
    "stdin": "import sys\nsys.stdin.buffer.read(1)",
    "poll": "import select, sys\np = select.poll()\np.register(sys.stdin, 1)\np.poll()",
    "short polls": "import select, sys\np = select.poll()\np.register(sys.stdin, 1)\nwhile 1: p.poll(500)",
    "calls": "def f(x): return x\nwhile True: f(1)",
    "ticks": "import time\nwhile True: time.ticks_ms()",
    "asyncio": "import asyncio\nasync def f(): await asyncio.sleep(1000)\nasyncio.run(f())",
    "import": "import spinner",
    "one long builtin": "sum(x for x in range(10**9))",
}


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_stops_a_program(raw: BoardProcess, source: str) -> None:
    (raw.root / "spinner.py").write_text("x = 0\nwhile True: x ^= 1\n")
    raw.send(b"print('on')\n" + source.encode() + b"\x04")
    raw.until(b"on\r\n")
    sent = time.monotonic()
    raw.send(b"\x03")
    assert raw.until(b"\x04>", 5).endswith(b"KeyboardInterrupt: \r\n\x04>")
    assert time.monotonic() - sent < 1
    assert raw.run("print('alive')") == (b"alive\r\n", b"")


def test_sleep_ends_at_once_and_nothing_after_it_runs(raw: BoardProcess) -> None:
    raw.send(b"import time; print('on'); time.sleep(1000); print('after')\x04")
    raw.until(b"on\r\n")
    raw.send(b"\x03")
    out, error = raw.until(b"\x04"), raw.until(b"\x04>")
    assert b"after" not in out
    assert error.split(b"\r\n")[:2] == [
        b"Traceback (most recent call last):",
        b'  File "<stdin>", line 1, in <module>',
    ]


def test_the_program_may_catch_it(raw: BoardProcess) -> None:
    raw.send(b"try:\n  print('on')\n  while True: pass\nexcept KeyboardInterrupt: print('caught')\x04")
    raw.until(b"on\r\n")
    raw.send(b"\x03")
    assert raw.until(b"\x04\x04>") == b"caught\r\n\x04\x04>"


def test_stays_pending_between_ok_and_the_program(raw: BoardProcess) -> None:
    for _ in range(30):
        raw.send(b"while True: pass\x04\x03")
        assert raw.until(b"\x04>").endswith(b"KeyboardInterrupt: \r\n\x04>")
    raw.send(b"print('next')\x04")
    raw.until(b"next\r\n\x04\x04>")


def test_a_friendly_line_is_interrupted_too(board: BoardProcess) -> None:
    board.send(b"while True: pass\r\r")
    board.until(b"... \r\n")
    board.send(b"\x03")
    assert board.until(b">>> ").endswith(b"KeyboardInterrupt: \r\n>>> ")


def test_the_traceback_is_of_this_time(raw: BoardProcess) -> None:
    raw.run("def f():\n  print('on')\n  while True: pass")
    for _ in range(3):
        raw.send(b"\n\nf()\x04")
        raw.until(b"on\r\n")
        raw.send(b"\x03")
        lines = raw.until(b"\x04>").split(b"\r\n")
        assert [line.split(b", ")[-1] for line in lines[1:-1]] == [
            b"in <module>",
            b"in f",
            b"KeyboardInterrupt: ",
        ]


def test_clears_a_line(board: BoardProcess) -> None:
    board.send(b"garbage\x03")
    assert board.until(b">>> ") == b"garbage\r\n>>> "


def test_with_ctrl_a_in_one_write_does_not_reach_the_next_program(board: BoardProcess) -> None:
    board.send(b"while True: pass\r\r")
    board.until(b"... \r\n")
    board.send(b"\x03\x03\x01print('whole')\x04")
    assert board.until(b"OKwhole\r\n\x04\x04>").count(b"KeyboardInterrupt") == 1
    for i in range(50):
        board.send(b"\x03\x01print(%d)\x04" % i)
        assert board.until(b"\x04\x04>").endswith(b"OK%d\r\n\x04\x04>" % i)


def test_data_with_03_survives_when_switched_off(raw: BoardProcess) -> None:
    raw.send(
        b"import sys, micropython\nmicropython.kbd_intr(-1)\nprint('go')\nn = 0\n"
        b"while n < 3000: n += sys.stdin.buffer.read(30).count(b'\\x03')\n"
        b"micropython.kbd_intr(3)\nprint('got', n)\x04"
    )
    raw.until(b"go\r\n")
    for _ in range(100):
        raw.send(b"\x03" * 30)
    assert raw.until(b"\x04\x04>") == b"got 3000\r\n\x04\x04>"
    assert raw.run("print('then')") == (b"then\r\n", b"")


def test_does_nothing_when_switched_off(raw: BoardProcess) -> None:
    raw.send(
        b"import micropython, time\nmicropython.kbd_intr(-1)\n"
        b"print('go')\ntime.sleep_ms(150)\nprint('end')\x04"
    )
    raw.until(b"go\r\n")
    raw.send(b"\x03")
    assert raw.until(b"\x04\x04>") == b"end\r\n\x04\x04>"


def test_stops_main_py(board: BoardProcess) -> None:
    (board.root / "main.py").write_text("print('main')\nwhile True:\n    pass\n")
    board.send(b"\x04")
    board.until(b"main\r\n")
    board.send(b"\x03")
    lines = board.until(b">>> ").split(b"\r\n")
    assert lines[0] == b"Traceback (most recent call last):"
    assert lines[1].startswith(b'  File "main.py", line ')
    assert lines[2] == b"KeyboardInterrupt: "


def test_output_nobody_reads_holds_the_program_and_ctrl_c_stops_it(raw: BoardProcess) -> None:
    raw.send(b"n = 0\nwhile True: print('x' * 50); n += 1\x04")
    raw.until(b"xx\r\n")
    raw.pause_reading()
    _settled(raw)
    heard = raw.total
    raw.send(b"\x03")
    raw.resume_reading()
    sent = time.monotonic()
    assert raw.until(b"\x04>").endswith(b"KeyboardInterrupt: \r\n\x04>")
    assert time.monotonic() - sent < 1
    # What was kept for nobody is bounded by the rings and the pipe.
    assert int(raw.value("n")) * 52 - heard < 1_000_000


def _settled(board: BoardProcess) -> None:
    """Until the reader has noticed that it is paused: it reads no more."""
    last = -1
    while board.total != last:
        last = board.total
        time.sleep(0.1)
