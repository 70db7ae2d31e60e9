"""Boards for these tests: each its own process, with its own flash folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jumperwire import virtual
from virtual.process import NODE, BoardProcess

Start = Callable[..., BoardProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a board with these options; same flash each time within a test."""
    if shutil.which(NODE) is None:
        pytest.skip(f"no Node: {NODE}")
    if not (virtual.script_path().parent / "vendor" / "micropython.wasm").exists():
        pytest.skip("no vendored interpreter: node scripts/vendor-virtual.mjs")
    running: list[BoardProcess] = []

    def start_board(**options: object) -> BoardProcess:
        settings = {"root": str(tmp_path / "flash"), **options}
        running.append(BoardProcess(virtual.VirtualOptions(**settings)))  # type: ignore[arg-type]
        return running[-1]

    yield start_board
    for process in running:
        process.close()


@pytest.fixture
def board(start: Start) -> BoardProcess:
    """A board at its friendly prompt."""
    process = start()
    process.to_prompt()
    return process


@pytest.fixture
def raw(board: BoardProcess) -> BoardProcess:
    """A board at its raw prompt."""
    board.enter_raw()
    return board
