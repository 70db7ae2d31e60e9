"""What was synced: so that a file which somebody else changed on the board is told from one that is just old.

Kept by project and board, below the platform's data directory. A digest is written down before its
content is sent: a sync that is broken off leaves nothing on the board that the next one does not know.
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
"""Digests that are kept for a path: more broken-off syncs in a row than these are not foreseen."""


class Record:
    """One project on one board."""

    def __init__(self, folder: Path, project: Path, board: str) -> None:
        self._project, self._board = str(project), board
        self._file = folder / f"{_name(self._project, board)}.json"
        self._synced = self._read()

    @property
    def synced(self) -> Mapping[str, list[bytes]]:
        """Digests that a sync may have put at each path, the last one last."""
        return self._synced

    def reload(self) -> None:
        """Look again: another sync may have taken place."""
        self._synced = self._read()

    def intend(self, digests: Mapping[str, bytes]) -> None:
        """These contents are about to be put there."""
        for path, digest in digests.items():
            known = [each for each in self._synced.get(path, []) if each != digest]
            self._synced[path] = [*known, digest][-_MOST:]
        self._write()

    def update(self, there: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        """These contents are there, on both sides; and these paths are not."""
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
    """Which project was on which board last. Of boards that have a serial number of their own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "places.json"
        kept = _read_table(self._file)
        self._projects: dict[str, str] = kept.get("projects", {})
        self._boards: dict[str, str] = kept.get("boards", {})

    def board_at(self, project: Path, address: str) -> str | None:
        """The board that the project was synced to at that address."""
        return self._boards.get(_name(str(project), address))

    def project_on(self, board: str) -> str | None:
        """The folder that the board was synced from last."""
        return self._projects.get(board)

    def note(self, project: Path, address: str, board: str) -> None:
        """A sync took place."""
        name = _name(str(project), address)
        if self._boards.get(name) != board or self._projects.get(board) != str(project):
            self._boards[name] = board
            self._projects[board] = str(project)
            write(self._file, {"projects": self._projects, "boards": self._boards})


def write(file: Path, table: Mapping[str, Any]) -> None:
    """Whole or not at all. What cannot be written is not remembered, and logged."""
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
