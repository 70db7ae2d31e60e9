"""The same conversations with real interpreters, which may have read the facts otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from boards.catalog import REAL, Board, Can
from boards.plain import Plain

from jumperwire.protocol import prompts, raw_paste, raw_repl
from jumperwire.protocol.channel import Conversation, Output, Rebooted
from jumperwire.protocol.raw_paste import NoPaste
from jumperwire.protocol.raw_repl import Pace
from jumperwire.protocol.repl import Repl
from jumperwire.protocol.result import Finished

T = TypeVar("T")


class Pump:
    """The core over a plain link, hearing at most ``size`` bytes at a time."""

    def __init__(self, link: Plain, size: int) -> None:
        self.repl = Repl()
        self.reboots = 0
        self._link, self._size = link, size
        self._output = b""

    def converse(self, conversation: Conversation[T]) -> T:
        pending = self.repl.start(conversation)
        self._collect()
        while self.repl.conversing:
            if self.repl.pause is not None:
                self._link.rest(self.repl.pause)
                self.repl.resume()
            else:
                self.repl.receive_data(self._link.some(self._size))
            self._collect()
        return pending.result()

    def output(self) -> bytes:
        """What was shown since the last call, with LF line ends."""
        taken, self._output = self._output, b""
        return taken.replace(b"\r\n", b"\n")

    def _collect(self) -> None:
        for event in self.repl.events():
            if isinstance(event, Output):
                self._output += event.data
            self.reboots += isinstance(event, Rebooted)
        if data := self.repl.data_to_send():
            self._link.write(data)


@pytest.fixture(params=REAL, ids=str)
def board(request: pytest.FixtureRequest) -> Board:
    chosen = request.param
    assert isinstance(chosen, Board)
    if chosen.missing:
        pytest.skip(chosen.missing)
    return chosen


@pytest.fixture(params=[1, 1 << 16], ids=["bytewise", "in bulk"])
def pump(request: pytest.FixtureRequest, board: Board, tmp_path: Path) -> Iterator[Pump]:
    with board.start(tmp_path) as address, Plain(address, board.longest_write) as link:
        pump = Pump(link, request.param)
        assert pump.converse(prompts.find_prompt(pump.repl.channel, b"\r")) == b">>> "
        link.quiet()
        pump.output()
        yield pump


def test_all_conversations_in_a_row(board: Board, pump: Pump) -> None:
    channel = pump.repl.channel
    pace = None if board.can(Can.LONG_INPUT) else Pace(16, 0.01)
    for _ in range(3):
        pump.converse(prompts.enter_raw(channel, b"\r"))
        assert pump.converse(raw_repl.execute(channel, b"print(6*7)", pace=pace)) == Finished(b"")
        assert pump.output() == b"42\n"
        assert pump.converse(raw_repl.execute(channel, b"")) == Finished(b"")
        finished = pump.converse(raw_repl.execute(channel, b"print(chr(4)+'>')\n1/0", pace=pace))
        assert b"ZeroDivisionError" in finished.error
        assert pump.output() == b"\x04>\n"
        pump.converse(prompts.soft_reset(channel))
        assert pump.output() == b""
        assert pump.converse(prompts.leave_raw(channel)) == b">>> "
        assert pump.output() == b""
    assert pump.reboots == 3


def test_raw_paste(board: Board, pump: Pump) -> None:
    channel = pump.repl.channel
    pump.converse(prompts.enter_raw(channel, b"\r"))
    source = b"x = 0\n" + b"x += 1  # padding\n" * 200 + b"print(x)\n"
    if not board.can(Can.RAW_PASTE):
        assert pump.converse(raw_paste.paste(channel, source)) == NoPaste()
        assert pump.converse(raw_repl.execute(channel, b"print(1)")) == Finished(b"")
        assert pump.output() == b"1\n"
        return
    for expected in (0, 128):
        assert pump.converse(raw_paste.paste(channel, source, expected)) == Finished(b"", window=128)
        assert pump.output() == b"200\n"
        finished = pump.converse(raw_paste.paste(channel, b"def f(:\n" + source, expected))
        assert isinstance(finished, Finished)
        assert b"SyntaxError" in finished.error
        assert pump.converse(raw_paste.paste(channel, b"print(2)", expected)) == Finished(b"", window=128)
        assert pump.output() == b"2\n"


def test_sys_exit(board: Board, pump: Pump) -> None:
    if not board.can(Can.BOOT_FILES):
        pytest.skip("1.9 does not leave the interpreter at sys.exit()")
    pump.converse(prompts.enter_raw(pump.repl.channel, b"\r"))
    finished = pump.converse(raw_repl.execute(pump.repl.channel, b"import sys\nsys.exit()"))
    assert finished == Finished(b"", reset=True)
    assert pump.reboots == 1
