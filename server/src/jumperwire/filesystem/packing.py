"""Divides content into blocks that a board can take, deflated with one window over all of them if that
pays.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from jumperwire.protocol.frame_cutter import Block

_MOST_CONTENT = 0xFFFF
"""The largest content of a block, which is counted in 16 bits."""

_WORTH = 0.94
"""A deflated block must be smaller than this share of the plain one, since a board handles plain ones
faster.
"""

_LEVEL, _MEMORY = 9, 9


class Packer:
    """Makes blocks of at most ``limit`` bytes; the window has ``1 << bits`` bytes, or there is none for 0."""

    def __init__(self, limit: int, bits: int) -> None:
        self._limit = limit
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -bits, _MEMORY) if bits else None
        self._ratio = 2.0
        self._content = bytearray()

    def blocks(self, content: Iterable[bytes]) -> Iterator[Block]:
        """Yield the blocks of a whole transfer, each as late as possible."""
        for piece in content:
            self._content += piece
            while len(self._content) >= self._target():
                yield self._cut()
        while self._content:
            yield self._cut()

    def _target(self) -> int:
        """The number of bytes of content that will approximately fill a block."""
        if self._deflate is None:
            return self._limit
        return max(self._limit, min(_MOST_CONTENT, int(self._limit * self._ratio)))

    def _cut(self) -> Block:
        size = min(len(self._content), self._target())
        while self._deflate is not None:
            deflate = self._deflate.copy()  # so that the window contains nothing that is not sent
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
