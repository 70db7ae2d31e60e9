"""Slow and lossy links, and the end of the process."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from jumperwire import virtual
from virtual.conftest import Start
from virtual.process import NODE, BoardProcess

READER = b"import sys, micropython\nmicropython.kbd_intr(-1)\nprint('go')\n"


def test_baud_limits_what_the_board_sends(start: Start) -> None:
    board = start(baud=115_200)
    board.to_prompt()
    board.enter_raw()
    began = time.monotonic()
    out, _ = board.run("print('x' * 5758)")
    took = time.monotonic() - began
    assert len(out) == 5760
    assert 0.45 < took < 1.5, "5760 bytes are half a second at 11520 bytes a second"


def test_baud_limits_what_the_host_sends(start: Start) -> None:
    board = start(baud=115_200)
    board.to_prompt()
    board.enter_raw()
    board.send(
        READER + b"d = sys.stdin.buffer.read(5760)\nmicropython.kbd_intr(3)\nprint(d == bytes(5760))\x04"
    )
    board.until(b"go\r\n")
    began = time.monotonic()
    board.send(bytes(5760))
    assert board.until(b"\x04\x04>") == b"True\r\n\x04\x04>"
    assert 0.45 < time.monotonic() - began < 1.5


def test_ctrl_c_is_not_answered_by_seconds_of_old_output(start: Start) -> None:
    board = start(baud=9600)
    board.to_prompt()
    board.enter_raw()
    board.send(b"while True: print('x' * 40)\x04")
    board.until(b"xx\r\n")
    began = time.monotonic()
    board.send(b"\x03")
    board.until(b"KeyboardInterrupt")
    assert time.monotonic() - began < 1.5


def test_latency_delays_each_way(start: Start) -> None:
    board = start(latency_ms=40)
    board.to_prompt()
    board.enter_raw()
    began = time.monotonic()
    for _ in range(3):
        board.run("print(1)")
    assert 0.24 < time.monotonic() - began < 1
    began = time.monotonic()
    board.send(b"print(1)\x04" * 3)
    for _ in range(3):
        board.result()
    assert time.monotonic() - began < 0.24, "pipelined commands share the latency"


def test_a_small_ring_overflows_silently(start: Start) -> None:
    board = start(ring=256, baud=1_000_000)
    board.to_prompt()
    board.enter_raw()
    board.send(READER + b"import time\ntime.sleep_ms(200)\nn = 0\nimport select\np = select.poll()\n")
    board.send(b"p.register(sys.stdin, 1)\nwhile p.poll(100): n += len(sys.stdin.buffer.read(1))\n")
    board.send(b"micropython.kbd_intr(3)\nprint(n)\x04")
    board.until(b"go\r\n")
    board.send(bytes(range(200)) * 5)
    assert board.until(b"\x04\x04>") == b"256\r\n\x04\x04>"


def test_a_small_ring_overflows_while_its_board_computes(start: Start) -> None:
    board = start(ring=256, baud=1_000_000)
    board.to_prompt()
    board.enter_raw()
    board.send(READER + b"import time\nt = time.ticks_ms()\nn = 0\nimport select\np = select.poll()\n")
    board.send(b"while time.ticks_diff(time.ticks_ms(), t) < 600: pass\n")
    board.send(b"p.register(sys.stdin, 1)\nwhile p.poll(100): n += len(sys.stdin.buffer.read(1))\n")
    board.send(b"micropython.kbd_intr(3)\nprint(n)\x04")
    board.until(b"go\r\n")
    board.send(bytes(range(200)) * 5)
    assert board.until(b"\x04\x04>") == b"256\r\n\x04\x04>"


def test_a_small_ring_loses_nothing_because_this_computer_is_busy(start: Start) -> None:
    board = start(ring=128, baud=460_800)
    board.to_prompt()
    board.enter_raw()
    board.send(READER + b"b = bytearray(100)\nn = s = 0\n")
    board.send(b"while n < 40000: sys.stdin.buffer.readinto(b); n += 100; s += sum(b)\n")
    board.send(b"micropython.kbd_intr(3)\nprint(s)\x04")
    board.until(b"go\r\n")
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    try:
        board.send(b"\x07" * 40_000)
        assert board.until(b"\x04\x04>", 30) == b"280000\r\n\x04\x04>"
    finally:
        for process in busy:
            process.kill()
            process.wait()


def test_a_small_ring_takes_what_its_reader_keeps_up_with(start: Start) -> None:
    board = start(ring=256, baud=115_200)
    board.to_prompt()
    board.enter_raw()
    board.send(
        READER + b"d = sys.stdin.buffer.read(4000)\nmicropython.kbd_intr(3)\nprint(d == b'ab' * 2000)\x04"
    )
    board.until(b"go\r\n")
    board.send(b"ab" * 2000)
    assert board.until(b"\x04\x04>") == b"True\r\n\x04\x04>"


def test_raw_paste_is_loss_free_on_a_small_ring(start: Start) -> None:
    board = start(ring=260, baud=460_800, latency_ms=2)
    board.to_prompt()
    board.enter_raw()
    board.send(b"\x05A\x01")
    assert board.exactly(5) == b"R\x01\x80\x00\x01"
    source = b"x = '" + b"y" * 4000 + b"'\nprint(len(x))"
    board.send(source[:256])
    for at in range(256, len(source), 128):
        assert board.exactly(1) == b"\x01"
        board.send(source[at : at + 128])
    board.send(b"\x04")
    board.until(b"\x04")
    assert board.until(b"\x04\x04>") == b"4000\r\n\x04\x04>"


def test_a_loss_free_link_holds_the_host_back(raw: BoardProcess) -> None:
    total = 3_000_000
    raw.send(
        READER + b"import time\ntime.sleep_ms(300)\nn, ok = 0, True\nb = bytearray(1000)\n"
        b"while n < 3000000: sys.stdin.buffer.readinto(b); n += 1000; ok = ok and b[0] == b[999] == 7\n"
        b"micropython.kbd_intr(3)\nprint(ok)\x04"
    )
    raw.until(b"go\r\n")
    for _ in range(total // 100_000):
        raw.send(b"\x07" * 100_000)
    assert raw.until(b"\x04\x04>", 30) == b"True\r\n\x04\x04>"


def test_frames_may_come_in_any_pieces(board: BoardProcess) -> None:
    stream = b"".join(virtual.frame(virtual.DATA, b"print(%d)\r" % i) for i in range(20))
    stream += virtual.frame(virtual.DATA, b"") + virtual.frame(
        virtual.CONTROL, json.dumps({"op": "lines"}).encode()
    )
    for at in range(0, len(stream), 7):
        board.send_raw(stream[at : at + 7])
    for i in range(20):
        board.until(b"\r\n%d\r\n>>> " % i)


def test_disconnect_ends_it_at_once(start: Start) -> None:
    board = start()
    board.to_prompt()
    board.send(b"while True: pass\r\r")
    board.until(b"... \r\n")
    board.control(op="disconnect")
    assert board.wait() == 0


@pytest.mark.parametrize("program", ["while True: pass", "while True: print('x' * 500)", "input()"])
def test_ends_with_its_host(start: Start, program: str) -> None:
    board = start()
    board.to_prompt()
    board.send(b"print('on')\r" + program.encode() + b"\r\r")
    board.until(b"\r\non\r\n")
    if "print" in program:
        board.until(b"xxx\r\n")
        board.pause_reading()
    assert board.process.stdin is not None
    board.process.stdin.close()
    assert board.wait() == 0


def test_ends_with_its_host_behind_a_backlog(start: Start) -> None:
    board = start(baud=300)
    board.until(b"MicroPython", 20)
    board.send(bytes(150_000))
    assert board.process.stdin is not None
    board.process.stdin.close()
    assert board.wait(2) == 0


@pytest.mark.parametrize(
    ("argument", "complaint"),
    [
        ("{}", "root, the flash folder, is missing"),
        ('{"root": "x", "speed": 1}', "unknown option speed"),
        ('{"root": "x", "baud": "fast"}', "baud must be a number"),
        ('{"root": "x", "ring": -1}', "ring must be between 0 and 65536"),
        ("{", "JSON"),
    ],
)
def test_refuses_bad_options_in_one_line(argument: str, complaint: str) -> None:
    done = subprocess.run(
        [NODE, str(virtual.script_path()), argument], capture_output=True, text=True, timeout=10, check=False
    )
    assert done.returncode == virtual.EXIT_BAD_START
    assert done.stdout == ""
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_frame_it_does_not_know_ends_it(start: Start) -> None:
    board = start()
    board.to_prompt()
    board.send_raw(b"\x07\x00\x00\x00\x00")
    assert board.wait() == 1
    assert "unknown frame type 7" in board.complaints()
