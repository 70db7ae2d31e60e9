"""A sidecar that lives long does not grow: many operations end with the memory that few left."""

from __future__ import annotations

import base64
import gc
import os
import tracemalloc
from pathlib import Path

import pytest

from rpc.editor import InProcess, RequestFailed, served

BOARD = "virtual:x"
ROUNDS = 8
GROWTH = 64 * 1024
"""Bytes in all: the scrollback of a board is between 16 and 32 KiB, and Python's own caches grow a little.

There are 80 operations, so one that leaks a kilobyte is found.
"""


async def _round(editor: InProcess, folder: Path, number: int) -> None:
    (folder / "main.py").write_text(f"print({number})\n")
    data = base64.b64encode(os.urandom(3000)).decode()
    await editor.ask("files/write", board=BOARD, path="/data.bin", base64=data)
    await editor.ask("files/read", board=BOARD, path="/data.bin")
    await editor.ask("files/list", board=BOARD, path="/")
    await editor.ask("repl/input", board=BOARD, data="1+1\r")
    await editor.ask("board/run", board=BOARD, source="print('x' * 5000)", fileName="a.py")
    plan = await editor.ask("sync/plan", board=BOARD, folder=str(folder))
    await editor.ask("sync/apply", plan=plan["id"], token="t")
    await editor.ask("sync/push", board=BOARD, folder=str(folder), paths=[str(folder / "main.py")], token="t")
    await editor.ask("board/mount", board=BOARD, folder=str(folder))
    await editor.ask("board/unmount", board=BOARD)
    with pytest.raises(RequestFailed):
        await editor.ask("files/read", board=BOARD, path="/none")
    if number % 4 == 3:
        await editor.ask("board/softReset", board=BOARD)
        await editor.ask("board/disconnect", board=BOARD)
        await editor.ask("board/connect", board=BOARD)
    editor.notified.clear()


def _held() -> int:
    """Bytes that code of ours and of pygls holds."""
    gc.collect()
    ours = [tracemalloc.Filter(True, f"*{name}*", all_frames=True) for name in ("jumperwire", "pygls")]
    tests = tracemalloc.Filter(False, "*tests*", all_frames=False)
    snapshot = tracemalloc.take_snapshot().filter_traces([*ours, tests])
    return sum(each.size for each in snapshot.statistics("filename"))


@pytest.mark.limit(150)
async def test_operations_end_with_the_memory_that_they_began_with(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")  # else pytest keeps all that is logged
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "jumperwire.toml").write_text('board = "virtual:x"\n')
    async with served(home) as editor:
        await editor.ask("boards/add", address=BOARD)
        await editor.ask("repl/open", board=BOARD)
        await editor.ask("board/connect", board=BOARD)
        for number in range(2):
            await _round(editor, folder, number)
        tracemalloc.start(3)
        try:
            for number in range(4):  # traced, what was there before is not counted
                await _round(editor, folder, number)
            before = _held()
            for number in range(ROUNDS):
                await _round(editor, folder, number)
            grown = _held() - before
        finally:
            tracemalloc.stop()
    assert grown < GROWTH
