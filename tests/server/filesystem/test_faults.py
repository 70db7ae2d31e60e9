"""Transfers over links that lose, change, stall and break, by seeded chance, on a real board.

Whatever happens, each file is the old or the new one, byte for byte, and the board is usable afterwards.
JUMPERWIRE_FAULT_RUNS says how many runs, or, as in ``17,40``, which ones: each seed makes the same link. They
mostly wait, so several boards have theirs at once: JUMPERWIRE_FAULT_BOARDS of each kind.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import tempfile
import traceback
from collections.abc import Iterator
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
from jumperwire.protocol.channel import ProtocolError

log = logging.getLogger(__name__)

_RUNS = os.environ.get("JUMPERWIRE_FAULT_RUNS", "40")
SEEDS = [int(seed) for seed in _RUNS.split(",") if seed] if "," in _RUNS else range(int(_RUNS))
AT_ONCE = int(os.environ.get("JUMPERWIRE_FAULT_BOARDS", "2"))
GOOD = LinkSpec("good")

BOUND = 240.0
"""Seconds in which each transfer ends, well or not: where much is lost, all strategies are tried."""

SLOWEST = 40
"""Bytes a second beyond that: where one byte of a hundred is lost, hardly a block gets through at once."""

USABLE = 15.0
"""Seconds after which a board is usable when its link is good again, on a PC as busy as may be."""

BOARDS = (
    catalog.unix_address,
    catalog.unix_address,
    lambda flash: f"virtual:{flash.parent.name}?baud=460800&ring=128",
    lambda flash: f"virtual:{flash.parent.name}?baud=460800&ring=256",
)
"""Kinds of boards, by the file of their flash. Two have a receive ring that overflows."""

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

    def __init__(self, address: str, folder: Path) -> None:
        self.folder = folder
        self.opener = FaultyOpener()
        self.session = Session(address, opener=self.opener.open)
        self.contents: dict[str, bytes] = {}
        self.spec = GOOD

    async def aclose(self) -> None:
        """End the board."""
        await self.session.disconnect()
        await self.opener.aclose()

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
        spec = self.spec = link_of(chance)
        up = chance.random() < 0.6
        files = [Outgoing(f"/d/f{number}", content(chance)) for number in range(chance.choice([1, 1, 2, 3]))]
        target = self.folder / f"down{seed}"
        self.opener.become(spec, seed)
        moved = [file.data for file in files] if up else self.contents.values()
        bound = BOUND + sum(map(len, moved)) / SLOWEST
        with contextlib.suppress(JumperwireError):
            async with self.session.lease(WhenRunning.INTERRUPT) as board:
                if up:
                    await asyncio.wait_for(upload(board, files), bound)
                else:
                    await asyncio.wait_for(download(board, [await find(board, "/d", target)]), bound)
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
            raise AssertionError(f"not usable after {spec}")
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


async def runs(kind: int, seeds: Iterator[int], folder: Path) -> list[str]:
    """What failed of them: seed and cause. A board with which one failed has no further ones."""
    failed = []
    while (seed := next(seeds, None)) is not None:
        own = Path(tempfile.mkdtemp(prefix=f"fault{seed}-", dir=folder))
        stand = Stand(BOARDS[kind](own / "flash"), own)
        try:
            while seed is not None:
                await asyncio.wait_for(stand.one(seed), 5 * BOUND)
                seed = next(seeds, None)
        except (AssertionError, JumperwireError, ProtocolError, LookupError, asyncio.TimeoutError) as error:
            failed.append(f"{seed}, {stand.spec}: {''.join(traceback.format_exception(error))}")
            log.error("run %s", failed[-1])
        finally:
            await stand.aclose()
    return failed


@pytest.mark.limit(120 + len(SEEDS) * 8)
async def test_every_file_is_the_old_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    kinds = [iter([seed for seed in SEEDS if seed % len(BOARDS) == kind]) for kind in range(len(BOARDS))]
    told = await asyncio.gather(
        *(runs(kind, seeds, tmp_path) for kind, seeds in enumerate(kinds) for _ in range(AT_ONCE))
    )
    failed = [failure for failures in told for failure in failures]
    assert not failed, "\n".join(failed)
