"""The lowest rung: each piece of a file is a literal in a source of its own, for boards that can no more."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from jumperwire.board.lease import Lease
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.errors import TransferCorrupt
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Meter, Outgoing

_BASE64, _REPR = 1536, 256
"""Bytes of content in one source."""


async def send(board: Lease, files: Sequence[Outgoing], meter: Meter, features: Feature) -> None:
    """Send the files one after the other."""
    done = 0
    for file in files:
        meter.begin(file.path)
        await _send_one(board, file, meter, features)
        done += len(file.data)
        meter.end(done)


async def _send_one(board: Lease, file: Outgoing, meter: Meter, features: Feature) -> None:
    dense = Feature.BASE64 in features
    size = _BASE64 if dense else _REPR
    try:
        for at in range(0, len(file.data) or 1, size):
            piece = file.data[at : at + size]
            literal = base64.b64encode(piece).decode() if dense else piece
            await _call(board, file.path, "append", file.temporary, at, literal)
            meter.add(len(piece))
        output = await _call(board, file.path, "settle", file.temporary, file.path, file.digest)
    except BaseException:
        await board.tidy(script.call("remove", file.temporary, 0))
        raise
    if output:
        raise TransferCorrupt(board=board.name, path=file.path)


async def _call(board: Lease, path: str, name: str, *arguments: script.Argument) -> bytes:
    execution = await board.exec(script.call(name, *arguments))
    remote.check(board, path, execution)
    return execution.output
