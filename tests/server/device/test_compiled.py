"""Every script, minified and not, is one that each kind of board compiles."""

from __future__ import annotations

from importlib import resources

import pytest
from board.sessions import connected
from boards.catalog import Board, Can

from jumperwire.board.execution import PACE
from jumperwire.device import script, traceback
from jumperwire.errors import BoardOutOfMemory


@pytest.mark.limit(120)
async def test_boards_compile_every_script(address: str, board: Board) -> None:
    """As much of them as the smallest one has room for."""

    async with connected(address) as (session, _), session.lease() as lease:
        if board.longest_write:
            session.facts.put(PACE, 1)  # it would lose some of what is sent at once
        for text in _texts(board):
            try:
                raised = (await lease.exec(b"if 0:\n" + _deeper(text) + b"\nprint(5)\n")).error
            except BoardOutOfMemory:
                continue  # it would not even be read
            assert raised == b"" or traceback.is_out_of_memory(raised), (text, raised)
        checked = await lease.exec(b"if 0:\n f'{}'('\nprint(5)\n")
        assert b"SyntaxError" in checked.error


def _texts(board: Board) -> list[bytes]:
    folder = resources.files("jumperwire.device.scripts")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".py"))
    names = [file[:-3] for file in files if file[0] != "_"]
    if not board.can(Can.STDIN_BUFFER):
        # Those of mounts it is never sent, and may not survive compiling.
        names = [name for name in names if not name.startswith("mount")]
    sources = [(folder / f"{name}.py").read_text("utf-8") for name in names]
    return [*map(script.stripped, sources), *map(script.script, names)]


def _deeper(text: bytes) -> bytes:
    return b"".join(b" " + line + b"\n" for line in text.splitlines())
