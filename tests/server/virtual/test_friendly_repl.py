"""What a person at the prompt sees."""

from __future__ import annotations

from virtual.process import BoardProcess


def type_line(board: BoardProcess, text: str) -> bytes:
    board.send(text.encode() + b"\r")
    return board.until(b">>> ")


def test_banner_names_a_virtual_board(board: BoardProcess) -> None:
    board.send(b"\x02")
    banner = board.until(b">>> ")
    assert banner.startswith(b"\r\nMicroPython v1.")
    assert b"; Virtual with WASM\r\n" in banner
    assert banner.endswith(b'Type "help()" for more information.\r\n>>> ')


def test_echoes_and_prints_with_crlf(board: BoardProcess) -> None:
    assert type_line(board, "print('a\\nb')") == b"print('a\\nb')\r\na\r\nb\r\n>>> "


def test_continues_lines_and_indents(board: BoardProcess) -> None:
    assert type_line(board, "for i in range(2):\r  print(i)\r\r").endswith(b"\r\n0\r\n1\r\n>>> ")


def test_history(board: BoardProcess) -> None:
    type_line(board, "print('first')")
    board.send(b"\x1b[A\r")
    assert board.until(b"\nfirst\r\n>>> ").startswith(b"print('first')")


def test_tab_completes(board: BoardProcess) -> None:
    type_line(board, "import binascii")
    board.send(b"binascii.hexl\t")
    assert board.until(b"hexlify") == b"binascii.hexlify"


def test_paste_mode(board: BoardProcess) -> None:
    board.send(b"\x05")
    assert board.until(b"=== ") == b"\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== "
    board.send(b"if 1:\r    print('pasted')\r\x04")
    assert board.until(b">>> ").endswith(b"\r\npasted\r\n>>> ")


def test_paste_mode_is_cancelled(board: BoardProcess) -> None:
    board.send(b"\x05x = 1\r\x03")
    board.until(b">>> ")
    assert b"NameError" in type_line(board, "x")


def test_pastes_a_long_block_at_once(board: BoardProcess) -> None:
    lines = "".join(f"v{i} = {i}\r" for i in range(400))
    board.send(b"\x05" + lines.encode() + b"\x04")
    board.until(b">>> ")
    assert b"\r\n399\r\n" in type_line(board, "v399")


def test_input_edits_its_line_and_takes_utf8(board: BoardProcess) -> None:
    board.send(b"x = input('name? ')\r")
    board.until(b"name? ")
    board.send("ägb\x7f\x7fx\r".encode())
    board.until(b">>> ")
    assert b"\r\n\xc3\xa4x\r\n" in type_line(board, "print(x)")


def test_reads_stdin(board: BoardProcess) -> None:
    type_line(board, "import sys")
    board.send(b"sys.stdin.readline()\rline\r")
    assert b"'line\\n'\r\n" in board.until(b"\n>>> ")


def test_ctrl_a_on_a_line_with_text_is_a_key(board: BoardProcess) -> None:
    board.send(b"rint(5)\x01p\r")
    board.until(b"\n5\r\n>>> ")


def test_traceback_as_the_firmware_prints_it(board: BoardProcess) -> None:
    assert type_line(board, "1/0").split(b"\r\n")[1:4] == [
        b"Traceback (most recent call last):",
        b'  File "<stdin>", line 1, in <module>',
        b"ZeroDivisionError: divide by zero",
    ]


def test_everything_in_one_write(board: BoardProcess) -> None:
    board.send(b"\r\x01print(1)\x04\x02")
    heard = board.until(b"information.\r\n>>> ")
    assert heard.startswith(b"\r\n>>> \r\nraw REPL; CTRL-B to exit\r\n>OK1\r\n\x04\x04>\r\nMicroPython")
