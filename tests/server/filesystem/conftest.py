"""Tests of files take boards that have some."""

from __future__ import annotations

from pathlib import Path

import pytest
from boards.catalog import Board, Can


@pytest.fixture(autouse=True)
def _files(request: pytest.FixtureRequest) -> None:
    # A conftest.py outside of pytest's root, which is server/, is for all tests if arguments lead to it.
    here = request.path.is_relative_to(Path(__file__).parent)
    if not here or "board" not in request.fixturenames:
        return
    board: Board = request.getfixturevalue("board")
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")
