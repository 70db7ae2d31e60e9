"""Paths of the PC, as the editor gives them."""

from __future__ import annotations

import os
from pathlib import Path

from jumperwire.errors import LocalFileFailed


def local_path(text: str) -> Path:
    """Return the path. Raises LocalFileFailed if no file system supports it."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError as error:
        raise LocalFileFailed(path=ascii(text), cause="half of a character is in its name") from error
    if "\0" in text:
        raise LocalFileFailed(path=ascii(text), cause="a zero byte is in its name")
    return Path(text)
