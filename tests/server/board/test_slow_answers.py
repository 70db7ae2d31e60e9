"""A board that answers after 1.5 s, as over Bluetooth or on a busy PC: all works, only slower."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from boards import catalog
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec

from board.sessions import Terminal, evaluate, listed
from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd, State
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload

SLOW = LinkSpec("slow", latency=0.75)
PATIENCE = 30.0
"""Seconds: each round trip takes 1.5 of them."""

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(120),
]


@asynccontextmanager
async def slow(folder: Path, spec: LinkSpec = SLOW) -> AsyncIterator[tuple[Session, Terminal]]:
    with catalog.UNIX.start(folder) as address:
        opener = FaultyOpener()
        opener.become(spec)
        session = Session(address, opener=opener.open)
        terminal = Terminal(session)
        try:
            await session.connect()
            yield session, terminal
        finally:
            await session.disconnect()
            await opener.aclose()


async def _exec(session: Session, _: Path) -> None:
    async with session.lease() as board:
        assert (await board.exec("print(6 * 7)")).output.strip() == b"42"
        assert (await board.exec("x = 0\n" + "x += 1  # padding\n" * 60 + "print(x)")).output.strip() == b"60"


async def _run(session: Session, _: Path) -> None:
    assert (await session.run("print('hello')", "hello.py")).end is RunEnd.DONE


async def _stop(session: Session, _: Path) -> None:
    running = asyncio.create_task(session.run("while True: pass", "loop.py"))
    await session.begun()
    await session.interrupt()
    assert (await running).end is RunEnd.INTERRUPTED


async def _soft_reset(session: Session, _: Path) -> None:
    await session.soft_reset()
    assert await evaluate(session, "6*7") == "42"


async def _info(session: Session, _: Path) -> None:
    info = await session.board_info()
    assert info is not None
    assert info.features is not None


async def _files(session: Session, folder: Path) -> None:
    content = bytes(range(256)) * 12
    async with session.lease() as board:
        await upload(board, [Outgoing("/slow.bin", content)])
        assert await remote.read_file(board, "/slow.bin") == content
        await download(board, [await find(board, "/slow.bin", folder / "slow.bin")])
    assert (folder / "slow.bin").read_bytes() == content
    assert "slow.bin" in [entry.name for entry in await listed(session, "/")]


OPERATIONS: dict[str, Callable[[Session, Path], Awaitable[None]]] = {
    "exec": _exec,
    "run": _run,
    "stop": _stop,
    "soft reset": _soft_reset,
    "info": _info,
    "files": _files,
}


@pytest.mark.parametrize("name", OPERATIONS)
async def test_it_works(tmp_path: Path, name: str) -> None:
    async with slow(tmp_path) as (session, terminal):
        await OPERATIONS[name](session, tmp_path)
        await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
        assert b"KeyboardInterrupt" not in terminal.text or name == "stop"


async def test_what_is_typed_is_echoed_and_answered(tmp_path: Path) -> None:
    async with slow(tmp_path) as (session, terminal):
        assert await evaluate(session, "1") == "1"
        await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
        await session.type_keys(b"6*7\r")
        await terminal.shows(b"6*7\n42\n>>> ")
