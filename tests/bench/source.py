"""A board that is nothing but a source of bytes: a prompt, and behind each line end what was asked for.

    source.py BYTES [BYTES_PER_SECOND]

The bytes are `pattern` over and over, so that a reader can tell whether any is missing.
"""

from __future__ import annotations

import os
import random
import sys
import time

PERIOD = 65521
"""A prime, so that no buffer's size hides a loss."""


def pattern() -> bytes:
    """Text of 7-bit characters and line ends, `PERIOD` bytes long; no prompt in it, no control character."""
    chance = random.Random(1)
    letters = b"abcdefghijklmnopqrstuvwxyz0123456789 "
    return bytes(10 if at % 61 == 60 else chance.choice(letters) for at in range(PERIOD))


def main() -> None:
    """Serve until standard input ends."""
    size = int(sys.argv[1])
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    block = pattern()
    _write(b"MicroPython source\r\n>>> ")
    while data := os.read(0, 4096):
        if b"\r" not in data:
            continue
        _pour(block, size, rate)
        _write(b"\r\n>>> ")


def _pour(block: bytes, size: int, rate: float) -> None:
    started = time.monotonic()
    sent = 0
    while sent < size:
        piece = block[: size - sent] if not rate else block[:4096]
        _write(piece)
        sent += len(piece)
        if rate:
            time.sleep(max(0.0, started + sent / rate - time.monotonic()))


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


if __name__ == "__main__":
    main()
