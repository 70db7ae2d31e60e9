"""The fastest strategy: records in a framed, deflated stream to a receiver on the board.

A record is an operation and two numbers, ``<BII``, and the data that they describe: see
``device/scripts/receive.py``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.errors import ProtocolBroken
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import call, forgot, load
from jumperwire.filesystem.delta import Copy
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.packing import Packer
from jumperwire.filesystem.strategies.ending import check_end
from jumperwire.filesystem.strategies.patience import GONE, SLACK, Patience, measured
from jumperwire.filesystem.strategies.strategy import TransferStrategy
from jumperwire.protocol import download, framed_upload

NEEDS = Feature.STDIN_BUFFER | Feature.POLL | Feature.CRC32 | Feature.SHA256

_END, _FILE, _CONTENT, _COPY, _DONE = range(5)
_SLICE = 1 << 15
_MOST_FILES = 1000
"""The largest number of files in one call, since their paths are on the board's heap."""

_LOSSY_PIECE, _LOSS_FREE_PIECE = 120, 2048

_COLLECT = b"__import__('gc').collect()"
"""Runs before a call that needs large pieces of the heap, so that it is compiled to where the heap begins."""

_SIZES = (
    (160_000, 4096, 15),
    (64_000, 4096, 12),
    (32_000, 4096, 11),
    (20_000, 2048, 10),
    (12_000, 1024, 9),
    (0, 512, 9),
)
"""For each amount of free heap in bytes: the bytes in a block, and the bits of the window."""


def strategies(heap_free: int | None, features: Feature) -> list[TransferStrategy]:
    """Return the strategies that a board supports: as large as its heap allows, then the smallest."""
    if NEEDS not in features:
        return []
    block, bits = next((block, bits) for least, block, bits in _SIZES if (heap_free or 0) >= least)
    frugal = Frames("small plain frames", 256, 0)
    return [Frames("frames", block, bits if Feature.DEFLATE in features else 0), frugal]


@dataclass(frozen=True, slots=True)
class Frames:
    """Blocks of ``block`` bytes, with a window of ``1 << bits`` bytes."""

    name: str
    block: int
    bits: int

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """Send files, as `TransferStrategy.send` says."""
        patience = await measured(board)
        piece = _LOSS_FREE_PIECE if board.loss_free else _LOSSY_PIECE
        gone = patience.gone(files)
        limits = framed_upload.FrameLimits(piece, board.loss_free, patience.acknowledged, patience.kept, gone)
        packer = Packer(self.block, self.bits)
        await load(board, "frames", "drain")
        await load(board, "receive", "frames", "finish")
        if self.bits < _SIZES[0][2]:
            await call(board, _COLLECT)
        content = _content(files, meter, deflates=bool(self.bits), loss_free=board.loss_free)
        ended = await board.converse(
            script.agent_call("receive", piece, self.block, self.bits, patience.board),
            lambda channel: framed_upload.send_blocks(channel, packer.blocks(content), limits),
            patience=gone + SLACK,
        )
        check_end(board, files, ended)
        meter.finish()

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """Receive files, as `TransferStrategy.receive` says."""
        patience = await measured(board)
        await load(board, "send", "drain")
        while receiver.missing and not receiver.error:
            before = receiver.done
            part = receiver.missing[:_MOST_FILES]
            await self._receive_part(board, [file.remote for file in part], receiver, patience)
            if receiver.done == before and not receiver.error:
                raise ProtocolBroken(board=board.name, expected="the files", heard="the end")

    async def _receive_part(
        self, board: Lease, paths: list[str], receiver: Receiver, patience: Patience
    ) -> None:
        kept = await call(board, b"import sys\nsys.modules['_jw_paths']=" + script.literal(paths).encode())
        remote.check(board, paths[0], kept)
        ended = await board.converse(
            b"__import__('_jw_send')(__import__('_jw_paths'),%d,%d)" % (self.block, patience.board),
            partial(
                download.receive_files,
                count=len(paths),
                sink=receiver,
                limits=download.DownloadLimits(self.block, patience.kept, GONE),
            ),
            patience=GONE + SLACK,
        )
        forgot(board, ended.error)
        if not receiver.error:
            left = receiver.missing[0].remote if receiver.missing else paths[-1]
            remote.check(board, left, Execution(b"", ended.error))


def _content(files: Iterable[Outgoing], meter: Meter, *, deflates: bool, loss_free: bool) -> Iterator[bytes]:
    for file in files:
        meter.begin(file.path)
        temporary, path = file.temporary.encode(), file.path.encode("utf-8", "surrogateescape")
        yield _record(_FILE, len(temporary), len(path)) + temporary + path
        for part in file.parts(deflates=deflates, loss_free=loss_free):
            if isinstance(part, Copy):
                yield _record(_COPY, part.offset, part.length)
                meter.add(part.length)
                continue
            yield _record(_CONTENT, len(part))
            for at in range(0, len(part), _SLICE):
                yield part[at : at + _SLICE]
                meter.add(len(part[at : at + _SLICE]))
        yield _record(_DONE, len(file.digest)) + file.digest
        meter.end()
    yield _record(_END)


def _record(operation: int, first: int = 0, second: int = 0) -> bytes:
    return struct.pack("<BII", operation, first, second)
