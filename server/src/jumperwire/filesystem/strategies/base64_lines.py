"""The strategy for builds without poll or binary input: lines of base64 to a receiver on the board.

A step is an operation and its data: see ``device/scripts/base64.py``.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumperwire.board.lease import Lease
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.filesystem.calls import load
from jumperwire.filesystem.delta import Copy
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies import literals
from jumperwire.filesystem.strategies.ending import check_end
from jumperwire.filesystem.strategies.patience import SLACK, measured
from jumperwire.filesystem.strategies.strategy import TransferStrategy
from jumperwire.protocol import base64_upload
from jumperwire.protocol.base64_upload import Step

_FILE, _PLAIN, _DEFLATED, _COPY, _DONE, _END = range(1, 7)

_LOSSY_LINE, _LOSS_FREE_LINE = 120, 1024

_ROOMY = 64_000
"""Bytes of free heap from which blocks are large."""


def strategies(heap_free: int | None, features: Feature) -> list[TransferStrategy]:
    """Return the strategies that a board supports."""
    if Feature.BASE64 not in features:
        return []
    block, bits = (4096, 12) if (heap_free or 0) >= _ROOMY else (1024, 10)
    return [Base64Lines(block, bits if Feature.DEFLATE in features else 0, features)]


@dataclass(frozen=True, slots=True)
class Base64Lines:
    """Blocks of ``block`` bytes, each with its own window of ``1 << bits`` bytes, or with none for 0."""

    block: int
    bits: int
    features: Feature
    name: str = "base64 lines"

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """Send files, as `TransferStrategy.send` says."""
        patience = await measured(board)
        length = _LOSS_FREE_LINE if board.loss_free else _LOSSY_LINE
        crc = Feature.CRC32 in self.features
        check = base64_upload.crc if crc else base64_upload.checksum24
        gone = patience.gone(files)
        limits = base64_upload.LineLimits(length, board.loss_free, check, patience.kept, gone)
        await load(board, "base64", "finish")
        sent = self._steps(files, meter, board.loss_free)
        ended = await board.converse(
            script.agent_call("base64", int(crc), self.bits),
            lambda channel: base64_upload.send_steps(channel, sent, limits),
            patience=gone + SLACK,
        )
        check_end(board, files, ended)
        meter.finish()

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """Receive files, as `TransferStrategy.receive` says."""
        await literals.receive_files(board, receiver)

    def _steps(self, files: Sequence[Outgoing], meter: Meter, loss_free: bool) -> Iterator[Step]:
        for file in files:
            meter.begin(file.path)
            names = file.temporary, file.path
            yield Step(_FILE, b"\0".join(name.encode("utf-8", "surrogateescape") for name in names))
            for part in file.parts(deflates=bool(self.bits), loss_free=loss_free):
                if isinstance(part, Copy):
                    yield Step(_COPY, struct.pack("<II", part.offset, part.length))
                    meter.add(part.length)
                    continue
                for at in range(0, len(part), self.block):
                    piece = part[at : at + self.block]
                    yield self._content(piece)
                    meter.add(len(piece))
            yield Step(_DONE, file.proof(self.features))
            meter.end()
        yield Step(_END)

    def _content(self, piece: bytes) -> Step:
        if self.bits:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -self.bits)
            packed = deflate.compress(piece) + deflate.flush()
            if len(packed) < len(piece):
                return Step(_DEFLATED, packed)
        return Step(_PLAIN, piece)
