"""A small file to a board that has none of our scripts yet: content, check and rename in one exec or a few.

The receiver of `strategies/frames.py` is faster for large files, but it takes some 3 KB of scripts first.
What is sent here is checked on the board before it runs (the CRC-32 of source and content), the file before
it is renamed (read again, or its SHA-256), and the reply here. Whatever goes wrong, the file is as it was, or
new and whole; no error is told, since the ordinary way, which is taken then, finds out what there is to say.
"""

from __future__ import annotations

import asyncio
import binascii
import logging
import os
import posixpath
from collections.abc import Callable
from typing import NamedTuple

from jumperwire import config
from jumperwire.board.execution import NUDGE
from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.device import script
from jumperwire.errors import BoardOutOfMemory, BoardSilent, ProtocolBroken
from jumperwire.filesystem.contents import Contents
from jumperwire.filesystem.loaded import LOADED
from jumperwire.filesystem.outgoing import Meter, Outgoing, Progress

log = logging.getLogger(__name__)

LARGEST = 12_000
"""The bytes of content that may go this way until the board restarts. For more, the receiver pays."""

_AT_ONCE = 1500
"""Bytes of content that are sent without asking whether the board has them already."""

_PIECE = 3600
"""Bytes of content in a later exec; the board holds them twice."""

_PATIENCE = 1.5
"""Seconds for the board to acknowledge a part of the source."""

_SENT = Fact[int]("bytes of content that were sent so", Until.RESTART)

_UNCHANGED, _FOLDER, _DEFLATE = 1, 2, 4

_WORTH = 0.9
"""The largest share of its size that a deflated piece may have."""


class Put(NamedTuple):
    """The result for a file."""

    path: str
    """The file's path: the one that was given, or in the folder that is there."""
    unchanged: bool


def pays(board: Lease, size: int) -> bool:
    """Return whether this much content is sent faster this way than through a receiver and its scripts."""
    loaded = board.facts.get(LOADED, frozenset())
    return not loaded & {"receive", "base64"} and board.facts.get(_SENT, 0) + size <= LARGEST


async def put(
    board: Lease, file: Outgoing, name: str = "", tell: Callable[[Progress], None] = lambda _: None
) -> Put | None:
    """Put the file on the board. Returns None if that did not work, so that the ordinary way must be
    taken.

    ``name``: the file's name, if ``file.path`` may be a folder. A relative path starts at the board's
    current directory. Raises BoardReset, LinkLost.
    """
    path = _path(file, name)
    if path is None:
        return None
    board.facts.happened(Until.FILES)
    board.facts.put(_SENT, board.facts.get(_SENT, 0) + len(file.data))
    try:
        found = await _put(board, path, name, file)
    except BaseException as error:
        await board.tidy(_tidy(path, name))
        if not isinstance(error, (BoardSilent, ProtocolBroken, BoardOutOfMemory, _NotDone)):
            raise
        log.info("%s: %s does not go by itself: %r", board.name, path, error)
        board.facts.put(_SENT, LARGEST)
        return None
    put = _outcome(path, name, found)
    if not put.unchanged:
        meter = Meter(tell, 1, len(file.data))
        meter.add(len(file.data))
        meter.end()
        if len(file.data) > _AT_ONCE:  # a smaller one goes whole again
            await asyncio.to_thread(Contents(config.cache_dir() / "sent").keep, [file])
    return put


async def same(board: Lease, file: Outgoing, name: str = "") -> Put | None:
    """Return the result of `put` if the board already has the file with this content; otherwise None.

    This pays for larger files if none of our scripts is on the board, since the survey takes three execs.
    """
    path = _path(file, name)
    if path is None or board.facts.get(LOADED, frozenset()):
        return None
    listed = _listed(path, name, file)
    try:
        found = await _exec(board, script.script("same") + b"print(K+K*_jw(%s))" % listed)
    except (BoardSilent, ProtocolBroken, BoardOutOfMemory, _NotDone) as error:
        log.info("%s: %s is looked at otherwise: %r", board.name, path, error)
        return None
    return _outcome(path, name, found) if found & _UNCHANGED else None


def _path(file: Outgoing, name: str) -> str | None:
    """Return where the file goes; None if this needs the checks of the ordinary way."""
    path = posixpath.normpath(file.path) if file.path else name
    plain = path and not path.startswith(("..", "//")) and (path + name).isprintable()
    return path if plain else None


def _listed(path: str, name: str, file: Outgoing) -> bytes:
    known = f"{script.literal(path)},{script.literal(name)},{len(file.data)},"
    return known.encode() + literal(file.digest)


def _outcome(path: str, name: str, found: int) -> Put:
    return Put(posixpath.join(path, name) if found & _FOLDER else path, bool(found & _UNCHANGED))


class _NotDone(Exception):
    """The board raised an error, or its reply was damaged."""


async def _put(board: Lease, path: str, name: str, file: Outgoing) -> int:
    listed = _listed(path, name, file)
    if len(file.data) <= _AT_ONCE and "." not in _folder(path):
        known = f"{script.literal(path)},{script.literal(name)}".encode()
        return await _exec(board, script.script("put_once") + b"print(K+K*_jw(%s,c))" % known, file.data)
    head = script.script("put")
    found = await _exec(board, head + _DEFLATES + b"print(K+K*(_jw(%s,0)+d))" % listed)
    if not found & _UNCHANGED:
        for at in range(0, len(file.data), _PIECE):
            piece = file.data[at : at + _PIECE]
            packed = _packed(piece) if found & _DEFLATE else piece
            await _exec(board, _ADD if packed is piece else _ADD_DEFLATED, packed)
        await _exec(board, _LAST % listed)
    return found


_MOST_DIGITS = 10
"""More digits than this do not come from our scripts, and Python refuses to parse thousands of them."""

_DEFLATES = b"try:\n import deflate;d=4\nexcept ImportError:d=0\n"
_ADD = b"import sys\nwith open(sys.modules['_jw_put'][1],'ab')as o:o.write(c)\nprint(K)"
_LAST = b"import sys\nprint(K+K*sys.modules['_jw_put'][0](%s,1))\nsys.modules.pop('_jw_put')"
_ADD_DEFLATED = b"import deflate,io;c=deflate.DeflateIO(io.BytesIO(c),1,12).read()\n" + _ADD


def _folder(path: str) -> str:
    """The first folder of a path, with the slashes about it: the temporary file of ``put_once`` is there."""
    return path[: path.find("/", 1) + 1] or "/" * path.startswith("/")


def _tidy(path: str, name: str) -> bytes:
    """What removes the temporary file, wherever it is, after an error."""
    places = {_folder(each) + ".jwtmpx" for each in (path, f"{path}/{name}")}
    return script.call("put_away", sorted(places))


_CHECKED = b"(lambda f,s,c:f(c,f(s))==%d and exec(s,{'K':%d,'c':c}))(__import__('binascii').crc32,%s,%s)"


async def _exec(board: Lease, source: bytes, content: bytes = b"") -> int:
    """Run the source with ``c`` set to the content, and return its number divided by the ``K`` that it
    was given.
    """
    key = int.from_bytes(os.urandom(2), "little") + (1 << 20)
    wrapped = _CHECKED % (
        binascii.crc32(content, binascii.crc32(source)),
        key,
        literal(source),
        literal(content),
    )
    execution = await board.exec(wrapped, patience=_PATIENCE, nudge=NUDGE, pasted=True)
    said = execution.output.strip()
    number = int(said) if said.isdigit() and len(said) < _MOST_DIGITS else 1
    if execution.error or number % key:
        raise _NotDone(execution)
    return number // key - 1


def literal(data: bytes) -> bytes:
    """Return a bytes literal for MicroPython with few escapes, and without characters that a REPL acts on."""
    quote = min(b"'", b'"', key=data.count)
    parts = bytearray()
    for byte, following in zip(data, data[1:] + data[:1], strict=True):
        if byte < 6:
            parts += b"\\%03o" % byte if following in b"01234567" else b"\\%d" % byte
        elif byte == ord("\r"):
            parts += rb"\r"
        else:
            parts += b"\\%c" % byte if byte in b"\\" + quote else b"%c" % byte
    return b"b%s%s%s" % (quote * 3, parts, quote * 3)


def _packed(piece: bytes) -> bytes:
    import zlib

    deflate = zlib.compressobj(9, zlib.DEFLATED, -12)
    packed = deflate.compress(piece) + deflate.flush()
    return packed if len(packed) < len(piece) * _WORTH else piece
