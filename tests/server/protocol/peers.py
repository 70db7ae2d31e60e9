"""The board's ends of the two streams, as machines that lose time instead of spending it.

Each is a generator that yields what it waits for: ``False`` for a byte without a time limit, ``True`` for one
that may not come. It is sent the byte, or None when the time is over.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable, Container, Generator
from dataclasses import dataclass, field

from jumperwire.protocol.answers import Ended
from jumperwire.protocol.channel import Channel, Conversation, Output, RemoteProtocolError
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
    late: Container[int] = ()
    """Which of the times that something arrives it takes ``delay``."""
    delay: float = 0.0
    """Seconds."""
    silences: int = 0
    carried: int = 0
    """Bytes that were sent to the board."""
    output: bytes = b""

    def converse(self, conversation: Callable[[Channel], Conversation[object]]) -> object:
        """Hold the conversation to its end; raises what it raises."""
        repl = Repl(ReplState.RAW)
        to_board, to_us = bytearray(), bytearray()
        sent = [0, 0]
        arrivals, waited = 1, 0.0

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
                    if arrivals in self.late and repl.wait is not None and waited + repl.wait < self.delay:
                        waited += repl.wait
                        repl.resume()
                        continue
                    arrivals, waited = arrivals + 1, 0.0
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

    def error_of(self, conversation: Callable[[Channel], Conversation[object]]) -> bytes | None:
        """Hold it to its end: the traceback that it says the peer ended with; None where it heard no end."""
        try:
            ended = self.converse(conversation)
        except RemoteProtocolError:
            return None
        assert isinstance(ended, Ended)
        return ended.error


class Heard:
    """What a peer says, which tells whether a changed byte became a Ctrl-C that ended it."""

    def __init__(self) -> None:
        self.said = b""

    def through(self, out: Out) -> Out:
        """The same output, listened to."""

        def both(data: bytes) -> None:
            self.said += data
            out(data)

        return both

    @property
    def interrupted(self) -> bool:
        return b"KeyboardInterrupt" in self.said


def _number(digits: bytes) -> int:
    return sum((digit & 127) << 7 * place for place, digit in enumerate(digits))


def interruptible(running: Peer, out: Out) -> Peer:
    """What runs in the raw REPL: a Ctrl-C ends it, and nothing is said behind its end."""
    try:
        timed = next(running)
        while (byte := (yield timed)) != 3:
            timed = running.send(byte)
        out(b"0\r\n\x04Traceback\r\nKeyboardInterrupt: \r\n\x04>")
    except StopIteration:
        pass
    while True:
        yield False


def _payload(out: Out, head: bytes, piece: int) -> Generator[bool, int | None, tuple[bytes, int, bool]]:
    """A frame's payload, the last byte that was read, and whether it came to its end."""
    most = at_once = max(1, min(piece - 16, 240))
    length = _number(head[:2])
    payload, last, count = b"", head[-1], len(head)
    while len(payload) < length:
        if count == piece:
            out(b"\x06")
            count = 0
        wanted = min(piece - count, length - len(payload), at_once)
        part = b""
        while len(part) < wanted:
            byte = yield not part
            if byte is None:
                return payload, last, False
            part += bytes([byte])
        if at_once == most and not any(part[-4:]):
            at_once = 1
        payload, last, count = payload + part, part[-1], count + wanted
    return payload, last, True


def _without_holes(payload: bytes, count: int) -> bytes:
    places, whole = (payload[len(payload) - 2 * count :], bytearray(payload[: len(payload) - 2 * count]))
    for at in range(0, len(places), 2):
        whole[(places[at] << 6) + places[at + 1] - 4160] = 3
    return bytes(whole)


def receiver(
    out: Out, kept: list[tuple[bytes, int, bool]], piece: int, blocks: int, noise: bytes = b""
) -> Peer:
    """What ``receive.py`` does with frames; returns after so many blocks."""
    return interruptible(_receive(out, kept, piece, blocks, noise), out)


def _receive(out: Out, kept: list[tuple[bytes, int, bool]], piece: int, blocks: int, noise: bytes) -> Peer:
    expected, due = 32, b"\x95 \0"
    for _ in range(blocks):
        out(due + noise)
        block = b""
        while True:
            head = b""
            while len(head) < 12 and (byte := (yield bool(head))) is not None:
                head += bytes([byte])
            good, last = len(head) == 12 and head[6] & 0xF0 == 0xA0, head[-1]
            if good:
                payload, last, good = yield from _payload(out, head, piece)
                check = binascii.crc32(payload, binascii.crc32(head[:8])) & 0xFFFFFFF
                good = good and check == _number(head[8:])
            if good and head[5] == expected:
                expected = 32 + (expected - 31) % 32
                block += _without_holes(payload, head[7] - 32)
                due = bytes([0x86, head[5], 159 - head[5]])
                if head[6] & 1:
                    break
                out(due)
                continue
            while not good and (byte := (yield True)) is not None:
                last = byte
            out(bytes([0x95, expected, head[11] if good else last]))
        kept.append((block, _number(head[2:5]), bool(head[6] & 2)))
    out(due + b"3\r\n\x04\x04>")


def sender(out: Out, files: list[bytes], digest: bytes, size: int, noise: bytes = b"") -> Peer:
    """What ``send.py`` does, one frame whenever nobody asks for something."""
    return interruptible(_send(out, files, digest, size, noise), out)


def _send(out: Out, files: list[bytes], digest: bytes, size: int, noise: bytes) -> Peer:
    file, offset = 0, 0

    def frame(payload: bytes, ends: int) -> None:
        head = struct.pack("<HIH", file, offset, len(payload) | ends)
        check = binascii.crc32(payload, binascii.crc32(head))
        out(noise + b"\xa5\x5a" + head + struct.pack("<I", check) + payload)

    while True:
        first = yield file < len(files)
        if first is not None:
            request = bytes([first])
            while len(request) < 15:
                byte = yield True
                if byte is None:
                    break
                request += bytes([byte])
            checks = binascii.crc32(request[:11]) & 0xFFFFFFF == _number(request[11:])
            if len(request) == 15 and request[0] == 0xA6 and checks:
                file, offset, size = (_number(request[1:4]), _number(request[4:9]), _number(request[9:11]))
                if file == 0xFFFF:
                    break
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


def line_receiver(
    out: Out, done: list[tuple[int, bytes]], check: Callable[[bytes], int], steps: int, noise: bytes = b""
) -> Peer:
    """What ``base64.py`` does, as text that goes out in UTF-8; returns after so many steps."""
    return interruptible(_receive_lines(out, done, check, steps, noise), out)


def _receive_lines(
    out: Out, done: list[tuple[int, bytes]], check: Callable[[bytes], int], steps: int, noise: bytes
) -> Peer:
    expected, step = 0, b""

    def say(kind: int, last: int) -> None:
        out(noise + chr(kind).encode() + bytes([32 + expected, last]))

    say(0x95, 0)
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
            say(0x95, text.strip()[-1])
            continue
        step += line[5:]
        if line[4] & 7:
            done.append((line[4] & 7, step))
            step = b""
        say(0x86, 127 - expected)
        expected = (expected + 1) % 32
    out(b"\r\n3\r\n\x04\x04>")
