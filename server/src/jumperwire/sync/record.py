"""Records what was synced, to tell a file that somebody else changed on the board from one that is merely
old.

Records are kept by project and board, below the platform's data directory. A digest is recorded before
its content is sent, so that the next sync recognizes everything that an interrupted one leaves on the
board.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jumperwire import atomic

log = logging.getLogger(__name__)

_MOST = 4
"""The number of digests kept for a path. More interrupted syncs in a row than this are not expected."""


class Record:
    """The record of one project on one board."""

    def __init__(self, folder: Path, project: Path, board: str) -> None:
        self._project, self._board = str(project), board
        self._file = folder / f"{_name(self._project, board)}.json"
        self._synced = self._read()

    @property
    def synced(self) -> Mapping[str, list[bytes]]:
        """The digests that a sync may have put at each path, the newest last."""
        return self._synced

    def reload(self) -> None:
        """Read the record again: another sync may have changed it."""
        self._synced = self._read()

    def intend(self, digests: Mapping[str, bytes]) -> None:
        """Record that these contents are about to be sent."""
        for path, digest in digests.items():
            known = [each for each in self._synced.get(path, []) if each != digest]
            self._synced[path] = [*known, digest][-_MOST:]
        self._write()

    def update(self, there: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        """Record that both sides have these contents, and that the paths in ``gone`` do not exist any
        more.
        """
        self._synced.update({path: [digest] for path, digest in there.items()})
        for path in gone:
            self._synced.pop(path, None)
        self._write()

    def _read(self) -> dict[str, list[bytes]]:
        try:
            kept: dict[str, Any] = json.loads(self._file.read_text("utf-8"))["files"]
            return {path: [bytes.fromhex(each) for each in digests] for path, digests in kept.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s is not readable: all is taken as never synced: %s", self._file, error)
            return {}

    def _write(self) -> None:
        files = {path: [each.hex() for each in digests] for path, digests in sorted(self._synced.items())}
        write(self._file, {"project": self._project, "board": self._board, "files": files})


class SyncHistory:
    """Which project was last synced to which board, for boards that have a serial number of their own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "places.json"
        kept = _read_table(self._file)
        self._projects: dict[str, str] = kept.get("projects", {})
        self._boards: dict[str, str] = kept.get("boards", {})

    def board_at(self, project: Path, address: str) -> str | None:
        """Return the board that the project was synced to at that address."""
        return self._boards.get(_name(str(project), address))

    def project_on(self, board: str) -> str | None:
        """Return the folder that the board was last synced from."""
        return self._projects.get(board)

    def note(self, project: Path, address: str, board: str) -> None:
        """Record a sync."""
        name = _name(str(project), address)
        if self._boards.get(name) != board or self._projects.get(board) != str(project):
            self._boards[name] = board
            self._projects[board] = str(project)
            write(self._file, {"projects": self._projects, "boards": self._boards})


def write(file: Path, table: Mapping[str, Any]) -> None:
    """Write a file completely or not at all. A failure is logged, and nothing is remembered."""
    try:
        atomic.write(file, json.dumps(table, indent=0, ensure_ascii=True).encode())
    except OSError as error:
        log.warning("what was synced is not remembered: %s", error)


def _read_table(file: Path) -> dict[str, Any]:
    try:
        table = json.loads(file.read_text("utf-8"))
        return table if isinstance(table, dict) else {}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("%s is not readable: %s", file, error)
        return {}


def _name(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
