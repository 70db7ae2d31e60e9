"""The library for programs without asyncio: the same names, but every call blocks.

``with blocking.connect("auto") as board: board.exec("print(1)")``. One event loop in a background thread
does all the work. Ctrl-C cancels the call that is waiting, and the board is usable afterwards.
"""

from __future__ import annotations

from jumperwire.library.blocking_api import Board, Files, Packages, Repl, Sync, connect, list_boards

__all__ = ["Board", "Files", "Packages", "Repl", "Sync", "connect", "list_boards"]
