# mypy: ignore-errors
"""MicroPython: base64 in as little memory as on a board; this build's own takes a thousand times its output."""

import binascii

_TO = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FROM = bytearray(b"\xff" * 256)
for _value in range(64):
    _FROM[_TO[_value]] = _value
_FROM = bytes(_FROM)


def _b2a_base64(data, *, newline=True):
    data = memoryview(data)
    size = len(data)
    length = (size + 2) // 3 * 4
    out = bytearray(b"=" * length)
    table, at, to = _TO, 0, 0
    while at < size:
        a = data[at]
        b = data[at + 1] if at + 1 < size else 0
        c = data[at + 2] if at + 2 < size else 0
        out[to] = table[a >> 2]
        out[to + 1] = table[(a & 3) << 4 | b >> 4]
        if at + 1 < size:
            out[to + 2] = table[(b & 15) << 2 | c >> 6]
            if at + 2 < size:
                out[to + 3] = table[c & 63]
        at += 3
        to += 4
    return bytes(out) + b"\n" if newline else bytes(out)


def _a2b_base64(data):
    if isinstance(data, str):
        data = data.encode()
    table, bits, count, to, padding = _FROM, 0, 0, 0, 0
    out = bytearray(len(data) * 3 // 4)
    for byte in data:
        if byte == 61:
            padding += 1
            if count == 2 and padding == 1:
                continue
            if count:
                count = 0
                break
            continue
        value = table[byte]
        if value == 255:
            continue
        padding = 0
        bits = bits << 6 | value
        count += 1
        if count > 1:
            out[to] = bits >> (8 - 2 * count) & 255
            to += 1
            bits &= (1 << 8 - 2 * count) - 1
        count &= 3
    if count:
        raise ValueError("incorrect padding")
    return bytes(memoryview(out)[:to])


binascii.b2a_base64 = _b2a_base64
binascii.a2b_base64 = _a2b_base64
