"""What ``import jumperwire`` offers to programs: boards to await, as a thin layer over sessions, files
and syncs.
"""

from __future__ import annotations

from jumperwire.library.board import Board
from jumperwire.library.choosing import list_boards
from jumperwire.library.connecting import Connection, connect
from jumperwire.library.files import Files
from jumperwire.library.packages import Packages
from jumperwire.library.repl import Repl
from jumperwire.library.syncing import Sync, SyncPlan

__all__ = ["Board", "Connection", "Files", "Packages", "Repl", "Sync", "SyncPlan", "connect", "list_boards"]
