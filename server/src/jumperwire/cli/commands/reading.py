"""``fs cat`` and ``fs sha256sum``: read files of the board."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from argparse import Namespace
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import absolute
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find

_AT_ONCE = 2048
"""The size in bytes up to which a file's content comes with the first answer.

Larger files need a transfer.
"""


async def cat(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Print a file's content, byte for byte."""
    context.out.write(await content(board, await absolute(board, path)))


async def digest(context: Context, board: Lease, path: str, arguments: Namespace) -> None:
    """Print a file's digest, by the algorithm that the command is named after."""
    name = arguments.command[0].removesuffix("sum")
    where = await absolute(board, path)
    found = await remote.digest(board, where, name)
    if found is None:
        if name not in hashlib.algorithms_guaranteed:
            raise Failure(Problem.NO_ALGORITHM, name=name)
        found = hashlib.new(name, await content(board, where)).digest()
    if context.options.json:
        context.out.value({"path": path, "algorithm": name, "digest": found.hex()})
    else:
        context.out.line(found.hex())


async def content(board: Lease, path: str) -> bytes:
    """Return the content of a file of any size."""
    if (await remote.stat(board, path)).size <= _AT_ONCE:
        return await remote.read_file(board, path)
    with tempfile.TemporaryDirectory(prefix="jumper-") as folder:
        target = Path(folder, "content")
        await download(board, [await find(board, path, target)])
        return await asyncio.to_thread(target.read_bytes)
