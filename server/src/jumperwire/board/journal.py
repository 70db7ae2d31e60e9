"""Records in a file, for the next process, whether a receiver of ours may have been left on a board."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path

log = logging.getLogger(__name__)


class Journal:
    """The entry of one board, in ``folder``. A failure to write is logged, and nothing is remembered."""

    def __init__(self, folder: Path, board: str) -> None:
        self._folder = folder
        self._board = board

    @cached_property
    def _file(self) -> Path:
        import hashlib  # takes longer than many a command, and most find that nothing is pending

        name = hashlib.sha256(self._board.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / name

    def begin(self) -> None:
        """Record that a transfer begins."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
        except OSError as error:
            log.warning("the journal of transfers cannot be written: %s", error)

    def end(self) -> None:
        """Record that it has ended, and that nothing of it is left on the board."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("the journal of transfers cannot be written: %s", error)

    @property
    def pending(self) -> bool:
        """Return whether a transfer has begun and not ended."""
        try:
            return any(self._folder.iterdir()) and self._file.exists()
        except OSError:
            return False  # nothing was written down yet


class Receiving:
    """Whether a receiver of ours may be on the board now. The journal, if any, tells the next process."""

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._now = journal is not None and journal.pending

    def __bool__(self) -> bool:
        return self._now

    def begins(self) -> None:
        """Note that a receiver is being started."""
        self._now = True
        if self._journal:
            self._journal.begin()

    def ended(self) -> None:
        """Note that it has ended, successfully or not."""
        if self._now and self._journal:
            self._journal.end()
        self._now = False
