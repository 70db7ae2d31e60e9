"""Logging to standard error and to a file, never to standard output, which belongs to the wire.

No secret is written, whoever logs it, and only the file's owner can read it.
"""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from jumperwire.redaction import redacted

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _Formatter(logging.Formatter):
    """Formats records without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Redact the arguments first, since a command line among them ends with its argument, not with
        the line.
        """
        plain = logging.makeLogRecord(record.__dict__)
        if isinstance(record.args, tuple):
            plain.args = tuple(redacted(arg) if isinstance(arg, str) else arg for arg in record.args)
        return redacted(super().format(plain))


class _PrivateFile(RotatingFileHandler):
    """A log file that only its owner can read.

    Windows has no such permissions (never run there by us); the permissions of the user's own folder
    apply.
    """

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=_private)


def _private(path: str, flags: int) -> int:
    handle = os.open(path, flags, 0o600)
    if sys.platform != "win32":
        os.fchmod(handle, 0o600)  # an older version created it readable by everybody
    return handle


def set_up(file: Path | None, level: str) -> None:
    """Log to ``file``, at most 2 MB with one older file, and warnings to standard error.

    Payloads are logged at debug only. A file that cannot be written is itself a warning.
    """
    root = logging.getLogger()
    root.setLevel(level.upper())
    stderr = logging.StreamHandler(sys.stderr)
    stderr.setFormatter(_Formatter(_FORMAT))
    stderr.setLevel(max(logging.WARNING, root.level))
    root.addHandler(stderr)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    # pygls logs bodies at INFO, and a stack trace for each error that a handler answers with.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = _PrivateFile(file, maxBytes=2_000_000, backupCount=1, encoding="utf-8")
    except OSError as error:
        root.warning("no log file %s: %s", file, error)
        return
    handler.setFormatter(_Formatter(_FORMAT))
    root.addHandler(handler)
