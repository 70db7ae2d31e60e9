"""Transfers over links that lose, change, stall and break, by seeded chance, on a real board.

Whatever happens, each file is the old or the new one, byte for byte, and the board is usable afterwards.
JUMPERWIRE_FAULT_RUNS says how many runs; each seed makes the same link.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from pathlib import Path

import pytest
from board.sessions import PATIENCE
from boards import catalog
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec

from jumperwire.board.session import Session
from jumperwire.board.state import State, WhenRunning
from jumperwire.errors import JumperwireError, LinkLost
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload

RUNS = int(os.environ.get("JUMPERWIRE_FAULT_RUNS", "40"))
GOOD = LinkSpec("good")

BOUND = 120.0
"""Seconds in which each transfer ends, well or not: where much is lost, all strategies are tried."""

USABLE = 5.0
"""Seconds after which a board is usable when its link is good again."""

BOARDS = (
    catalog.unix_address,
    catalog.unix_address,
    lambda _: "virtual:small?baud=460800&ring=128",
    lambda _: "virtual:usual?baud=460800&ring=256",
)
"""What each part runs on, by the file of its flash. Two have a receive ring that overflows."""

pytestmark = pytest.mark.skipif(
    bool(catalog.UNIX.missing or catalog.VIRTUAL.missing),
    reason=f"{catalog.UNIX.missing or catalog.VIRTUAL.missing}",
)


def link_of(chance: random.Random) -> LinkSpec:
    """A link with one to three faults; stalls are shorter and longer than every patience."""
    faults: dict[str, float | int | bool] = {"stall_time": chance.choice([0.3, 0.8, 1.5, 3.0])}
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice(["loss", "corruption", "stall", "jitter", "latency", "cut_after", "rate"])
        faults[kind] = {
            "loss": chance.choice([0.0005, 0.001, 0.01]),
            "corruption": chance.choice([0.0005, 0.001, 0.01]),
            "stall": chance.choice([0.01, 0.03]),
            "jitter": 0.01,
            "latency": chance.choice([0.001, 0.01]),
            "cut_after": chance.randrange(6000),
            "rate": 200_000,
        }[kind]
    return LinkSpec("faulty", **faults)  # type: ignore[arg-type]


class Stand:
    """One board for many runs."""

    def __init__(self, address: str, folder: Path, seed: int) -> None:
        self.folder = folder
        self.opener = FaultyOpener(seed)
        self.session = Session(address, opener=self.opener.open)
        self.contents: dict[str, bytes] = {}

    async def connected(self) -> None:
        """On a good link again."""
        self.opener.become(GOOD)
        if self.session.state in (State.CLOSED, State.ABSENT):
            await self.session.connect()
        await asyncio.wait_for(
            self.session.wait_for(State.ATTACHED, State.IDLE, State.RUNNING, State.BUSY), PATIENCE
        )

    async def one(self, seed: int) -> None:
        """One run."""
        chance = random.Random(seed)
        await self.connected()
        spec = link_of(chance)
        up = chance.random() < 0.6
        files = [Outgoing(f"/d/f{number}", content(chance)) for number in range(chance.choice([1, 1, 2, 3]))]
        target = self.folder / f"down{seed}"
        self.opener.become(spec)
        with contextlib.suppress(JumperwireError):
            async with self.session.lease(WhenRunning.INTERRUPT) as board:
                if up:
                    await asyncio.wait_for(upload(board, files), BOUND)
                else:
                    await asyncio.wait_for(download(board, [await find(board, "/d", target)]), BOUND)
        await self.connected()
        await self._check(files if up else [], spec)
        if not up:
            for path in target.rglob("*"):
                assert path.read_bytes() == self.contents[f"/d/{path.name}"], (path, spec)

    async def _check(self, files: list[Outgoing], spec: LinkSpec) -> None:
        began = asyncio.get_running_loop().time()
        for _ in range(3):
            try:
                async with self.session.lease(WhenRunning.INTERRUPT) as board:
                    took = asyncio.get_running_loop().time() - began
                    there = dict(zip(PATHS, await remote.hashes(board, PATHS), strict=True))
                    break
            except LinkLost:  # it was still under way when the link became good
                await self.connected()
        else:
            pytest.fail(f"not usable after {spec}")
        assert took < USABLE, spec
        for file in files:
            if there[file.path] == file.digest:
                self.contents[file.path] = file.data
        expected = {
            path: Outgoing(path, self.contents[path]).digest if path in self.contents else None
            for path in PATHS
        }
        assert there == expected, spec


PATHS = [f"/d/f{number}" for number in range(5)]


def content(chance: random.Random) -> bytes:
    size = chance.choice([0, 1, 100, 1000, 4096, 8000])
    noise = chance.randbytes(size)
    return noise if chance.random() < 0.5 else (b"%d: some text\n" % chance.randrange(10)) * (size // 14)


@pytest.mark.limit(120 + RUNS * 8)
@pytest.mark.parametrize("part", range(len(BOARDS)))
async def test_every_file_is_the_old_or_the_new_one(
    tmp_path: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    stand = Stand(BOARDS[part](tmp_path / "flash"), tmp_path, part)
    try:
        for seed in range(part, RUNS, len(BOARDS)):
            await asyncio.wait_for(stand.one(seed), 2 * BOUND)
    finally:
        await stand.session.disconnect()
        await stand.opener.aclose()
