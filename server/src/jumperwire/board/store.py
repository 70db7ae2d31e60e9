"""The boards that the user added, connected or named, in a small JSON file.

Addresses contain passwords and command lines, so only the user can read the file. Windows has no such
permissions (never run there by us); those of the user's own folder apply.
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
    """One board in the file."""

    id: str
    address: str
    name: str = ""


class BoardStore:
    """Reads the file once, and writes it completely.

    A file that cannot be read is kept under another name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._boards = {board.id: board for board in self._read()}

    def all(self) -> list[Remembered]:
        """Return all boards, in the order in which they were remembered."""
        return list(self._boards.values())

    def get(self, board_id: str) -> Remembered | None:
        """Return one board, if it is remembered."""
        return self._boards.get(board_id)

    def put(self, board: Remembered) -> None:
        """Remember a board, or change it."""
        if self._boards.get(board.id) != board:
            self._boards[board.id] = board
            self._write()

    def remove(self, board_id: str) -> None:
        """Forget a board."""
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
        """Change the permissions of a file that an older version made readable by everybody."""
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
