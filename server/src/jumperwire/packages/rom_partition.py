"""The ROM partitions of a board: lists them, and writes an image to one and checks it.

See MicroPython's extmod/vfs.h for the arguments of ``vfs.rom_ioctl``.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from jumperwire.board.lease import Lease
from jumperwire.device import reply, script
from jumperwire.device.reply import Feature, RomPartition
from jumperwire.errors import FileSystemFull, ProtocolBroken, TransferCorrupt
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import call, call_agent
from jumperwire.filesystem.outgoing import Meter, Outgoing, Progress

_STEP = 32768
"""Bytes that are erased at once, if the board supports steps. Erasing them takes less than a second."""

_AMPLE, _PIECE, _SMALL_PIECE = 60_000, 4096, 1024
"""Bytes of free heap that count as ample; bytes of the image that are sent at once with that, and without."""

_WINDOW = 12
"""Bits of the deflate window, as in the script."""


async def query(board: Lease) -> list[RomPartition] | None:
    """Return the partitions that the board has; None if its build does not support any."""
    execution = await call(board, script.call("rom_query"))
    remote.check(board, "ROMFS", execution)
    try:
        return reply.rom_partitions(execution.output)
    except reply.BadReply as error:
        raise ProtocolBroken(board=board.name, expected="its partitions", heard=str(error)) from error


async def deploy(
    board: Lease, partition: RomPartition, image: bytes, tell: Callable[[Progress], None] = lambda _: None
) -> bool:
    """Write an image, and return whether that was necessary. /rom is unmounted until the board restarts.

    Raises FileSystemFull before anything is changed, TransferCorrupt, FileOperationFailed.
    """
    return await _Deployment(board, partition, image).apply_plan(tell)


@dataclass(frozen=True)
class _Deployment:
    board: Lease
    partition: RomPartition
    image: bytes

    @property
    def name(self) -> str:
        """The partition's name in errors."""
        return f"ROMFS{self.partition.number}"

    async def apply_plan(self, tell: Callable[[Progress], None]) -> bool:
        """Write the image, as `deploy` says."""
        if len(self.image) > self.partition.size:
            missing = len(self.image) - self.partition.size
            raise FileSystemFull(board=self.board.name, path=self.name, missing=missing)
        info = await self.board.info()
        features = (info and info.features) or Feature(0)
        proof = Outgoing(self.name, self.image).proof(features)
        if await self._is(proof):
            return False
        meter = Meter(tell, 1, len(self.image))
        meter.begin(self.name)
        unit = await self._prepare()
        ample = ((info and info.heap_free) or 0) >= _AMPLE
        size = -(-(_PIECE if ample else _SMALL_PIECE) // unit) * unit
        # The head is written last: an image without it is not mounted.
        for at in (*range(size, len(self.image), size), 0):
            piece = self.image[at : at + size]
            await self._write(at, piece + bytes(-len(piece) % unit), features)
            meter.add(len(piece))
        await self._call("rom_end")
        if not await self._is(proof):
            raise TransferCorrupt(board=self.board.name, path=self.name)
        meter.end()
        return True

    async def _prepare(self) -> int:
        """Erase what will be written, and return the size of the smallest write in bytes."""
        total = len(self.image)
        block = self.partition.block
        in_steps = self.partition.device or block < self.partition.size
        step = -(-_STEP // block) * block if in_steps else total
        unit = 1
        for at in range(0, total, step):
            size = min(step, -(-(total - at) // block) * block) if in_steps else total
            output = await self._call("rom_prepare", at, size, int(in_steps))
            unit = max(unit, reply.heap_free(output) or 1)
        return unit

    async def _write(self, at: int, piece: bytes, features: Feature) -> None:
        packed = None
        if Feature.DEFLATE in features:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -_WINDOW)
            packed = deflate.compress(piece) + deflate.flush()
        deflated = packed is not None and len(packed) < len(piece)
        data = packed if packed is not None and deflated else piece
        literal = base64.b64encode(data).decode() if Feature.BASE64 in features else data
        await self._call("rom_write", at, literal, int(deflated))

    async def _is(self, proof: bytes) -> bool:
        """Return whether the partition begins with the image."""
        output = await self._call("rom_is", len(self.image), proof)
        return output.strip() == b"1"

    async def _call(self, name: str, *arguments: script.Argument) -> bytes:
        partition = self.partition
        block = partition.block if partition.device else 0
        execution = await call_agent(self.board, name, partition.number, block, *arguments)
        remote.check(self.board, self.name, execution)
        return execution.output
