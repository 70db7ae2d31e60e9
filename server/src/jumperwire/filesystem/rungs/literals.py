"""The lowest rungs: each piece of a file is a literal in a source of its own, for boards that can no more."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from jumperwire.board.lease import Lease
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import call
from jumperwire.filesystem.incoming import Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.rungs.rung import Rung


def rungs(features: Feature) -> list[Rung]:
    """Those that a board can take."""
    plain = Literals("short literals", 128, dense=False)
    return [Literals("base64 literals", 1536, dense=True), plain] if Feature.BASE64 in features else [plain]


@dataclass(frozen=True, slots=True)
class Literals:
    """Pieces of ``size`` bytes, as base64 where ``dense``, else as the literal of the bytes."""

    name: str
    size: int
    dense: bool

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        """See Rung."""
        for file in files:
            meter.begin(file.path)
            await self._send_one(board, file, meter)
            meter.end()

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        """See Rung. Each file is one exec."""
        while receiver.missing and not receiver.error:
            path = receiver.missing[0].remote
            data = await remote.read_file(board, path)
            (digest,) = await remote.hashes(board, [path])
            if receiver.data(0, data):
                receiver.end(0, digest or b"")

    async def _send_one(self, board: Lease, file: Outgoing, meter: Meter) -> None:
        try:
            for at in range(0, len(file.data) or 1, self.size):
                piece = file.data[at : at + self.size]
                literal = base64.b64encode(piece).decode() if self.dense else piece
                await _call(board, file.path, "append", file.temporary, at, literal)
                meter.add(len(piece))
            await _call(board, file.path, "settle", file.temporary, file.path, file.digest)
        except BaseException:
            await board.tidy(script.call("remove", file.temporary, 0))
            raise


async def _call(board: Lease, path: str, name: str, *arguments: script.Argument) -> None:
    execution = await call(board, script.call(name, *arguments))
    remote.check(board, path, execution)
