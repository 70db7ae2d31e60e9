"""Messages on a stream, as the language server protocol frames them; without I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jumperwire.errors import MessageTooLarge

LIMIT = 64 << 20
"""Bytes of the largest message that is read: an upload of a large file, in base64."""

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER = 4096


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A message that was skipped."""

    error: MessageTooLarge


class FrameReader:
    """Feed it bytes; iterate over the bodies that are complete."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._length: int | None = None
        self._skip = 0

    def feed(self, data: bytes) -> Iterator[bytes | TooLarge]:
        """Every message that ``data`` completes. A header without a length is passed over."""
        self._buffer += data
        while True:
            if self._skip:
                skipped = min(self._skip, len(self._buffer))
                del self._buffer[:skipped]
                self._skip -= skipped
                if self._skip:
                    return
            if self._length is None and (found := self._header()) is not None:
                if found > self._limit:
                    self._skip = found
                    yield TooLarge(MessageTooLarge(size=str(found), limit=str(self._limit)))
                    continue
                self._length = found
            if self._length is None or len(self._buffer) < self._length:
                return
            body = bytes(self._buffer[: self._length])
            del self._buffer[: self._length]
            self._length = None
            yield body

    def _header(self) -> int | None:
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            match = _LENGTH.search(self._buffer[:end])
            del self._buffer[: end + 4]
            if match:
                return int(match[1])
        if len(self._buffer) > _LONGEST_HEADER:
            del self._buffer[:-4]
        return None
