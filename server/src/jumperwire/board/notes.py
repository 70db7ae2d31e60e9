"""Records in a small file what transfers have taught about a board's firmware, for the next process."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path

log = logging.getLogger(__name__)

_MOST = 200
"""The number of boards that are remembered; the oldest notes are deleted first."""

_LONGEST = 400
"""The longest value of a note, in characters."""


class Notes:
    """The notes about one board, in ``folder``. A failure to write is logged, and nothing is remembered."""

    def __init__(self, folder: Path, board: str) -> None:
        self._folder = folder
        self._board = board

    @cached_property
    def _file(self) -> Path:
        import hashlib  # not in every start

        name = hashlib.sha256(self._board.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{name}.json"

    def get(self, firmware: str) -> dict[str, str]:
        """Return what is known about this firmware; nothing if the notes are about another one."""
        import json  # imported here because not every start needs it

        try:
            with self._file.open("rb") as file:
                page = json.loads(file.read(_LONGEST * 16))
            facts = {str(key): str(value)[:_LONGEST] for key, value in page.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError, AttributeError) as error:
            log.warning("%s is not readable, and is not used: %s", self._file, error)
            return {}
        return facts if facts.pop("firmware", None) == firmware else {}

    def put(self, firmware: str, **facts: str) -> None:
        """Record these facts, replacing all earlier ones."""
        import json  # see above

        from jumperwire import atomic

        page = {key: value[:_LONGEST] for key, value in {"firmware": firmware, **facts}.items()}
        try:
            atomic.write(self._file, json.dumps(page).encode())
            self._prune()
        except OSError as error:
            log.warning("what transfers taught is not remembered: %s", error)

    def _prune(self) -> None:
        pages = sorted(self._file.parent.iterdir(), key=lambda page: page.stat().st_mtime, reverse=True)
        for page in pages[_MOST:]:
            page.unlink(missing_ok=True)
