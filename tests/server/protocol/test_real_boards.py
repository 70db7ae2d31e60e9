"""The same conversations with real interpreters, which may have read the facts otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from boards.catalog import REAL, Board, Can
from boards.plain import Plain

from jumperwire.protocol import talks
from jumperwire.protocol.repl import Repl
from jumperwire.protocol.talks import Finished, NoPaste, Pace
from jumperwire.protocol.wire import Output, Rebooted, Talk

T = TypeVar("T")


class Pump:
    """The core over a plain link, hearing at most ``size`` bytes at a time."""

    def __init__(self, link: Plain, size: int) -> None:
        self.repl = Repl()
        self.reboots = 0
        self._link, self._size = link, size
        self._output = b""

    def converse(self, talk: Talk[T]) -> T:
        pending = self.repl.start(talk)
        self._collect()
        while self.repl.talking:
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
        assert pump.converse(talks.find_prompt(pump.repl.wire, b"\r")) == b">>> "
        link.quiet()
        pump.output()
        yield pump


def test_all_conversations_in_a_row(board: Board, pump: Pump) -> None:
    wire = pump.repl.wire
    pace = None if board.can(Can.LONG_INPUT) else Pace(16, 0.01)
    for _ in range(3):
        pump.converse(talks.enter_raw(wire, b"\r"))
        assert pump.converse(talks.execute(wire, b"print(6*7)", pace=pace)) == Finished(b"")
        assert pump.output() == b"42\n"
        assert pump.converse(talks.execute(wire, b"")) == Finished(b"")
        finished = pump.converse(talks.execute(wire, b"print(chr(4)+'>')\n1/0", pace=pace))
        assert b"ZeroDivisionError" in finished.error
        assert pump.output() == b"\x04>\n"
        pump.converse(talks.soft_reset(wire))
        assert pump.output() == b""
        assert pump.converse(talks.leave_raw(wire)) == b">>> "
        assert pump.output() == b""
    assert pump.reboots == 3


def test_raw_paste(board: Board, pump: Pump) -> None:
    wire = pump.repl.wire
    pump.converse(talks.enter_raw(wire, b"\r"))
    source = b"x = 0\n" + b"x += 1  # padding\n" * 200 + b"print(x)\n"
    if not board.can(Can.RAW_PASTE):
        assert pump.converse(talks.paste(wire, source)) == NoPaste()
        assert pump.converse(talks.execute(wire, b"print(1)")) == Finished(b"")
        assert pump.output() == b"1\n"
        return
    for expected in (0, 128):
        assert pump.converse(talks.paste(wire, source, expected)) == Finished(b"", window=128)
        assert pump.output() == b"200\n"
        finished = pump.converse(talks.paste(wire, b"def f(:\n" + source, expected))
        assert isinstance(finished, Finished)
        assert b"SyntaxError" in finished.error
        assert pump.converse(talks.paste(wire, b"print(2)", expected)) == Finished(b"", window=128)
        assert pump.output() == b"2\n"


def test_sys_exit(board: Board, pump: Pump) -> None:
    if not board.can(Can.BOOT_FILES):
        pytest.skip("1.9 does not leave the interpreter at sys.exit()")
    pump.converse(talks.enter_raw(pump.repl.wire, b"\r"))
    finished = pump.converse(talks.execute(pump.repl.wire, b"import sys\nsys.exit()"))
    assert finished == Finished(b"", reset=True)
    assert pump.reboots == 1
