"""``fs cp``: sends a small file to the board before asking anything; `copying` does everything else."""

from __future__ import annotations

import posixpath
from argparse import Namespace
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.paths import bare, is_remote
from jumperwire.device import script
from jumperwire.filesystem import small_upload
from jumperwire.filesystem.outgoing import Outgoing

_MOST = 4 << 20
"""The size in bytes up to which a file is compared with the board's before anything else."""


async def cp(context: Context, board: Lease, arguments: Namespace) -> None:
    """Copy each source in turn."""
    *sources, target = arguments.path
    if not sources:
        raise Failure(Problem.DESTINATION_MISSING)
    for source in sources:
        if arguments.verbose is not False:
            context.out.note(f"cp {source} {target}")
        plain = is_remote(target) and not (is_remote(source) or arguments.recursive or arguments.force)
        if plain and await _sent(context, board, Path(source), bare(target), len(sources) > 1):
            continue
        from jumperwire.cli.commands import copying  # imported here because not every start needs it

        await copying.copy(context, board, source, target, several=len(sources) > 1, arguments=arguments)


def ready() -> None:
    """Read the script that a small file goes by."""
    script.script("put_once")


async def _sent(context: Context, board: Lease, source: Path, target: str, several: bool) -> bool:
    """Return whether the board has the file now, because it was unchanged or small.

    If not, `copying` explains why.
    """
    data = _content(source)
    if data is None:
        return False
    into = several or not target or target.endswith("/")
    file = Outgoing(posixpath.join(target, source.name) if into else target, data)
    name = "" if into else source.name
    if small_upload.pays(board, len(data)):
        with context.progress() as tell:
            put = await small_upload.put(board, file, name, tell)
    else:
        put = await small_upload.same(board, file, name)
    if put and put.unchanged:
        context.out.note(f"Up to date: {put.path if target else f'./{put.path}'}")  # as mpremote spells it
    return put is not None


def _content(source: Path) -> bytes | None:
    """Return a file's content; None if it is not a readable file, or is too large to be read at once."""
    try:
        fits = source.is_file() and source.stat().st_size <= _MOST
        return source.read_bytes() if fits else None
    except OSError:
        return None
