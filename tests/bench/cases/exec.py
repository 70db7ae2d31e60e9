"""Latency of ``print(1)``: our session and mpremote's transport, beside the link's own round trip."""

from __future__ import annotations

import asyncio
import time

from boards.linkspec import LINKS

from bench import limits, peers
from bench.bare import Bare
from bench.rig import Rig, Subject
from bench.rows import TIMES
from jumperwire.board.returning import LINGER
from jumperwire.board.session import Session

SOURCE = "print(1)"
BYTES = 8
COMMAND, ANSWER = 9, 8
"""Bytes of it with its end, and of ``OK1`` with its ends."""


def run(rig: Rig) -> None:
    """All boards on all links."""
    for board in rig.boards:
        for link in LINKS:
            _measure(rig, board, link)


def _measure(rig: Rig, board: Subject, link: str) -> None:
    one: list[float] = []
    many: list[float] = []
    warm: list[float] = []
    cold: list[float] = []
    theirs: list[float] = []
    by_pty: list[float] = []
    command: list[float] = []
    count = rig.times(20, 8)
    with rig.plugged(board, link) as plug:
        for _ in range(rig.times(5, 2)):
            with Bare(plug.address) as bare:
                bare.prompt()
                one += [bare.echo() for _ in range(count)]
                many += [bare.echo(BYTES) for _ in range(count)]
            asyncio.run(_ours(plug.address, count, warm, cold))
            for address, took in ((rig.port(plug), theirs), (plug.address, by_pty)):
                with peers.mpremote(address) as transport:
                    took += [peers.timed_exec(transport, SOURCE) for _ in range(count)]
            command.append(peers.timed_command(rig.port(plug), SOURCE))
    row = rig.recorder("exec", board.name, link)
    echo = row.milliseconds("link", "echo of one character", one)
    echo_many = row.milliseconds("link", f"echo of {BYTES} characters", many)
    ours = row.milliseconds("jumperwire", "latency", warm)
    row.milliseconds("jumperwire", "latency from the prompt", cold)
    peer = row.milliseconds("mpremote", "latency", theirs)
    peer_by_pty = row.milliseconds(peers.BY_PTY, "latency", by_pty)
    row.milliseconds("mpremote exec (process)", "latency", command)
    row.value("jumperwire", "latency / echo of one character", TIMES, ours / echo, len(warm))
    row.value("jumperwire", "latency / echo of as many bytes", TIMES, ours / echo_many, len(warm))
    row.share("jumperwire", "latency", limits.exchange(LINKS[link], COMMAND, ANSWER), ours, len(warm))
    row.value("jumperwire", "times faster than mpremote", TIMES, peer / ours, len(warm))
    row.value("jumperwire", f"times faster than {peers.BY_PTY}", TIMES, peer_by_pty / ours, len(warm))


async def _ours(address: str, count: int, warm: list[float], cold: list[float]) -> None:
    """A session that lives as long as its editor; ``cold``: the board had gone back to its prompt."""
    session = Session(address)
    await session.connect()
    await _exec(session)
    await _exec(session)
    warm += [await _exec(session) for _ in range(count)]
    for _ in range(max(3, count // 4)):
        await asyncio.sleep(LINGER + 0.15)
        cold.append(await _exec(session))
    await asyncio.sleep(LINGER + 0.15)
    await session.disconnect()


async def _exec(session: Session) -> float:
    started = time.perf_counter()
    async with session.lease() as board:
        execution = await board.exec(SOURCE)
    took = time.perf_counter() - started
    if execution.output.strip() != b"1":
        raise RuntimeError(f"unexpected {execution}")
    return took
