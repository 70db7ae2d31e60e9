"""The boards that the user added, connected or named: a small JSON file that outlives the process.

Addresses hold passwords and command lines, so none but the user can read the file. Windows has no such bits
(not run there): the rights of the folder decide, which is the user's own.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from jumperwire import atomic

log = logging.getLogger(__name__)


_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Remembered:
    """One board of the file."""

    id: str
    address: str
    name: str = ""


class BoardStore:
    """Reads once, writes whole. A file that cannot be read is kept aside, never overwritten unseen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._boards = {board.id: board for board in self._read()}

    def all(self) -> list[Remembered]:
        """In the order in which they were remembered."""
        return list(self._boards.values())

    def get(self, board_id: str) -> Remembered | None:
        """One of them."""
        return self._boards.get(board_id)

    def put(self, board: Remembered) -> None:
        """Remember, or change."""
        if self._boards.get(board.id) != board:
            self._boards[board.id] = board
            self._write()

    def remove(self, board_id: str) -> None:
        """Forget."""
        if self._boards.pop(board_id, None):
            self._write()

    def _read(self) -> list[Remembered]:
        self._make_private()
        try:
            listed = json.loads(self._path.read_text("utf-8"))["boards"]
            return [Remembered(str(b["id"]), str(b["address"]), str(b.get("name", ""))) for b in listed]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s is not readable (%s); it is kept as .bad", self._path, error)
            self._set_aside()
            return []

    def _make_private(self) -> None:
        """An older version made it for everybody."""
        try:
            if sys.platform != "win32" and self._path.stat().st_mode & 0o077:
                self._path.chmod(_PRIVATE)
        except FileNotFoundError:
            pass
        except OSError as error:
            log.warning("others may read %s: %s", self._path, error)

    def _set_aside(self) -> None:
        try:
            os.replace(self._path, self._path.with_suffix(".bad"))
        except OSError as error:
            log.warning("%s", error)

    def _write(self) -> None:
        text = json.dumps({"boards": [asdict(board) for board in self._boards.values()]}, indent=1)
        try:
            atomic.write(self._path, text.encode(), mode=_PRIVATE)
        except OSError as error:
            log.warning("boards are not remembered: %s", error)
