"""What packages brought to a board. A sync never offers to delete it."""

from __future__ import annotations

from jumperwire.board.lease import Lease
from jumperwire.device.reply import Tree
from jumperwire.packages import installed
from jumperwire.packages.manifest import RECORD
from jumperwire.sync.layout import BoardLayout


async def brought(board: Lease, layout: BoardLayout, tree: Tree) -> frozenset[str]:
    """Return the files in the library folder, and those in the lists of packages elsewhere."""
    library = f"{layout.home}/lib/"
    files = {path for path, item in tree.items.items() if path.startswith(library) and not item.folder}
    for path in tree.items:
        folder, _, name = path.rpartition("/")
        if name == RECORD and not path.startswith(library):
            files |= {f"{folder}/{file}" for file in installed.owned(await installed.read(board, folder))}
    return frozenset(files)
