"""What every transport has to do, in one table."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jumperwire.errors import LinkLost, ResetUnsupported
from jumperwire.transport import memory, plugins
from jumperwire.transport.child import ChildStream
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import ByteStream, LinkTraits, Opened
from transport import plugin
from transport.echo import QUIT, Far, program_far_end, pty_far_end, socket_far_end
from transport.plugin import unix_far_end

if sys.platform == "win32":  # not run here
    pytest.skip("the far ends of this table are made with ptys", allow_module_level=True)

PATIENCE = 10.0
EVERY_BYTE = bytes(range(256))
LARGE = EVERY_BYTE * 1200

TABLE = [
    Far("serial", pty_far_end, lines=True),
    Far("socket", socket_far_end),
    Far("the worked example", unix_far_end),
    Far("exec on a pty", program_far_end, starts_board=True),
    Far("exec over pipes", program_far_end, starts_board=True),
    Far("memory", contextlib.asynccontextmanager(lambda: _nothing()), lines=True),
]


@pytest.fixture(autouse=True, scope="module")
def _example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The worked example is installed."""
    site = tmp_path_factory.mktemp("site")
    plugin.install(site)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        plugins.installed.cache_clear()
        yield
    plugins.installed.cache_clear()


@pytest.fixture(params=TABLE, ids=str)
def far(request: pytest.FixtureRequest) -> Far:
    chosen: Far = request.param
    return chosen


async def _nothing() -> AsyncIterator[str]:
    yield "memory"


async def open_far(far: Far, address: str) -> Opened:
    if far.name == "memory":
        ours, theirs = memory.pair()
        ours.far_end = asyncio.ensure_future(_echo(theirs))  # type: ignore[attr-defined]
        return Opened(ours, LinkTraits())
    if far.name == "exec over pipes":
        command = address.removeprefix("exec:").split()
        return Opened(await ChildStream.start(address, command), LinkTraits(starts_board=True))
    return await open_link(address)


async def _echo(link: memory.MemoryStream) -> None:
    with contextlib.suppress(LinkLost):
        while not (data := await link.read()).endswith(QUIT):
            await link.write(data)
        await link.aclose()


@asynccontextmanager
async def opened(far: Far) -> AsyncIterator[ByteStream]:
    async with far.started() as address:
        stream = (await open_far(far, address)).stream
        try:
            yield stream
        finally:
            await stream.aclose()
            await asyncio.sleep(0.01)  # the far end's own task sees it


async def _write_on(stream: ByteStream) -> None:
    for _ in range(100):
        await stream.write(b"x" * 1000)


async def read_exactly(stream: ByteStream, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += await asyncio.wait_for(stream.read(), PATIENCE)
    return data


async def test_every_byte_goes_both_ways_unchanged(far: Far) -> None:
    async with opened(far) as stream:
        await stream.write(EVERY_BYTE)
        assert await read_exactly(stream, 256) == EVERY_BYTE


async def test_more_than_any_buffer_holds_is_held_back_and_arrives(far: Far) -> None:
    async with opened(far) as stream:
        writing = asyncio.create_task(stream.write(LARGE))
        await asyncio.sleep(0.05)
        assert await read_exactly(stream, len(LARGE)) == LARGE
        await writing


async def test_a_far_end_that_goes_away_is_a_lost_link_behind_its_last_words(far: Far) -> None:
    async with opened(far) as stream:
        await stream.write(b"last words")
        assert await read_exactly(stream, 10) == b"last words"
        await stream.write(QUIT)
        with pytest.raises(LinkLost) as lost:
            await read_exactly(stream, 1000)
        assert lost.value.facts["cause"]
        if far.starts_board:
            assert lost.value.facts["cause"] == "the board's process ended with code 1: told to go away"
        with pytest.raises(LinkLost):
            await asyncio.wait_for(stream.read(), PATIENCE)
        with pytest.raises(LinkLost):
            await asyncio.wait_for(_write_on(stream), PATIENCE)


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.05])
async def test_reading_can_be_cancelled_and_loses_nothing(far: Far, moment: float) -> None:
    async with opened(far) as stream:
        reading = asyncio.ensure_future(stream.read())
        await asyncio.sleep(moment)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await stream.write(b"and on")
        assert await read_exactly(stream, 6) == b"and on"


async def test_writing_can_be_cancelled(far: Far) -> None:
    async with opened(far) as stream:
        writing = asyncio.ensure_future(stream.write(LARGE))
        await asyncio.sleep(0.02)
        writing.cancel()
        await asyncio.wait([writing])
        assert LARGE.startswith((await read_exactly(stream, 1000))[:1000])


async def test_closing_twice_and_using_it_afterwards(far: Far) -> None:
    async with opened(far) as stream:
        await stream.aclose()
        await stream.aclose()
        with pytest.raises(LinkLost):
            await asyncio.wait_for(stream.write(b"x"), PATIENCE)


@pytest.mark.parametrize("moment", [0.0, 0.001, 0.003, 0.01])
async def test_opening_can_be_cancelled_and_leaves_nothing_open(far: Far, moment: float) -> None:
    async with far.started() as address:
        await (await open_far(far, address)).stream.aclose()  # what is made only once is made now
        await asyncio.sleep(0.05)
        before = _open_files()
        for _ in range(3):
            opening = asyncio.ensure_future(open_far(far, address))
            if moment:
                await asyncio.wait([opening], timeout=moment)
            opening.cancel()
            await asyncio.wait([opening])
            if not opening.cancelled():
                await opening.result().stream.aclose()
        await asyncio.sleep(0.3)
        assert _open_files() == before
        assert _children() == []


async def test_modem_lines_are_set_or_refused(far: Far) -> None:
    async with opened(far) as stream:
        if far.name == "serial":
            pytest.skip("a pty takes no lines; the pulse itself needs hardware")
        if far.lines:
            await stream.set_lines(dtr=False, rts=True)
        else:
            with pytest.raises(ResetUnsupported):
                await stream.set_lines(dtr=False, rts=True)


@pytest.mark.parametrize("flow", ["hold", "none"])
async def test_an_address_says_whether_the_board_is_held_back(flow: str, far: Far) -> None:
    async with far.started() as address:
        if address.startswith("socket:"):
            link = await open_link(f"{address}?flow={flow}")
        elif address.startswith("exec:") and sys.platform != "win32":
            link = await open_link(address.replace("exec:", f"exec:?flow={flow} "))
        else:
            pytest.skip("has no such option")
        assert link.traits == LinkTraits(loss_free=flow == "hold", starts_board=far.starts_board)
        await link.stream.aclose()
        await asyncio.sleep(0.01)


async def test_traits_promise_no_more_than_is_known(far: Far) -> None:
    async with far.started() as address:
        link = await open_far(far, address)
        assert link.traits == LinkTraits(loss_free=False, starts_board=far.starts_board)
        assert link.stream.name == address
        await link.stream.aclose()
        await asyncio.sleep(0.01)


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def _children() -> list[str]:
    tasks = Path(f"/proc/{os.getpid()}/task")
    return [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]
