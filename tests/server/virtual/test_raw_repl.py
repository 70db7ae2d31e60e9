"""The raw REPL and raw-paste, as a host drives them."""

from __future__ import annotations

import pytest

from virtual.conftest import Start
from virtual.process import RAW_PROMPT, BoardProcess

EVERY_BYTE = bytes(range(256))


def begin_paste(board: BoardProcess) -> int:
    board.send(b"\x05A\x01")
    assert board.exactly(2) == b"R\x01"
    window = int.from_bytes(board.exactly(2), "little")
    assert board.exactly(1) == b"\x01"
    return window


def paste(board: BoardProcess, source: bytes) -> tuple[bytes, bytes]:
    """As a strict host: never more in flight than credit allows, and every credit is accounted for."""
    window = begin_paste(board)
    credit, granted = 2 * window, 2
    for at in range(len(source)):
        if credit == 0:
            assert board.exactly(1) == b"\x01"
            credit, granted = window, granted + 1
        board.send(source[at : at + 1])
        credit -= 1
    board.send(b"\x04")
    due = 1 + len(source) // window + 1  # the two at the start, then one for each window that was used up
    assert board.exactly(due - granted) == b"\x01" * (due - granted)
    return board.result(start=b"\x04")


def test_runs_and_reports(raw: BoardProcess) -> None:
    assert raw.run("print('out')") == (b"out\r\n", b"")
    out, error = raw.run("print(1)\n1/0")
    assert out == b"1\r\n"
    assert error.endswith(b"line 2, in <module>\r\nZeroDivisionError: divide by zero\r\n")


def test_banner_again_and_clearing_the_line(raw: BoardProcess) -> None:
    raw.send(b"garbage\x01")
    assert raw.until(b">") == b"raw REPL; CTRL-B to exit\r\n>"
    raw.send(b"garbage\x03")
    assert raw.run("print(2)") == (b"2\r\n", b"")


def test_globals_stay_between_runs(raw: BoardProcess) -> None:
    raw.run("x = 41")
    assert raw.value("x + 1") == "42"


def test_many_commands_in_one_write(raw: BoardProcess) -> None:
    raw.send(b"".join(b"print(%d)\x04" % i for i in range(50)))
    assert [raw.result() for _ in range(50)] == [(b"%d\r\n" % i, b"") for i in range(50)]


def test_source_is_8_bit_clean(raw: BoardProcess) -> None:
    assert raw.run("print(len('äöü€😀'), 'é')") == ("5 é\r\n".encode(), b"")


def test_stdout_buffer_is_8_bit_clean_and_unconverted(raw: BoardProcess) -> None:
    raw.send(b"import sys; sys.stdout.buffer.write(bytes(range(256))); print('END')\x04")
    assert raw.exactly(2 + 256 + 5) == b"OK" + EVERY_BYTE + b"END\r\n"


def test_stdin_buffer_is_8_bit_clean(raw: BoardProcess) -> None:
    raw.send(
        b"import sys, micropython\nmicropython.kbd_intr(-1)\nprint('go')\n"
        b"d = sys.stdin.buffer.read(1024)\nmicropython.kbd_intr(3)\nprint(d == bytes(range(256)) * 4)\x04"
    )
    raw.until(b"go\r\n")
    raw.send(EVERY_BYTE * 4)
    assert raw.until(b"\x04\x04>") == b"True\r\n\x04\x04>"


def test_raw_paste_window(raw: BoardProcess) -> None:
    assert begin_paste(raw) == 128
    raw.send(b"\x04")
    assert raw.exactly(4) == b"\x04\x04\x04>"


@pytest.mark.parametrize("size", [1, 127, 128, 129, 255, 256, 257, 384, 2000])
def test_raw_paste_grants_exactly_its_credit(raw: BoardProcess, size: int) -> None:
    source = b"print(7)" + b"\n" * max(0, size - 8)
    if size < 8:
        source = b"7"
    assert paste(raw, source) == (b"7\r\n" if size >= 8 else b"", b"")


def test_raw_paste_header_and_first_window_in_one_write(raw: BoardProcess) -> None:
    raw.send(b"\x05A\x01print('one')\x04")
    assert raw.exactly(5) == b"R\x01\x80\x00\x01"
    assert raw.result(start=b"\x04") == (b"one\r\n", b"")
    raw.send(b"\x05A\x01" + b"#" * 200 + b"\nprint('two')\x04")
    assert raw.exactly(6) == b"R\x01\x80\x00\x01\x01"
    assert raw.result(start=b"\x04") == (b"two\r\n", b"")


def test_raw_paste_takes_bytes_that_are_keys_elsewhere(raw: BoardProcess) -> None:
    assert paste(raw, b"print(list(b'\x01\x02\x05'))") == (b"[1, 2, 5]\r\n", b"")


def test_raw_paste_reports_errors(raw: BoardProcess) -> None:
    out, error = paste(raw, b"def f(:\n")
    assert out == b""
    assert error.endswith(b"SyntaxError: invalid syntax\r\n")


def test_raw_paste_is_cancelled(raw: BoardProcess) -> None:
    begin_paste(raw)
    raw.send(b"while True: pass\x03")
    out, error = raw.result(start=b"\x04")
    assert (out, error) == (b"", b"KeyboardInterrupt: \r\n")
    assert raw.run("print(3)") == (b"3\r\n", b"")


def test_unknown_extension_is_refused(raw: BoardProcess) -> None:
    raw.send(b"\x05Z\x01")
    assert raw.exactly(3) == b"R\x00>"
    assert raw.run("print(4)") == (b"4\r\n", b"")


def test_raw_paste_can_be_missing(start: Start) -> None:
    board = start(raw_paste=False)
    board.to_prompt()
    board.enter_raw()
    board.send(b"\x05A\x01")
    assert board.exactly(3) == b"R\x00>"
    assert board.run("print(5)") == (b"5\r\n", b"")


def test_stdin_buffer_can_be_missing(start: Start) -> None:
    board = start(stdin_buffer=False)
    board.to_prompt()
    board.enter_raw()
    _, error = board.run("import sys; sys.stdin.buffer")
    assert b"AttributeError: 'TextIOWrapper' object has no attribute 'buffer'" in error
    assert board.run("print(sys.stdin.read(1))\x04!")[0] == b"!\r\n"


def test_leaves_to_the_friendly_repl(raw: BoardProcess) -> None:
    raw.send(b"\x02")
    assert raw.until(b">>> ").startswith(b"\r\nMicroPython")
    raw.send(b"\x01")
    assert raw.until(RAW_PROMPT) == b"\r\n" + RAW_PROMPT
