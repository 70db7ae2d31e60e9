"""The slowest strategies: each piece of a file is a literal in its own exec."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from jumperwire.board.lease import Lease
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.errors import TransferCorrupt
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import call
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies.strategy import TransferStrategy


def strategies(features: Feature) -> list[TransferStrategy]:
    """Return the strategies that a board supports."""
    plain = Literals("short literals", 128, dense=False, features=features & ~Feature.DEFLATE)
    if Feature.BASE64 not in features:
        return [plain]
    return [Literals("base64 literals", 1536, dense=True, features=features), plain]


@dataclass(frozen=True, slots=True)
class Literals:
    """Pieces of ``size`` bytes: base64 if ``dense``, otherwise bytes literals; deflated if the board can."""

    name: str
    size: int
    dense: bool
    features: Feature

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """Send files, as `TransferStrategy.send` says."""
        for file in files:
            meter.begin(file.path)
            await self._send_one(board, file, meter)
            meter.end()

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """Receive files, as `TransferStrategy.receive` says."""
        await receive_files(board, receiver)

    def _packed(self, piece: bytes) -> bytes | None:
        if Feature.DEFLATE not in self.features:
            return None
        deflate = zlib.compressobj(9, zlib.DEFLATED, -12)
        packed = deflate.compress(piece) + deflate.flush()
        return packed if len(packed) < len(piece) else None

    async def _send_one(self, board: Lease, file: Outgoing, meter: Meter) -> None:
        try:
            for at in range(0, len(file.data) or 1, self.size):
                piece = file.data[at : at + self.size]
                packed = self._packed(piece)
                data = piece if packed is None else packed
                literal = base64.b64encode(data).decode() if self.dense else data
                await _call(board, file.path, "append", file.temporary, at, literal, int(packed is not None))
                meter.add(len(piece))
            await _call(board, file.path, "finish", file.temporary, file.path, file.proof(self.features))
        except BaseException:
            await board.tidy(script.call("remove", file.temporary, 0))
            raise


async def receive_files(board: Lease, receiver: Receiver) -> None:
    """Receive what is missing, with one exec for each file."""
    while receiver.missing and not receiver.error:
        path = receiver.missing[0].remote
        data = await remote.read_file(board, path)
        (there,), _ = await remote.survey(board, [path])
        if there and there.size != len(data):
            raise TransferCorrupt(board=board.name, path=path)
        if receiver.data(0, data):
            receiver.end(0, (there and there.digest) or b"")


async def _call(board: Lease, path: str, name: str, *arguments: script.Argument) -> None:
    execution = await call(board, script.call(name, *arguments))
    remote.check(board, path, execution)
