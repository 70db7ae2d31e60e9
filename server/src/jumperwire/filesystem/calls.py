"""Runs our own source on a board over any link: it is checked in both directions, and sent again if
necessary.

A link that may lose bytes may lose a byte of a path. On such links, a guard on the board runs only source
that arrived intact, runs nothing twice, and ends its output with a checksum. Boards without CRC-32 have
no guard.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
import re
import zlib
from itertools import count

from jumperwire.board.execution import BRIEF, NUDGE
from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution
from jumperwire.device import script, traceback
from jumperwire.device.reply import Feature
from jumperwire.errors import BoardOutOfMemory, BoardRaised, BoardSilent, ProtocolBroken
from jumperwire.filesystem.loaded import LOADED

log = logging.getLogger(__name__)

_GUARDED = Fact[bool]("whether the guard is on the board", Until.RESTART)

_ATTEMPTS = 16
_WHOLE = 2
"""The number of attempts with the whole source before it is sent in pieces."""

_PIECE = 96
"""Bytes of source in a piece; with what surrounds it, this makes one short write."""

_PATIENCE = 1.5
"""Seconds for the board to answer. On such a link, waiting longer rarely helps."""

_LONGEST = 20.0
"""Seconds that failed attempts may take together before the link counts as one that lets nothing through."""

_AMPLE = 64_000
"""Bytes of free heap that count as ample."""

_UNPACKS = Feature.DEFLATE | Feature.BASE64

_CHECK = re.compile(rb"\d{1,10}\n")
_RAISED = b"\x15"
_numbers = count(1)


class _Attempts:
    """The attempts of one call: at most so many may fail, and not for long together."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._seconds = _LONGEST
        self._began = 0.0

    def begin(self) -> bool:
        """Return whether there is another one, which begins."""
        self._began = asyncio.get_running_loop().time()
        return self._left > 0 and self._seconds > 0

    def failed(self) -> None:
        """The one that was begun last has failed."""
        self._left -= 1
        self._seconds -= asyncio.get_running_loop().time() - self._began


async def call(board: Lease, source: bytes, *, brief: bool = False) -> Execution:
    """Run a script of ours, which is ``brief`` if it takes the board hardly any time.

    Raises the errors of `Lease.exec`.
    """
    if board.loss_free or not await _guarded(board):
        return await board.exec(source, nudge=NUDGE)
    number = next(_numbers)
    check = binascii.crc32(source)
    packed = await _packed(board, source)
    wire, form = (source, -1) if packed is None else (packed, -2)
    for attempt in range(_ATTEMPTS):
        await _guarded(board)
        if attempt >= _WHOLE and not await _piecewise(board, wire):
            break
        argument = script.literal(wire) if attempt < _WHOLE else "None"
        wrapped = f"__import__('_jw_guard')({number},{check},{argument},{form})\n".encode()
        execution = await _attempt(board, wrapped, brief=brief)
        if execution is not None:
            return execution
    raise BoardSilent(board=board.name)


async def _packed(board: Lease, source: bytes) -> bytes | None:
    """The source deflated and in base64, where the board can undo that and it saves a tenth; a third if it
    has little memory to undo it in.
    """
    info = await board.info()
    if not info or not info.features or _UNPACKS not in info.features:
        return None
    deflate = zlib.compressobj(9, zlib.DEFLATED, -10)
    packed = base64.b64encode(deflate.compress(source) + deflate.flush())
    worth = 0.9 if (info.heap_free or 0) >= _AMPLE else 0.66
    return packed if len(packed) < len(source) * worth else None


async def call_agent(board: Lease, name: str, *arguments: script.Argument) -> Execution:
    """Run a script of ours that stays on the board until it restarts.

    Raises the errors of loading it, too.
    """
    await load(board, name)
    execution = await call(board, script.agent_call(name, *arguments))
    if not forgot(board, execution.error):
        return execution
    await load(board, name)
    return await call(board, script.agent_call(name, *arguments))


def forgot(board: Lease, error: bytes) -> bool:
    """Return whether a resident script is gone because the board was reset unnoticed."""
    if b"ImportError" not in error or b"'_jw_" not in error:
        return False
    board.facts.happened(Until.RESTART)
    return True


async def load(board: Lease, name: str, *helpers: str) -> None:
    """Load a script of ours that stays on the board, after the scripts that it calls.

    Each is compiled separately, since compiling takes several times as much heap as the script itself.
    Raises BoardOutOfMemory, BoardRaised.
    """
    for each in helpers:
        await load(board, each)
    loaded = board.facts.get(LOADED, frozenset())
    if name in loaded:
        return
    execution = await call(board, script.agent(name), brief=True)
    if execution.error:
        raise (BoardOutOfMemory if traceback.is_out_of_memory(execution.error) else BoardRaised)(
            board=board.name, traceback=traceback.last_line(execution.error)
        )
    board.facts.put(LOADED, loaded | {name})


async def _exec(board: Lease, wrapped: bytes, *, brief: bool = True) -> Execution:
    """Run a source of ours; BoardSilent where it is ``brief`` and takes long."""
    running = board.exec(wrapped, patience=_PATIENCE, nudge=NUDGE)
    try:
        return await asyncio.wait_for(running, BRIEF if brief else None)
    except asyncio.TimeoutError as error:
        raise BoardSilent(board=board.name) from error


async def _attempt(board: Lease, wrapped: bytes, *, brief: bool) -> Execution | None:
    """Make one attempt; None if something was lost on the way."""
    try:
        execution = await _exec(board, wrapped, brief=brief)
    except (BoardSilent, ProtocolBroken) as error:
        log.debug("%s: sent again: %s", board.name, error)
        return None
    forgot(board, execution.error)
    said, _, check = execution.output.replace(b"\r\n", b"\n").rpartition(b"\x06")
    if not _CHECK.fullmatch(check) or binascii.crc32(said) != int(check):
        log.debug("%s: sent again: %r", board.name, execution)
        return None
    output, _, error_text = said.partition(_RAISED)
    return Execution(output, error_text)


async def _piecewise(board: Lease, source: bytes) -> bool:
    at = 0
    attempts = _Attempts(_ATTEMPTS + len(source) // _PIECE + 1)
    while at < len(source):
        if not attempts.begin():
            return False
        piece = source[at : at + _PIECE]
        literal = script.literal(piece)
        wrapped = f"__import__('_jw_guard')(0,{binascii.crc32(piece)},{literal},{at})\n".encode()
        try:
            said = (await _exec(board, wrapped)).output
        except (BoardSilent, ProtocolBroken):
            said = b""
        if said.strip() == b"=%d" % at:
            at += len(piece)
        else:
            attempts.failed()
    return True


async def _guarded(board: Lease) -> bool:
    """Load the guard, once per boot; False if that is not possible."""
    known = board.facts.get(_GUARDED)
    if known is not None:
        return known
    info = await board.info()
    if not info or not info.features or Feature.CRC32 not in info.features:
        return board.facts.put(_GUARDED, False)
    source = script.agent("guard").decode()
    literal = script.literal(source)
    wrapped = (
        "import sys\nsys.modules['_jw_guard_memory']=[b'',-1,[],0]\n"
        f"s={literal}\nif __import__('binascii').crc32(s)=={binascii.crc32(source.encode())}:exec(s)\ndel s\n"
    )
    test = b"print(1)"
    attempts = _Attempts(_ATTEMPTS)
    while attempts.begin():
        try:
            await _exec(board, wrapped.encode())
        except (BoardSilent, ProtocolBroken):
            attempts.failed()
            continue
        call = f"__import__('_jw_guard')(0,{binascii.crc32(test)},{script.literal(test)})\n"
        if await _attempt(board, call.encode(), brief=True) == Execution(b"1\n", b""):
            return board.facts.put(_GUARDED, True)
        attempts.failed()
    raise BoardSilent(board=board.name)
