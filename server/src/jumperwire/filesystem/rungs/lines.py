"""The rung for builds without poll or binary input: lines of base64 to a receiver on the board.

A step is an operation and its data: see ``device/scripts/lines.py``.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import forgot, load
from jumperwire.filesystem.delta import Copy
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.rungs import literals
from jumperwire.filesystem.rungs.pace import measured
from jumperwire.filesystem.rungs.rung import Rung
from jumperwire.filesystem.rungs.stream import files_done
from jumperwire.protocol import lines
from jumperwire.protocol.lines import Step

_FILE, _PLAIN, _DEFLATED, _COPY, _DONE, _END = range(1, 7)

_LOSSY_LINE, _LOSS_FREE_LINE = 120, 1024

_ROOMY = 64_000
"""Bytes of free heap from which on blocks are large."""


def rungs(heap_free: int | None, features: Feature) -> list[Rung]:
    """Those that a board can take."""
    if Feature.BASE64 not in features:
        return []
    block, bits = (4096, 12) if (heap_free or 0) >= _ROOMY else (1024, 10)
    return [Lines(block, bits if Feature.DEFLATE in features else 0, features)]


@dataclass(frozen=True, slots=True)
class Lines:
    """Blocks of so many bytes, each with a window of its own of ``1 << bits``, or none for 0."""

    block: int
    bits: int
    features: Feature
    name: str = "base64 lines"

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """See Rung."""
        pace = await measured(board)
        length = _LOSS_FREE_LINE if board.loss_free else _LOSSY_LINE
        crc = Feature.CRC32 in self.features
        check = lines.crc if crc else lines.weighed
        terms = lines.Terms(length, board.loss_free, check, pace.kept)
        await load(board, "lines", "settle")
        ended = await board.converse(
            script.agent_call("lines", int(crc), self.bits),
            lambda wire: lines.send_steps(wire, self._steps(files, meter), terms),
            interruptible=True,
        )
        forgot(board, ended.error)
        done = files_done(ended.said)
        remote.check(board, files[min(done, len(files) - 1)].path, Execution(b"", ended.error))
        meter.settle()

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """See Rung."""
        await literals.receive_files(board, receiver)

    def _steps(self, files: Sequence[Outgoing], meter: Meter) -> Iterator[Step]:
        for file in files:
            meter.begin(file.path)
            names = file.temporary, file.path
            yield Step(_FILE, b"\0".join(name.encode("utf-8", "surrogateescape") for name in names))
            for part in file.parts():
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
