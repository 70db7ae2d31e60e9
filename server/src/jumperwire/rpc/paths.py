"""Paths of the PC, as the editor names them."""

from __future__ import annotations

import os
from pathlib import Path

from jumperwire.errors import LocalFileFailed


def local_path(text: str) -> Path:
    """The path. Raises LocalFileFailed where no file system could have it."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError as error:
        raise LocalFileFailed(path=ascii(text), cause="half of a character is in its name") from error
    if "\0" in text:
        raise LocalFileFailed(path=ascii(text), cause="a zero byte is in its name")
    return Path(text)
