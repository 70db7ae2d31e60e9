"""How long it takes until a link that lets too little through is given up: each part, and all together."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from board.sessions import usable
from boards import catalog
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import Execution, State
from jumperwire.errors import BoardSilent, JumperwireError, ProtocolBroken
from jumperwire.filesystem import calls, remote, transfer
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies.strategy import TransferStrategy
from jumperwire.filesystem.upload import upload
from jumperwire.protocol import framed_upload
from jumperwire.protocol.answers import AGAIN, Answer

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(90),
]

FILE = Outgoing("/f", random.Random(1).randbytes(3000))
Exec = Callable[..., Coroutine[Any, Any, Execution]]


@asynccontextmanager
async def lossy(folder: Path) -> AsyncIterator[tuple[Session, FaultyOpener]]:
    """A board behind a link that may lose bytes, and does not yet."""
    opener = FaultyOpener()
    session = Session(catalog.unix_address(folder / "flash"), opener=opener.open)
    await session.connect()
    try:
        yield session, opener
    finally:
        await session.disconnect()
        await opener.aclose()


@pytest.mark.parametrize("loss", [1.0, 0.5], ids=["nothing", "half of it"])
async def test_an_upload_ends_and_the_board_is_there_when_the_link_is(tmp_path: Path, loss: float) -> None:
    async with lossy(tmp_path) as (session, opener):
        async with session.lease() as board:
            await upload(board, [replace(FILE, data=b"old")])
            opener.become(LinkSpec("spoiled", loss=loss))
            began = time.monotonic()
            with pytest.raises(JumperwireError):
                await upload(board, [FILE])
            assert time.monotonic() - began < 60
        opener.become(LinkSpec("good"))
        await session.wait_for(State.ATTACHED, State.IDLE)
        await usable(session)
        async with session.lease() as board:
            assert await remote.read_file(board, FILE.path) in (b"old", FILE.data)


def silent(seconds: float, told: list[bytes]) -> Exec:
    """Stands for `Lease.exec` where nothing arrives; what is run is added to ``told``."""

    async def execute(board: Lease, source: bytes, **_: Any) -> Execution:
        told.append(source)
        await asyncio.sleep(seconds)
        raise BoardSilent(board=board.name)

    return execute


@pytest.mark.parametrize("guarded", [False, True], ids=["loading the guard", "sending pieces"])
async def test_attempts_that_take_long_are_fewer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    told: list[bytes] = []
    async with lossy(tmp_path) as (session, _), session.lease() as board:
        await board.info()
        if guarded:
            await remote.list_folder(board, "/")
        monkeypatch.setattr(calls, "_LONGEST", 1.0)
        monkeypatch.setattr(Lease, "exec", silent(0.3, told))
        with pytest.raises(BoardSilent):
            await calls.call(board, b"print(1)\n" * 50)
        whole = calls._WHOLE if guarded else 0
        assert whole < len(told) <= whole + 4


async def test_a_brief_script_that_seems_to_run_is_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed byte may make us believe that the board runs what it is still waiting for."""
    execute, hangs = Lease.exec, 2

    async def hanging(board: Lease, source: bytes, **options: Any) -> Execution:
        nonlocal hangs
        hangs -= 1
        if hangs >= 0:
            await asyncio.Event().wait()
        return await execute(board, source, **options)

    async with lossy(tmp_path) as (session, _), session.lease() as board:
        await remote.list_folder(board, "/")
        monkeypatch.setattr(calls, "BRIEF", 0.2)
        monkeypatch.setattr(Lease, "exec", hanging)
        began = time.monotonic()
        await calls.load(board, "kinds")
        assert hangs < 0
        assert time.monotonic() - began < 10


@dataclass(frozen=True, slots=True)
class Failing:
    """A strategy by which nothing arrives; ``tried`` is told its name."""

    name: str
    tried: list[str]

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        self.tried.append(self.name)
        await asyncio.sleep(0.05)
        raise ProtocolBroken(board=board.name, expected="an acknowledgement", heard="")

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("stuck", "bytes_per_second", "tried"),
    [(45.0, 1000, ["a", "a", "b", "b"]), (0.01, 10**9, ["a", "a"]), (0.0, 100, ["a", "a", "b", "b"])],
    ids=["in time", "too late", "in time for its size"],
)
async def test_no_other_strategy_is_tried_after_long_without_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stuck: float, bytes_per_second: int, tried: list[str]
) -> None:
    told: list[str] = []

    async def strategies(_: Lease) -> list[TransferStrategy]:
        return [Failing("a", told), Failing("b", told)]

    monkeypatch.setattr(transfer, "_strategies", strategies)
    monkeypatch.setattr(transfer, "_STUCK", stuck)
    monkeypatch.setattr(transfer, "_SLOWEST", bytes_per_second)
    async with lossy(tmp_path) as (session, _), session.lease() as board:
        with pytest.raises(ProtocolBroken):
            await transfer.send(board, [FILE], Meter(lambda _: None, 1, len(FILE.data)))
    assert told == tried


async def test_no_frame_is_cut_off_where_a_round_trip_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board waits for the next piece, which is sent only when one is acknowledged."""
    answered, asked = framed_upload._Upload.answered, 0

    def counted(upload: framed_upload._Upload, heard: Answer) -> bool:
        nonlocal asked
        asked += heard.kind == AGAIN and upload.doubt.question is None
        return answered(upload, heard)

    async with lossy(tmp_path) as (session, opener), session.lease() as board:
        await board.info()
        opener.become(LinkSpec("slow", latency=0.13))
        monkeypatch.setattr(framed_upload._Upload, "answered", counted)
        await transfer.send(board, [FILE], Meter(lambda _: None, 1, len(FILE.data)))
        assert await remote.read_file(board, FILE.path) == FILE.data
    assert asked == 0
