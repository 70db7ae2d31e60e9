"""Twenty virtual boards that are started at once, as a busy PC does: each comes to its prompt."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from boards.catalog import VIRTUAL

from board.sessions import evaluate
from jumperwire.board.session import Session
from jumperwire.board.state import WhenRunning

BOARDS = 20


@pytest.mark.skipif(VIRTUAL.missing is not None, reason=str(VIRTUAL.missing))
@pytest.mark.limit(180)
async def test_twenty_boards_start_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    sessions = [Session(f"virtual:many{number}") for number in range(BOARDS)]

    async def use(session: Session) -> str:
        await session.connect()
        try:
            return await evaluate(session, "6*7", WhenRunning.FAIL)
        finally:
            await session.disconnect()

    assert await asyncio.gather(*map(use, sessions)) == ["42"] * BOARDS
