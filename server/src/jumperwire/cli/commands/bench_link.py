"""``bench-link``: measures the link to a board, independently of the board's files."""

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
"""How long each direction is measured, in seconds, at least."""

_SOURCE = (b"#" * 63 + b"\n") * 32
"""Source that a board reads without doing anything. A micro:bit has no room for more."""

_LINE = b"#" * 62
_OUTPUT = b"for _ in range(64): print(%r)" % _LINE.decode()


@dataclass(frozen=True, slots=True)
class Figures:
    """The round trip in seconds, and the speed of source and of output in bytes per second."""

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
    """Measure the link. Raises Failure if the board does not repeat what it was sent."""
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
    """Return the seconds that each call took, for ``rounds`` calls or for `_SECONDS`.

    The first call is not counted.
    """
    loop = asyncio.get_running_loop()
    seconds: list[float] = []
    while len(seconds) <= rounds or (not rounds and sum(seconds[1:]) < _SECONDS):
        began = loop.time()
        if not await work():
            raise Failure(Problem.LINK_GARBLES, count="1", all=str(len(seconds) + 1))
        seconds.append(loop.time() - began)
    return seconds[1:]


COMMANDS = {"bench-link": Command(nothing, _bench_link)}
