"""``edit``: opens a file of the board in the user's editor, and sends it back if the editor succeeds."""

from __future__ import annotations

import asyncio
import os
import posixpath
import re
import shlex
import shutil
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
from jumperwire.filesystem.local import unsafe
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", help="a path on the board")


async def _edit(context: Context, arguments: Namespace) -> None:
    async with context.board() as board:
        editor = _editor()
        for path in arguments.files:
            name = path.lstrip(":")
            context.out.note(f"edit :{name}")
            await _edit_one(context, board, await absolute(board, name), editor)


def _editor() -> list[str]:
    """Return $EDITOR's program and its arguments.

    No shell is used, since it would interpret a path from the board.
    """
    text = os.environ.get("EDITOR", "").strip()
    if not text:
        raise Failure(Problem.NO_EDITOR)
    try:
        # On Windows, backslashes are not escapes, and quotes stay around what is quoted.
        words = shlex.split(text) if os.name == "posix" else _unquoted(shlex.split(text, posix=False))
    except ValueError as error:
        raise Failure(Problem.EDITOR_FAILED, editor=text, cause=str(error)) from error
    found = shutil.which(words[0]) or ""  # Windows starts a ``code.cmd`` only by its full name
    return [found if os.path.isabs(found) else words[0], *words[1:]]


def _unquoted(words: list[str]) -> list[str]:
    return [word[1:-1] if word[:1] == word[-1:] == '"' and len(word) > 1 else word for word in words]


def _plain(path: str) -> str:
    """Return a name for the local copy that is harmless to every program and keeps the suffix of ``path``.

    Windows passes the arguments of a ``code.cmd`` to a shell, whichever program starts it.
    """
    name = re.sub(r"[^A-Za-z0-9._-]", "_", posixpath.basename(path)).lstrip("-.")[-100:]
    return "file" if unsafe(name) else name


async def _edit_one(context: Context, board: Lease, path: str, editor: list[str]) -> None:
    await remote.touch(board, path)
    before = await content(board, path)
    with tempfile.TemporaryDirectory(prefix="jumper-") as folder:
        copy = Path(folder, _plain(path))
        await asyncio.to_thread(copy.write_bytes, before)
        try:
            process = await asyncio.create_subprocess_exec(*editor, str(copy))
        except OSError as error:
            cause = error.strerror or str(error)
            raise Failure(Problem.EDITOR_FAILED, editor=editor[0], cause=cause) from error
        if await process.wait() == 0:
            after = await asyncio.to_thread(copy.read_bytes)
            with context.progress() as tell:
                await upload(board, [Outgoing(path, after)], tell)


COMMANDS = {"edit": Command(_takes, _edit)}
