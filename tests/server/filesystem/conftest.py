"""Tests of files take boards that have some."""

from __future__ import annotations

import pytest
from boards.catalog import Board, Can


@pytest.fixture(autouse=True)
def _files(request: pytest.FixtureRequest) -> None:
    if "board" not in request.fixturenames:
        return
    board: Board = request.getfixturevalue("board")
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")
