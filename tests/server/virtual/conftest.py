"""Boards for these tests: a common one, reset for each test, or one's own with other options."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from jumperwire import virtual
from virtual.process import NODE, BoardProcess

Start = Callable[..., BoardProcess]


@pytest.fixture(scope="session", autouse=True)
def _needs() -> None:
    if shutil.which(NODE) is None:
        pytest.skip(f"no Node: {NODE}")
    if not (virtual.script_path().parent / "vendor" / "micropython.wasm").exists():
        pytest.skip("no vendored interpreter: node scripts/vendor-virtual.mjs")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a board with these options; same flash each time within a test."""
    running: list[BoardProcess] = []

    def start_board(**options: object) -> BoardProcess:
        settings = {"root": str(tmp_path / "flash"), **options}
        running.append(BoardProcess(virtual.VirtualOptions(**settings)))  # type: ignore[arg-type]
        return running[-1]

    yield start_board
    for process in running:
        process.close()


@pytest.fixture(scope="session")
def _common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoardProcess]:
    process = BoardProcess(virtual.VirtualOptions(root=str(tmp_path_factory.mktemp("flash"))))
    process.to_prompt()
    yield process
    process.close()


_turns = count()


@pytest.fixture
def board(_common: BoardProcess) -> BoardProcess:
    """A board with an empty flash at its friendly prompt, whatever the test before did to it."""
    for path in _common.root.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    # What the board still says from before ends where this begins.
    token = f"turn {next(_turns)} begins"
    boot = _common.root / "boot.py"
    boot.write_text(f"print('{token}')\n")
    _common.resume_reading()
    _common.press_reset()
    _common.until(token.encode() + b"\r\n")
    _common.to_prompt()
    boot.unlink()
    return _common


@pytest.fixture
def raw(board: BoardProcess) -> BoardProcess:
    """A board at its raw prompt."""
    board.enter_raw()
    return board
