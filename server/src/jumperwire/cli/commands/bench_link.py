"""``bench-link``: what the link to a board does, whatever the board's files are on."""

from __future__ import annotations

import asyncio
import statistics
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from jumperwire.board.lease import Lease
from jumperwire.cli.commands.link import said
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command, nothing

_ROUNDS = 50
_SECONDS = 1.0
"""For how long each way is measured, at least."""

_SOURCE = (b"#" * 63 + b"\n") * 32
"""Source that a board reads and does nothing with; micro:bit has room for as much."""

_LINE = b"#" * 62
_OUTPUT = b"for _ in range(64): print(%r)" % _LINE.decode()


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds, and bytes in a second, of source to the board and of output from it."""

    round_trip: float
    slowest_round_trip: float
    to_board: float
    from_board: float


async def _bench_link(context: Context, arguments: Namespace) -> None:
    del arguments
    async with context.board() as board:
        found = await _measured(board)
    if context.options.json:
        context.out.value(asdict(found))
        return
    typical, slowest = found.round_trip * 1000, found.slowest_round_trip * 1000
    context.out.line(f"round trip      {typical:.1f} ms, {slowest:.1f} ms at most")
    context.out.line(f"to the board    {found.to_board / 1024:.1f} KiB/s")
    context.out.line(f"from the board  {found.from_board / 1024:.1f} KiB/s")


async def _measured(board: Lease) -> Figures:
    """Raises Failure where the board says another thing than it was told to."""
    trips = await _timed(lambda: _says(board, b"print(1)", b"1"), rounds=_ROUNDS)
    sent = await _timed(lambda: _says(board, _SOURCE, b""))
    heard = await _timed(lambda: _says(board, _OUTPUT, b"\n".join([_LINE] * 64)))
    return Figures(
        statistics.median(trips),
        max(trips),
        len(sent) * len(_SOURCE) / sum(sent),
        len(heard) * 64 * (len(_LINE) + 2) / sum(heard),
    )


async def _says(board: Lease, source: bytes, output: bytes) -> bool:
    return await said(board, source) == output


async def _timed(work: Callable[[], Awaitable[bool]], rounds: int = 0) -> list[float]:
    """The seconds of each time, so many times or for `_SECONDS`; the first one does not count."""
    loop = asyncio.get_running_loop()
    seconds: list[float] = []
    while len(seconds) <= rounds or (not rounds and sum(seconds[1:]) < _SECONDS):
        began = loop.time()
        if not await work():
            raise Failure(Problem.LINK_GARBLES, count="1", all=str(len(seconds) + 1))
        seconds.append(loop.time() - began)
    return seconds[1:]


COMMANDS = {"bench-link": Command(nothing, _bench_link)}
