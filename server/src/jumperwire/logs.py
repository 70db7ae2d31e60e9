"""Logging: to standard error and to a file, never to standard output, which belongs to the wire."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def set_up(file: Path | None, level: str) -> None:
    """Log to ``file``, at most 2 MB with one older file, and warnings to standard error.

    Payloads are logged at debug only. A file that cannot be written is itself a warning.
    """
    root = logging.getLogger()
    root.setLevel(level.upper())
    stderr = logging.StreamHandler(sys.stderr)
    stderr.setFormatter(logging.Formatter(_FORMAT))
    stderr.setLevel(max(logging.WARNING, root.level))
    root.addHandler(stderr)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    # pygls logs bodies at INFO, and a stack trace for each error that a handler answers with.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=2_000_000, backupCount=1, encoding="utf-8")
    except OSError as error:
        root.warning("no log file %s: %s", file, error)
        return
    handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(handler)
