"""Soft and hard resets, and what of the board survives them."""

from __future__ import annotations

import time

from jumperwire import virtual
from virtual.conftest import Start
from virtual.process import RAW_PROMPT, BoardProcess


def test_soft_reset_runs_boot_and_main_with_fresh_globals(board: BoardProcess) -> None:
    (board.root / "boot.py").write_text("print('boot')\nfrom_boot = 1\n")
    (board.root / "main.py").write_text("print('main', from_boot, __name__)\n")
    board.send(b"x = 5\r")
    board.to_prompt()
    board.send(b"\x04")
    heard = board.until(b">>> ")
    assert heard.startswith(b"\r\nMPY: soft reboot\r\nboot\r\nmain 1 __main__\r\n\r\nMicroPython v")
    board.send(b"print('x' in globals(), from_boot)\r")
    board.until(b"\r\nFalse 1\r\n>>> ")


def test_soft_reset_from_the_raw_repl_runs_boot_only(raw: BoardProcess) -> None:
    (raw.root / "boot.py").write_text("print('boot')\n")
    (raw.root / "main.py").write_text("print('main')\n")
    raw.send(b"\x04")
    assert raw.until(RAW_PROMPT) == b"OK\r\nMPY: soft reboot\r\nboot\r\n" + RAW_PROMPT
    assert raw.run("print(1)") == (b"1\r\n", b"")


def test_soft_reset_by_program(raw: BoardProcess) -> None:
    raw.send(b"import machine; machine.soft_reset()\x04")
    assert raw.until(RAW_PROMPT) == b"OK\x04\x04MPY: soft reboot\r\n" + RAW_PROMPT
    assert raw.value("__import__('machine').reset_cause()") == "5"


def test_sys_exit_is_a_soft_reset(board: BoardProcess) -> None:
    board.send(b"raise SystemExit\r")
    board.until(b"MPY: soft reboot\r\n")
    board.to_prompt()


def test_errors_in_boot_and_main_are_shown(board: BoardProcess) -> None:
    (board.root / "main.py").write_text("def f():\n    1/0\nf()\n")
    board.send(b"\x04")
    assert (
        b'\r\nTraceback (most recent call last):\r\n  File "main.py", line 3, in <module>\r\n'
        b'  File "main.py", line 2, in f\r\nZeroDivisionError: divide by zero\r\n'
    ) in board.until(b">>> ")


def test_syntax_error_in_main_is_shown(board: BoardProcess) -> None:
    (board.root / "main.py").write_text("x = = 1\n")
    board.send(b"\x04")
    heard = board.until(b">>> ")
    assert b'File "main.py", line 1\r\nSyntaxError: invalid syntax\r\n' in heard


def test_machine_reset_restarts_within_the_process(raw: BoardProcess) -> None:
    (raw.root / "main.py").write_text("import machine\nprint('cause', machine.reset_cause())\n")
    raw.run("x = 1")
    raw.send(b"try:\n  import machine; machine.reset()\nfinally: print('never')\x04")
    heard = raw.until(b">>> ")
    assert heard.startswith(b"OKcause 2\r\n\r\nMicroPython v")
    assert raw.process.poll() is None


def test_machine_reset_can_drop_the_link(start: Start) -> None:
    board = start(drop_on_reset=True)
    board.to_prompt()
    board.send(b"import machine; print('last'); machine.reset()\r")
    board.until(b"\r\nlast\r\n")
    assert board.wait() == virtual.EXIT_DROPPED
    assert board.pending() == b"", "what runs after the reset speaks to nobody"


def test_reset_button_frees_a_wedged_board(raw: BoardProcess) -> None:
    raw.send(b"import micropython\nmicropython.kbd_intr(-1)\nprint('on')\nwhile True: pass\x04")
    raw.until(b"on\r\n")
    pressed = time.monotonic()
    raw.press_reset()
    raw.until(b">>> ")
    assert time.monotonic() - pressed < 2
    raw.send(b"print('again')\r")
    raw.until(b"\r\nagain\r\n")


def test_reset_button_while_output_is_stuck(raw: BoardProcess) -> None:
    raw.send(b"print('on')\nwhile True: print('y' * 999)\x04")
    raw.until(b"on\r\n")
    raw.pause_reading()
    raw.press_reset()
    raw.resume_reading()
    raw.until(b"MicroPython v")
    raw.until(b">>> ")


def test_reset_button_pressed_again_at_once(board: BoardProcess) -> None:
    for _ in range(3):
        board.press_reset()
    board.to_prompt()
    board.send(b"print('one board')\r")
    board.until(b"\r\none board\r\n")


def test_other_lines_do_nothing(board: BoardProcess) -> None:
    board.control(op="lines", dtr=True, rts=None)
    board.control(op="lines", dtr=False, rts=True)
    board.send(b"print('still')\r")
    board.until(b"\r\nstill\r\n>>> ")


def test_files_survive_every_reset_and_a_new_process(start: Start) -> None:
    board = start()
    board.to_prompt()
    board.send(b"f = open('kept.txt', 'w'); f.write('kept'); f.close()\r")
    board.to_prompt()
    board.send(b"\x04")
    board.to_prompt()
    board.press_reset()
    board.to_prompt()
    board.close()
    again = start()
    again.to_prompt()
    again.send(b"print(open('kept.txt').read())\r")
    again.until(b"\r\nkept\r\n")


def test_identity_survives(start: Start) -> None:
    ids = set()
    for name in ("a long name 1", "a long name 1", "a long name 2"):
        board = start(name=name)
        board.to_prompt()
        board.enter_raw()
        ids.add(board.value("__import__('machine').unique_id()"))
        board.close()
    assert len(ids) == 2
