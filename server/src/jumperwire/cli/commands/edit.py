"""``edit``: a file of the board in the user's editor; it is sent if the editor ends well."""

from __future__ import annotations

import asyncio
import os
import posixpath
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.cli.commands.reading import content
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command
from jumperwire.cli.paths import absolute
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", help="of the board")


async def _edit(context: Context, arguments: Namespace) -> None:
    async with context.board() as board:
        editor = os.environ.get("EDITOR")
        if not editor:
            raise Failure(Problem.NO_EDITOR)
        for path in arguments.files:
            name = path.lstrip(":")
            context.out.note(f"edit :{name}")
            await _edit_one(context, board, await absolute(board, name), editor)


async def _edit_one(context: Context, board: Lease, path: str, editor: str) -> None:
    await remote.touch(board, path)
    before = await content(board, path)
    with tempfile.TemporaryDirectory(prefix="jumper-") as folder:
        copy = Path(folder, posixpath.basename(path))
        await asyncio.to_thread(copy.write_bytes, before)
        process = await asyncio.create_subprocess_shell(f'{editor} "{copy}"')
        if await process.wait() == 0:
            after = await asyncio.to_thread(copy.read_bytes)
            with context.progress() as tell:
                await upload(board, [Outgoing(path, after)], tell)


COMMANDS = {"edit": Command(_takes, _edit)}
