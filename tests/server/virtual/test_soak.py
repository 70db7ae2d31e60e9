"""Random steps with a fixed seed: whatever is sent in whatever order, the next program runs as if alone."""

from __future__ import annotations

import random
from collections.abc import Callable

from virtual.process import RAW_PROMPT, BoardProcess

CYCLES = 200


def test_random_cycles(raw: BoardProcess) -> None:
    dice = random.Random(20_260)
    steps: list[Callable[[BoardProcess, random.Random], None]] = [
        _program,
        _program_by_paste,
        _interrupted,
        _interrupted_and_more_in_one_write,
        _cleared_line,
        _data_with_every_byte,
        _friendly_and_back,
        _soft_reset,
    ]
    for cycle in range(CYCLES):
        step = dice.choices(steps, weights=[6, 6, 6, 6, 3, 4, 2, 1])[0]
        step(raw, dice)
        assert raw.run(f"print({cycle})") == (b"%d\r\n" % cycle, b""), step.__name__


def _program(board: BoardProcess, dice: random.Random) -> None:
    size = dice.randrange(3000)
    assert board.run(f"print('y' * {size})") == (b"y" * size + b"\r\n", b"")


def _program_by_paste(board: BoardProcess, dice: random.Random) -> None:
    size = dice.randrange(200)
    board.send(b"\x05A\x01print(" + b"1+" * size + b"0)\x04" if size < 110 else b"\x05A\x01print(0)\x04")
    assert board.exactly(5) == b"R\x01\x80\x00\x01"
    assert board.until(b"\x04").strip(b"\x01") == b"\x04"
    assert board.until(b"\x04\x04>") == b"%d\r\n\x04\x04>" % (size if size < 110 else 0)


LOOPS = ["while True: pass", "import time\ntime.sleep(99)", "input()", "def f(): pass\nwhile True: f()"]


def _interrupted(board: BoardProcess, dice: random.Random) -> None:
    board.send(b"print('on')\n" + dice.choice(LOOPS).encode() + b"\x04")
    board.until(b"OKon\r\n")
    board.send(b"\x03" * dice.randrange(1, 4))
    assert board.until(b"\x04>").endswith(b"KeyboardInterrupt: \r\n\x04>")


def _interrupted_and_more_in_one_write(board: BoardProcess, dice: random.Random) -> None:
    board.send(b"print('on')\n" + dice.choice(LOOPS).encode() + b"\x04")
    board.until(b"OKon\r\n")
    board.send(b"\x03\x01print('next')\x04")
    heard = board.until(b"\x04\x04>")
    assert heard.count(b"KeyboardInterrupt") == 1
    assert heard.endswith(RAW_PROMPT + b"OKnext\r\n\x04\x04>")


def _cleared_line(board: BoardProcess, dice: random.Random) -> None:
    board.send(bytes(dice.choices(b"abc\xff\x00()", k=dice.randrange(50))) + b"\x03")


def _data_with_every_byte(board: BoardProcess, dice: random.Random) -> None:
    data = dice.randbytes(dice.randrange(1, 2000))
    board.send(
        b"import sys, micropython\nmicropython.kbd_intr(-1)\nprint('go')\n"
        b"d = sys.stdin.buffer.read(%d)\nmicropython.kbd_intr(3)\nsys.stdout.buffer.write(d)\x04" % len(data)
    )
    assert board.until(b"go\r\n") == b"OKgo\r\n"
    cut = dice.randrange(len(data))
    board.send(data[:cut])
    board.send(data[cut:])
    assert board.exactly(len(data)) == data
    assert board.exactly(3) == b"\x04\x04>"


def _friendly_and_back(board: BoardProcess, dice: random.Random) -> None:
    board.send(b"\x02")
    board.to_prompt()
    board.send(dice.choice([b"", b"x", b"print(1)\r", b"if 1:\r"]) + b"\x03\x01")
    board.until(RAW_PROMPT)


def _soft_reset(board: BoardProcess, dice: random.Random) -> None:
    board.send(b"\x04")
    assert board.until(RAW_PROMPT) == b"OK\r\nMPY: soft reboot\r\n" + RAW_PROMPT
