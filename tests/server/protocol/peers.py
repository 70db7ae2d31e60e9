"""The board's ends of the two streams, as machines that lose time instead of spending it.

Each is a generator that yields what it waits for: ``False`` for a byte without a time limit, ``True`` for one
that may not come. It is sent the byte, or None when the time is over.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from jumperwire.protocol.channel import Channel, Conversation, Output
from jumperwire.protocol.conversations import RECEIVER_END
from jumperwire.protocol.repl import Repl
from jumperwire.protocol.repl_state import ReplState

Peer = Generator[bool, "int | None", None]
Out = Callable[[bytes], None]


@dataclass
class Link:
    """Both ways between us and a peer. Faults: by direction, the index of a byte and what becomes of it."""

    peer: Callable[[Out], Peer]
    up: dict[int, int | None] = field(default_factory=dict)
    """Bytes to the board: None loses it, a number is added to it."""
    down: dict[int, int | None] = field(default_factory=dict)
    chunk: int = 1
    silences: int = 0
    carried: int = 0
    """Bytes that were sent to the board."""
    output: bytes = b""

    def converse(self, conversation: Callable[[Channel], Conversation[object]]) -> object:
        """Hold the conversation to its end; raises what it raises."""
        repl = Repl(ReplState.RAW)
        to_board, to_us = bytearray(), bytearray()
        sent = [0, 0]

        def pass_on(data: bytes, faults: dict[int, int | None], way: int, into: bytearray) -> None:
            for byte in data:
                fault = faults.get(sent[way], 0)
                sent[way] += 1
                if fault is not None:
                    into.append((byte + fault) % 256)

        peer = self.peer(lambda data: pass_on(data, self.down, 1, to_us))
        timed = next(peer)
        alive = True
        pending = repl.start(conversation(repl.channel))
        while True:
            pass_on(repl.data_to_send(), self.up, 0, to_board)
            self.output += b"".join(event.data for event in repl.events() if isinstance(event, Output))
            if not repl.conversing:
                break
            try:
                if alive and to_board:
                    timed = peer.send(to_board.pop(0))
                elif to_us:
                    repl.receive_data(bytes(to_us[: self.chunk]))
                    del to_us[: self.chunk]
                elif alive and timed:
                    timed = peer.send(None)
                else:
                    self.silences += 1
                    assert repl.wait is not None, "both wait for each other"
                    repl.resume()
            except StopIteration:
                alive = False
        self.carried = sent[0]
        return pending.result()


def receiver(
    out: Out, kept: list[tuple[bytes, int, bool]], piece: int, blocks: int, noise: bytes = b""
) -> Peer:
    """What ``receive.py`` does with frames; returns after so many blocks."""
    expected, due = 32, b"\x95 "
    for _ in range(blocks):
        out(due + noise)
        block = b""
        while True:
            head = b""
            while len(head) < 10:
                byte = yield bool(head)
                if byte is None:
                    break
                head += bytes([byte])
            good = len(head) == 10 and head[5] & 0xF0 == 0xA0
            payload = b""
            if good:
                length, size, sequence, flags, check = struct.unpack("<HHBBI", head)
                count = 10
                while good and len(payload) < length:
                    if count == piece:
                        out(b"\x06")
                        count = 0
                    part = min(piece - count, length - len(payload))
                    for index in range(part):
                        byte = yield index == 0
                        if byte is None:
                            good = False
                            break
                        payload += bytes([byte])
                    count += part
                good = good and binascii.crc32(payload, binascii.crc32(head[:6])) == check
            if good and sequence == expected:
                expected = 32 + (expected - 31) % 32
                block += payload
                due = bytes([0x86, sequence])
                if flags & 1:
                    break
                out(due)
                continue
            if not good:
                drained = b""
                while (byte := (yield True)) is not None:
                    drained += bytes([byte])
                if RECEIVER_END in drained:
                    out(b"0\r\n\x04Traceback\r\nKeyboardInterrupt: \r\n\x04>")
                    while True:
                        yield False
            out(bytes([0x95, expected]))
        kept.append((block, size, bool(flags & 2)))
    out(due + b"3\r\n\x04\x04>")
    while True:
        yield False


def sender(out: Out, files: list[bytes], digest: bytes, size: int, noise: bytes = b"") -> Peer:
    """What ``send.py`` does, one frame whenever nobody asks for something."""
    file, offset = 0, 0

    def frame(payload: bytes, ends: int) -> None:
        head = struct.pack("<HIH", file, offset, len(payload) | ends)
        check = binascii.crc32(payload, binascii.crc32(head))
        out(noise + b"\xa5\x5a" + head + struct.pack("<I", check) + payload)

    while True:
        first = yield file < len(files)
        if first is not None:
            request = bytes([first])
            while len(request) < 13:
                byte = yield True
                if byte is None:
                    break
                request += bytes([byte])
            if len(request) == 13 and request[0] == 0xA6:
                _, wanted, at, most, check = struct.unpack("<BHIHI", request)
                if binascii.crc32(request[:9]) == check:
                    if wanted == 0xFFFF:
                        break
                    file, offset, size = wanted, at, most
                    continue
            while (yield True) is not None:
                pass
            continue
        payload = files[file][offset : offset + size]
        if payload:
            frame(payload, 0)
            offset += len(payload)
        else:
            frame(digest, 0x8000)
            file, offset = file + 1, 0
    out(b"\x04\x04>")
    while True:
        yield False


def line_receiver(
    out: Out, done: list[tuple[int, bytes]], check: Callable[[bytes], int], steps: int, noise: bytes = b""
) -> Peer:
    """What ``lines.py`` does, as text that goes out in UTF-8; returns after so many steps."""
    expected, step = 0, b""

    def say(kind: int) -> None:
        out(noise + chr(kind).encode() + bytes([32 + expected]))

    say(0x95)
    while len(done) < steps:
        text = b""
        while not text.endswith((b"\r", b"\n")):
            byte = yield False
            assert byte is not None
            text += bytes([byte])
        if not text.strip():
            continue
        try:
            line = base64.b64decode(text.strip())
        except binascii.Error:
            line = b""
        good = len(line) > 4 and check(line[4:]) == int.from_bytes(line[:4], "little")
        if not good or line[4] >> 3 != expected:
            say(0x95)
            continue
        step += line[5:]
        if line[4] & 7:
            done.append((line[4] & 7, step))
            step = b""
        say(0x86)
        expected = (expected + 1) % 32
    out(b"\r\n3\r\n\x04\x04>")
    while True:
        yield False
