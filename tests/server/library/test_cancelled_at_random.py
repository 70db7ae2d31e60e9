"""Operations cancelled at random moments, one after the other on one board, each followed by ``6*7``.

JUMPERWIRE_CANCELLATIONS says how many, JUMPERWIRE_BUSY how many processes keep the PC busy meanwhile. Each
seed makes the same operations and moments.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards.catalog import Board as Kind
from boards.catalog import Can

import jumperwire
from jumperwire import Board
from jumperwire.errors import JumperwireError
from library.test_cancelled import OPERATIONS, Operation, _typed

CANCELLATIONS = int(os.environ.get("JUMPERWIRE_CANCELLATIONS", "60"))
BUSY = int(os.environ.get("JUMPERWIRE_BUSY", "0"))
LONGEST = 20.0
"""Seconds for what takes far less, since machines that run tests are busy."""

CHOICES: dict[str, Operation] = {
    **{name: work for name, work in OPERATIONS.items() if not name.startswith(("Packages.", "Sync."))},
    "keys": lambda board, _: _typed(board, "1+1\r"),
    "Ctrl-C twice": lambda board, _: _typed(board, "\x03\x03"),
    "half a line": lambda board, _: _typed(board, "if 1"),
}


@contextlib.contextmanager
def busy(count: int) -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


@pytest.mark.limit(60 + CANCELLATIONS)
@pytest.mark.parametrize("seed", range(2))
async def test_whatever_is_cancelled_the_next_program_runs_undisturbed(
    address: str, board: Kind, tmp_path: Path, seed: int
) -> None:
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.bin").write_bytes(bytes(range(256)) * 64)
    with busy(BUSY):
        await _cancel_at_random(address, tmp_path, random.Random(seed), CANCELLATIONS // 2)


async def _cancel_at_random(address: str, folder: Path, chance: random.Random, count: int) -> None:
    async with jumperwire.connect(address, when_running="interrupt") as device:
        await device.fs.write("/d/f", b"f" * 2000)
        before = len(asyncio.all_tasks())
        done: list[str] = []
        for _ in range(count):
            name = chance.choice(sorted(CHOICES))
            seconds = chance.choice((0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)) * chance.random()
            done.append(f"{name} after {seconds:.4f} s")
            await _cancel_one(device, folder, name, seconds, done)
        assert len(asyncio.all_tasks()) <= before + 1, "tasks pile up"


async def _cancel_one(device: Board, folder: Path, name: str, seconds: float, done: list[str]) -> None:
    work = asyncio.ensure_future(CHOICES[name](device, folder))
    await asyncio.sleep(seconds)
    work.cancel()
    await asyncio.wait([work], timeout=LONGEST)
    assert work.done(), f"not cancelled: {done[-4:]}"
    if not work.cancelled():
        assert isinstance(work.exception(), (JumperwireError, type(None))), done[-4:]
    try:
        assert await asyncio.wait_for(device.eval("6*7"), LONGEST) == 42
    except (JumperwireError, TimeoutError, asyncio.TimeoutError) as error:
        raise AssertionError(f"{error!r} behind {done[-4:]}") from error
