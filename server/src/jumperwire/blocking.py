"""The library for programs without asyncio: the same names, and every call waits.

``with blocking.connect("auto") as board: board.exec("print(1)")``. All work is done by one event loop in a
background thread; Ctrl-C cancels what is waited for, and the board is usable afterwards.
"""

from __future__ import annotations

from jumperwire.library.blocking_api import Board, Files, Packages, Repl, Sync, connect, list_boards

__all__ = ["Board", "Files", "Packages", "Repl", "Sync", "connect", "list_boards"]
