"""Content cut into blocks that a board can take, deflated in one window over all of them where that pays."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from jumperwire.protocol.frame_cutter import Block

_MOST_CONTENT = 0xFFFF
"""A block's content is counted in 16 bits."""

_WORTH = 0.94
"""Deflated blocks have to be this much smaller: a board takes plain ones faster."""

_LEVEL, _MEMORY = 9, 9


class Packer:
    """Makes blocks of at most ``limit`` bytes; the window has ``1 << bits`` bytes, or there is none for 0."""

    def __init__(self, limit: int, bits: int) -> None:
        self._limit = limit
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -bits, _MEMORY) if bits else None
        self._ratio = 2.0
        self._content = bytearray()

    def blocks(self, content: Iterable[bytes]) -> Iterator[Block]:
        """The blocks of a whole transfer, as late as possible."""
        for piece in content:
            self._content += piece
            while len(self._content) >= self._target():
                yield self._cut()
        while self._content:
            yield self._cut()

    def _target(self) -> int:
        """Bytes of content that will about fill a block."""
        if self._deflate is None:
            return self._limit
        return max(self._limit, min(_MOST_CONTENT, int(self._limit * self._ratio)))

    def _cut(self) -> Block:
        size = min(len(self._content), self._target())
        while self._deflate is not None:
            deflate = self._deflate.copy()  # so that what is not sent is not in the window
            data = deflate.compress(bytes(self._content[:size])) + deflate.flush(zlib.Z_SYNC_FLUSH)
            if len(data) > size * _WORTH:
                self._ratio = 1.0
                break
            if len(data) <= self._limit:
                self._deflate = deflate
                self._ratio = 0.97 * size / len(data)
                return self._taken(size, data, deflated=True)
            size = int(size * 0.97 * self._limit / len(data))
        size = min(size, self._limit)
        return self._taken(size, bytes(self._content[:size]), deflated=False)

    def _taken(self, size: int, data: bytes, *, deflated: bool) -> Block:
        del self._content[:size]
        return Block(data, size, deflated)
