"""A typed key passes few modules on its way to the wire, so does its echo on the way back, and none twice.

A module is passed when a function of it is given the key, or is answered with it, and hands it on: one that
only looks at it, such as a check of its type, is not. The files of the protocol, which is pure, count as one;
so do a transport and the buffer that all transports have in common.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from types import CodeType, FrameType

import pytest
from boards.catalog import UNIX, unix_address

import jumperwire
from rpc.editor import served

KEY = "~"
ROOT = str(Path(jumperwire.__file__).parent) + os.sep
MOST = 6
ONE = ("protocol", "transport")


def module_of(code: CodeType) -> str | None:
    if not code.co_filename.startswith(ROOT):
        return None
    name = code.co_filename.removeprefix(ROOT).removesuffix(".py").replace(os.sep, ".")
    package = name.partition(".")[0]
    return package if package in ONE else name


def holds_key(value: object) -> bool:
    if isinstance(value, str):
        return KEY in value
    if isinstance(value, bytes | bytearray):
        return KEY.encode() in value
    if isinstance(value, dict):
        return any(map(holds_key, value.values()))
    if isinstance(value, tuple):
        return any(map(holds_key, value))
    return type(value).__module__.startswith("jumperwire") and holds_key(getattr(value, "data", None))


class Watch:
    """A profiler that notes who is given the key: which module, and what its function is called."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self._begun: set[FrameType] = set()

    def __call__(self, frame: FrameType, event: str, result: object) -> None:
        if event == "call" and frame not in self._begun:  # else a coroutine that goes on
            code = frame.f_code
            names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            if any(holds_key(frame.f_locals.get(name)) for name in names):
                self._begun.add(frame)
                self._note(code)
        elif event == "return" and holds_key(result) and frame.f_back and module_of(frame.f_code):
            self._note(frame.f_back.f_code)

    def _note(self, code: CodeType) -> None:
        if module := module_of(code):
            self.seen.append((module, code.co_name))


def passed(seen: list[tuple[str, str]]) -> list[str]:
    """The modules, in order."""
    way: list[str] = []
    for module, _ in seen:
        if way[-2:-1] == [module]:
            way.pop()  # what was told, and did not hand it on
        if way[-1:] != [module]:
            way.append(module)
    return way


@pytest.mark.skipif(UNIX.missing is not None, reason=str(UNIX.missing))
async def test_a_key_and_its_echo_pass_few_modules_and_none_twice(home: Path) -> None:
    board = unix_address(home / "flash")
    async with served(home) as editor:
        await editor.ask("boards/add", address=board)
        await editor.ask("repl/open", board=board)
        await editor.ask("board/connect", board=board)
        await editor.until_shown(board, ">>> ")
        await editor.ask("repl/input", board=board, data="1")
        await editor.until_shown(board, ">>> 1")
        await asyncio.sleep(0.1)  # the pause after which an echo goes at once
        watch = Watch()
        sys.setprofile(watch)
        try:
            await editor.ask("repl/input", board=board, data=KEY)
            await editor.until_shown(board, KEY)
        finally:
            sys.setprofile(None)
    sent = watch.seen.index(("transport", "write")) + 1
    there, back = passed(watch.seen[:sent]), passed(watch.seen[sent:])
    assert (there[0], there[-1]) == ("rpc.dispatch", "transport")
    assert len(there) == len(set(there)) <= MOST, there
    back.append("rpc.stdio")  # who writes to an editor that is another process
    assert (back[0], back[-2]) == ("transport", "rpc.outbox")
    assert len(back) == len(set(back)) <= MOST, back
