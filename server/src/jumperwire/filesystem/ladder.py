"""Which way files are moved: the fastest that the board can, and one rung down when that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jumperwire.board.lease import Lease
from jumperwire.device.reply import Feature
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.rungs import literals


async def send(board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
    """Send files by the best way."""
    info = await board.info()
    await literals.send(board, files, meter, info.features if info else Feature(0))


async def read(board: Lease, path: str, write: Callable[[bytes], None], meter: Meter) -> int:
    """Read one file by the best way; its size."""
    data = await remote.read_file(board, path)
    write(data)
    meter.add(len(data))
    return len(data)
