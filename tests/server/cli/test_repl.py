"""The REPL in a terminal: keys and output at once, exit keys, injection; the terminal is itself again."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS

from cli.terminal import Terminal, terminal

pytestmark = [
    pytest.mark.measured,
    pytest.mark.skipif(sys.platform == "win32", reason="tests have no terminal on Windows"),
    pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""),
]


@pytest.fixture
def board(tmp_path: Path) -> Iterator[str]:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        yield plug.address


def prompt(screen: Terminal) -> None:
    screen.wait_until_raw()
    screen.type(b"\r")
    screen.wait_for(b">>> ")


@pytest.mark.parametrize("key", [b"\x1d", b"\x18"])
def test_a_person_talks_with_the_board_until_an_exit_key(board: str, tmp_path: Path, key: bytes) -> None:
    with terminal(tmp_path, ["connect", board]) as screen:
        before = screen.settings()
        prompt(screen)
        screen.type(b"print('gr\\xfc\\xdfe', 6*7)\r")
        screen.wait_for("grüße 42\n>>> ".encode())
        screen.type(key)
        assert screen.status() == 0
        assert screen.settings() == before


def test_ctrl_c_is_for_the_board(board: str, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", board, "repl"]) as screen:
        prompt(screen)
        screen.type(b"while True: print('round')\r\r")
        screen.wait_for(b"round\nround\n")
        screen.type(b"\x03")
        screen.wait_for(b"KeyboardInterrupt")
        screen.wait_for(b">>> ")
        screen.type(b"\x1d")
        assert screen.status() == 0


def test_behind_a_command_there_is_a_prompt(board: str, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", board, "exec", "a=40", "repl"]) as screen:
        screen.wait_until_raw()
        screen.wait_for(b">>> ")
        screen.type(b"a+2\r")
        screen.wait_for(b"42\n>>> ")
        screen.type(b"\x1d")
        assert screen.status() == 0


def test_a_program_that_was_started_goes_on_and_hears_keys(board: str, tmp_path: Path) -> None:
    code = "import time\nfor n in range(3):\n time.sleep(.2)\n print('n', n)\nprint('heard', input())"
    with terminal(tmp_path, ["connect", board, "exec", "--no-follow", code, "repl"]) as screen:
        screen.wait_for(b"n 2")
        screen.type(b"word\r")
        screen.wait_for(b"heard word")
        screen.type(b"\x1d")
        assert screen.status() == 0


def test_code_and_files_are_injected_and_all_is_captured(board: str, tmp_path: Path) -> None:
    source = tmp_path / "file.py"
    source.write_text("print('from', 'file')\n")
    options = ["--capture", "captured", "--inject-code", "print(3*4)\\n", "--inject-file", str(source)]
    with terminal(tmp_path, ["connect", board, "repl", *options]) as screen:
        prompt(screen)
        screen.type(b"\n")
        screen.wait_for(b"12\n>>> ")
        screen.type(b"\x0b")
        screen.wait_for(b"from file")
        screen.wait_for(b">>> ")
        screen.type(b"\x1d")
        assert screen.status() == 0
    captured = (tmp_path / "captured").read_bytes()
    assert b"12\n" in captured
    assert b"from file" in captured
    assert b"exit this shell" not in captured


def test_what_is_no_text_is_shown_by_numbers_if_asked_for(board: str, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", board, "repl", "-e"]) as screen:
        prompt(screen)
        screen.type(b"import sys; n = sys.stdout.buffer.write(bytes([65, 7, 200, 66]))\r")
        screen.wait_for(b"\r\nA[07][c8]B")
        screen.type(b"\x1d")
        assert screen.status() == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(board: str, tmp_path: Path, sign: signal.Signals) -> None:
    with terminal(tmp_path, ["connect", board]) as screen:
        before = screen.settings()
        prompt(screen)
        screen.process.send_signal(sign)
        assert screen.status() == 130
        assert screen.settings() == before


def test_a_file_that_is_not_there_is_told_of_and_the_repl_goes_on(board: str, tmp_path: Path) -> None:
    with terminal(tmp_path, ["connect", board, "repl", "--inject-file", "nope.py"]) as screen:
        prompt(screen)
        screen.type(b"\x0b")
        screen.wait_for(b"could not read file")
        screen.type(b"1+1\r")
        screen.wait_for(b"2\n>>> ")
        screen.type(b"\x1d")
        assert screen.status() == 0


def test_a_board_that_goes_away_is_waited_for(tmp_path: Path) -> None:
    link = tmp_path / "port"
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        link.symlink_to(plug.address)
        with terminal(tmp_path, ["connect", str(link)]) as screen:
            prompt(screen)
            with emulated(LINKS["unthrottled"], command) as other:
                plug.process.terminate()
                screen.wait_for(b"waiting for it]")
                link.unlink()
                link.symlink_to(other.address)
                screen.wait_for(b"[connected again]")
                screen.type(b"\r")
                screen.wait_for(b">>> ")
                screen.type(b"\x1d")
                assert screen.status() == 0
