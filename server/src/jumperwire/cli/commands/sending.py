"""Sends files to the board, and reports which of them it had already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import Surveyed, survey, upload


async def send(
    context: Context, board: Lease, files: Mapping[str, Outgoing], force: bool, folders: Iterable[str] = ()
) -> None:
    """Send files to the board.

    ``files`` maps the names for messages to the files. ``force``: also send files that the board has already.
    """
    there = await survey(board, list(files.values()))
    if force:
        there = Surveyed(
            {path: seen and replace(seen, digest=None) for path, seen in there.by_path.items()}, there.systems
        )
    for name, file in files.items():
        seen = there.by_path[file.path]
        if seen and seen.digest == file.digest:
            context.out.note(f"Up to date: {name}")
    with context.progress() as tell:
        await upload(board, list(files.values()), tell, folders=folders, surveyed=there)
