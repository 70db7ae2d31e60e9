"""What a link is like, and what it does to the bytes of one direction. No I/O, no clock."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

PIECE = 64
"""Bytes that a slow link delivers at once: larger ones would overflow the ring by our own fault."""

PACKET = 64
"""Bytes in a full packet of USB's full speed."""


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """What a link is like. Times are seconds each way, rates bytes per second each way."""

    name: str
    rate: float | None = None
    latency: float = 0.0
    jitter: float = 0.0
    """At most so much more latency, evenly spread; never out of order."""
    ring: int | None = None
    """Bytes that the board holds unread. None: as many as the system's pipes do, and none is lost."""
    lossy: bool = False
    """What does not fit the ring is dropped; else it is held back."""
    loss: float = 0.0
    """Share of the bytes, each way, that are lost."""
    corruption: float = 0.0
    """Share of the bytes, each way, that arrive as others."""
    stall: float = 0.0
    """Share of the pieces, each way, before which nothing moves for ``stall_time`` seconds."""
    stall_time: float = 0.3
    hold: bool = False
    """Toward the host, what ends with a full USB packet of 64 bytes is held back until more comes."""
    cut_after: int | None = None
    """Bytes, both ways together, after which the link breaks."""

    @property
    def immediate(self) -> bool:
        """Whether it is nothing but a pipe."""
        slow = self.rate is not None or self.latency or self.jitter or self.ring is not None
        return not slow and not self.faulty

    @property
    def faulty(self) -> bool:
        """Whether it does to bytes what no good link does."""
        return bool(self.loss or self.corruption or self.stall or self.hold or self.cut_after is not None)


LINKS = {
    spec.name: spec
    for spec in (
        LinkSpec("unthrottled"),
        LinkSpec("usb", rate=600e3, latency=0.0005),
        LinkSpec("uart", rate=11520, latency=0.001, ring=256, lossy=True),
        LinkSpec("rfc2217", rate=11520, latency=0.010, ring=256, lossy=True),
    )
}
"""The standard links."""


@dataclass(slots=True)
class Count:
    """What went one way."""

    bytes: int = 0
    dropped: int = 0


class DelayLine:
    """One direction's bytes under way: when each piece arrives. No I/O, no clock."""

    def __init__(self, spec: LinkSpec, chance: random.Random, *, holds: bool = False) -> None:
        """``holds``: it leads to the host, whose USB driver may be waiting for a short packet."""
        self.size = 0
        self._held = b""
        self._holds = holds and spec.hold
        self._spec = spec
        self._chance = chance
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._free = 0.0
        self._last = 0.0

    def put(self, data: bytes, now: float) -> None:
        """Send at ``now``: behind what is on the wire already."""
        data = self._held + self._spoiled(data)
        full = len(data) - PACKET if self._holds and data and len(data) % PACKET == 0 else len(data)
        data, self._held = data[:full], data[full:]
        size = len(data) if self._spec.immediate else PIECE
        for at in range(0, len(data), size):
            piece = data[at : at + size]
            start = max(now, self._free)
            if self._spec.stall and self._chance.random() < self._spec.stall:
                start += self._spec.stall_time
            self._free = start + (len(piece) / self._spec.rate if self._spec.rate else 0.0)
            jitter = self._chance.uniform(0, self._spec.jitter) if self._spec.jitter else 0.0
            self._last = max(self._last, self._free + self._spec.latency + jitter)
            self._pieces.append((self._last, piece))
            self.size += len(piece)

    def _spoiled(self, data: bytes) -> bytes:
        loss, corruption = self._spec.loss, self._spec.corruption
        if not loss and not corruption:
            return data
        kept = bytearray()
        for byte in data:
            dice = self._chance.random()
            if dice < loss:
                continue
            kept.append(byte ^ self._chance.randrange(1, 256) if dice < loss + corruption else byte)
        return bytes(kept)

    @property
    def due(self) -> float | None:
        """When the next piece arrives."""
        return self._pieces[0][0] if self._pieces else None

    def peek(self) -> bytes:
        """The next piece."""
        return self._pieces[0][1]

    def advance(self, count: int) -> None:
        """The first ``count`` bytes of the next piece have arrived, or are lost."""
        when, piece = self._pieces.popleft()
        self.size -= count
        if count < len(piece):
            self._pieces.appendleft((when, piece[count:]))

    def clear(self) -> None:
        """Nothing is under way any more."""
        self._pieces.clear()
        self.size = 0
