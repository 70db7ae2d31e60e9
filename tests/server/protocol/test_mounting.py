"""The mount's requests and answers against a strict peer, in all pieces, over links that lose and change."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumperwire.protocol import mounting
from jumperwire.protocol.mount_messages import (
    AGAIN,
    CLOSED,
    EINTR,
    ENDING,
    GIVEN_UP,
    MARK,
    STAT,
    TAKEN,
    Answer,
    Check,
    MountLimits,
    Request,
    checksum24,
    crc32,
    piece,
)
from jumperwire.protocol.mount_window import LEAST, MOST, Window
from jumperwire.protocol.mounting import Exchange

faults = st.dictionaries(st.integers(0, 3000), st.none() | st.integers(1, 255), max_size=5)
answers = st.lists(
    st.builds(Answer, st.binary(max_size=900), st.integers(0, 40), st.booleans()), min_size=1, max_size=4
)
noises = st.sampled_from([b"", b"tick\r\n", b"\x18", b"\x18\xf5", b"\x04\x04>", b"\xa7"])
limits = st.builds(
    MountLimits,
    st.sampled_from([20, 111, 1024]),
    st.just(1024),
    st.sampled_from([0, 10]),
    st.sampled_from([crc32, checksum24]),
)


def frame(sequence: int, operation: int, arguments: bytes, check: Check = crc32) -> bytes:
    """What a board says."""
    head = struct.pack("<HBB", len(arguments), sequence, operation)
    head += bytes((sum(head) & 255,))
    said = MARK + head + arguments + check(head + arguments).to_bytes(4, "little")
    return said + (b"\x18" if len(said) % 64 == 0 else b"")


@dataclass
class Board:
    """A strict peer: mount_requests.py in a few lines, that fails on what it must never hear."""

    agreed: MountLimits
    sequence: int = 31
    heard: bytearray = field(default_factory=bytearray)

    def ask(self, arguments: bytes) -> Iterator[bytes]:
        """Yields what it says, and nothing for silence; returns through `content` and `error`."""
        self.sequence = self.sequence + 1 if self.sequence < 255 else 32
        request = frame(self.sequence, 1, arguments, self.agreed.check)
        wanted, data = 0, b""
        say = request
        for _ in range(200):
            yield say
            number, piece = self._piece()
            say = frame(self.sequence, AGAIN, bytes((wanted,)), self.agreed.check) if wanted else request
            if number != wanted:
                self.heard.clear()
                continue
            data += piece
            wanted += 1
            length = int.from_bytes(data[2:4], "little")
            say = frame(self.sequence, TAKEN, bytes((wanted,)), self.agreed.check)
            if len(data) == 6 + length:
                self.error, deflated, _, size = struct.unpack_from("<BBHH", data)
                self.content = zlib.decompress(data[6:], -10) if deflated else data[6:]
                assert len(self.content) == size
                self.heard.clear()
                yield say
                return
        raise AssertionError("no end")

    def _piece(self) -> tuple[int, bytes]:
        at = self.heard.find(b"\xa7")
        if at < 0 or len(self.heard) < at + 9:
            return -1, b""
        sequence, number, length, check = struct.unpack_from("<BBHI", self.heard, at + 1)
        end = at + 9 + length
        data = bytes(self.heard[at + 9 : end])
        good = self.agreed.check(bytes(self.heard[at + 1 : at + 5]) + data) == check and len(data) == length
        del self.heard[:end]
        assert length <= self.agreed.piece or not good
        return (number, data) if good and sequence == self.sequence else (-1, b"")


def spoiled(data: bytes, at: int, changes: dict[int, int | None]) -> bytes:
    spoilt = bytearray()
    for place, byte in enumerate(data, at):
        change = changes.get(place, 0)
        if change is not None:
            spoilt.append(byte ^ change)
    return bytes(spoilt)


@given(answers, limits, faults, faults, noises, st.integers(1, 200))
@settings(max_examples=300, deadline=None)
def test_every_answer_arrives_whatever_is_lost(
    wanted: list[Answer],
    agreed: MountLimits,
    up: dict[int, int | None],
    down: dict[int, int | None],
    noise: bytes,
    chunk: int,
) -> None:
    board, exchange = Board(agreed), Exchange(agreed)
    moved_up = moved_down = 0
    others = b""
    done: list[bytes] = []
    for number, answer in enumerate(wanted):
        arguments = b"request %d" % number * (number + 1)
        for said in board.ask(arguments):
            whole = noise + said
            heard = spoiled(whole, moved_down, down)
            moved_down += len(whole)
            for at in range(0, len(heard), chunk):
                others += exchange.receive(heard[at : at + chunk])
            for request in exchange.requests:
                done.append(request.arguments)
                exchange.answer(request, answer)
            exchange.requests.clear()
            sent = exchange.data_to_send()
            if not sent and exchange.wait == mounting.PATIENCE:
                others += exchange.expire()
                sent = exchange.data_to_send()
            board.heard += spoiled(sent, moved_up, up)
            moved_up += len(sent)
        assert (board.content, board.error) == (answer.content, answer.error)
    if not down:
        assert done == [b"request %d" % number * (number + 1) for number in range(len(wanted))]
        while exchange.wait is not None:
            others += exchange.expire()
        assert others == others[:0] + noise * (len(others) // len(noise)) if noise else others == b""


def begun(arguments: bytes = b"x", agreed: MountLimits | None = None) -> tuple[Exchange, Request]:
    exchange = Exchange(agreed)
    assert exchange.receive(frame(32, 1, arguments)) == b""
    return exchange, exchange.requests.pop()


@given(st.binary(max_size=400).filter(lambda data: MARK not in data), st.integers(1, 50))
def test_what_is_not_for_us_passes(data: bytes, chunk: int) -> None:
    exchange = Exchange()
    passed = b"".join(exchange.receive(data[at : at + chunk]) for at in range(0, len(data), chunk))
    while exchange.wait is not None:
        passed += exchange.expire()
    assert passed == data
    assert exchange.data_to_send() == b""


def test_text_around_requests_passes() -> None:
    exchange = Exchange()
    assert exchange.receive(b"a" + frame(32, 1, b"1") + b"b" + frame(32, TAKEN, b"\x01") + b"c") == b"abc"


@pytest.mark.parametrize("length", range(40, 60))
def test_what_would_fill_a_packet_has_one_byte_more(length: int) -> None:
    exchange = Exchange()
    assert exchange.receive(frame(32, 1, bytes(length)) + b"x") == b"x"
    assert [len(request.arguments) for request in exchange.requests] == [length]


def test_as_many_pieces_are_under_way_as_arrive() -> None:
    exchange, request = begun(agreed=MountLimits(piece=10))
    exchange.answer(request, Answer(bytes(200)))

    def sent() -> int:
        return exchange.data_to_send().count(b"\xa7\x20")

    assert sent() == 2
    exchange.receive(frame(32, TAKEN, b"\x01"))
    assert sent() == 2
    exchange.receive(frame(32, TAKEN, b"\x02"))
    assert sent() == 2
    exchange.receive(frame(32, AGAIN, b"\x02"))
    assert sent() == 2
    exchange.receive(frame(32, TAKEN, b"\x03"))
    assert sent() == 1


def test_what_was_too_much_is_tried_again_only_after_a_while() -> None:
    window = Window()
    for _ in range(20):
        window.arrived(MOST)
    assert window.size == MOST
    window.arrived(3)
    assert window.size == 3
    for _ in range(20):
        window.arrived(MOST)
    window.lost()
    for _ in range(20):
        window.arrived(MOST)
    assert window.size == MOST // 2
    for _ in range(64):
        window.arrived(MOST)
    assert window.size == MOST // 2 + 1
    for _ in range(9):
        window.lost()
    assert window.size == LEAST


def test_both_ends_wait_longer_where_answers_come_late() -> None:
    exchange, request = begun(agreed=MountLimits(round_trip=1.0))
    exchange.receive(b"\x18")
    assert exchange.wait == mounting.PATIENCE + 1
    assert exchange.expire() == b"\x18"
    exchange.answer(request, Answer())
    assert exchange.wait == mounting.IDLE + 5


def stopped() -> Exchange:
    """A board that took a Ctrl-C while an import asked for a file."""
    exchange = Exchange()
    exchange.receive(frame(32, STAT, b"x"))
    exchange.answer(exchange.requests.pop(), Answer(b"y"))
    exchange.receive(frame(32, TAKEN, b"\x01\x03"))
    exchange.data_to_send()
    return exchange


def test_a_ctrl_c_during_an_import_meets_what_the_import_does_next() -> None:
    exchange = stopped()
    assert [exchange.wait] == [mounting.FOLLOWS]
    exchange.receive(frame(33, STAT, b"x.py"))
    assert exchange.wait is None
    exchange.answer(exchange.requests.pop(), Answer(b"y"))
    exchange.receive(frame(33, TAKEN, b"\x01"))
    exchange.data_to_send()
    exchange.receive(frame(34, 3, b"x.py"))
    assert exchange.requests == []
    assert exchange.data_to_send()[9] == EINTR
    exchange.receive(frame(34, TAKEN, b"\x01"))
    assert (exchange.wait, exchange.data_to_send()) == (None, b"")


def test_a_ctrl_c_during_an_import_is_typed_where_the_program_goes_on() -> None:
    exchange = stopped()
    assert exchange.receive(b"text") == b"text"
    assert exchange.data_to_send() == b"\x03"
    exchange = stopped()
    assert exchange.expire() == b""
    assert (exchange.data_to_send(), exchange.wait) == (b"\x03", None)


def test_a_ctrl_c_is_not_for_the_next_program() -> None:
    exchange = stopped()
    exchange.ended()
    assert exchange.wait is None
    exchange.receive(frame(33, 3, b"x"))
    assert len(exchange.requests) == 1


def test_a_ctrl_c_ends_a_program_that_does_nothing_but_look() -> None:
    exchange = stopped()
    for sequence in range(33, 40):
        exchange.receive(frame(sequence, STAT, b"x"))
        exchange.answer(exchange.requests.pop(), Answer(b"y"))
        exchange.receive(frame(sequence, TAKEN, b"\x01"))
    exchange.data_to_send()
    exchange.receive(frame(40, STAT, b"x"))
    assert exchange.data_to_send()[9] == EINTR


def test_a_request_that_is_repeated_is_not_done_twice() -> None:
    exchange, request = begun()
    exchange.receive(frame(32, 1, b"x"))
    assert exchange.requests == []
    assert exchange.data_to_send() == b""
    exchange.answer(request, Answer(b"y"))
    answer = exchange.data_to_send()
    exchange.receive(frame(32, 1, b"x"))
    assert exchange.requests == []
    assert exchange.data_to_send() == answer


def test_an_answer_that_comes_too_late_is_not_sent() -> None:
    exchange, request = begun()
    exchange.receive(frame(32, GIVEN_UP, b"\0"))
    assert not exchange.open
    exchange.answer(request, Answer())
    exchange.keep_waiting(request)
    assert exchange.data_to_send() == b""
    exchange.receive(frame(33, 1, b"1") + frame(34, 1, b"2"))
    assert [request.arguments for request in exchange.requests] == [b"2"]


def test_nothing_of_an_answer_follows_what_closes_it() -> None:
    """Whoever reads next on the board, such as its prompt, would take it for typed keys."""
    exchange, request = begun()
    exchange.receive(frame(32, ENDING, b"\1"))
    closed = piece(MountLimits(), 32, CLOSED, b"\1")
    assert exchange.data_to_send() == closed
    exchange.keep_waiting(request)
    exchange.answer(request, Answer(b"late"))
    exchange.receive(frame(32, AGAIN, b"\0"))
    assert exchange.data_to_send() == b""
    assert (exchange.open, exchange.wait) == (True, mounting.IDLE)
    exchange.receive(frame(32, GIVEN_UP, b"\0"))
    assert not exchange.open


def test_what_was_answered_twice_is_closed_before_it_is_taken() -> None:
    exchange, request = begun()
    exchange.answer(request, Answer(b"y"))
    exchange.receive(frame(32, 1, b"x"))
    assert len(exchange.data_to_send()) > 0
    for number in (b"\1", b"\2"):
        exchange.receive(frame(32, ENDING, number))
        assert exchange.data_to_send() == piece(MountLimits(), 32, CLOSED, number)
    exchange.receive(frame(32, TAKEN, b"\1abc"))
    assert not exchange.open
    assert exchange.data_to_send() == b"abc"


def test_what_was_never_heard_is_closed_all_the_same() -> None:
    exchange = Exchange()
    exchange.receive(frame(40, ENDING, b"\1"))
    assert exchange.data_to_send() == piece(MountLimits(), 40, CLOSED, b"\1")
    assert not exchange.open


def test_an_answer_that_takes_longer_is_announced() -> None:
    exchange, request = begun()
    assert exchange.wait is None
    exchange.keep_waiting(request)
    assert exchange.data_to_send()[:3] == b"\xa7\x20\xff"
    exchange.answer(request, Answer())
    exchange.keep_waiting(request)
    assert exchange.data_to_send()[:3] == b"\xa7\x20\x00"


def test_silence_ends_what_was_answered() -> None:
    exchange, request = begun()
    exchange.answer(request, Answer())
    assert (exchange.open, exchange.wait) == (True, mounting.IDLE)
    assert exchange.expire() == b""
    assert (exchange.open, exchange.wait) == (False, None)


def test_a_damaged_request_is_refused_at_once() -> None:
    exchange = Exchange()
    said = bytearray(frame(32, 1, b"abc"))
    said[9] ^= 1
    assert exchange.receive(bytes(said)) == b""
    assert exchange.requests == []
    assert exchange.data_to_send()[:3] == b"\xa7\x20\xfe"


def test_a_request_that_lacks_bytes_is_refused_and_completed_by_what_is_late() -> None:
    exchange = Exchange()
    said = frame(32, 1, b"abc")
    exchange.receive(said[:-2])
    assert (exchange.wait, exchange.expire()) == (mounting.PATIENCE, b"")
    assert exchange.data_to_send()[:3] == b"\xa7\x20\xfe"
    assert (exchange.wait, exchange.open) == (None, False)
    assert exchange.receive(said[-2:] + b"t") == b"t"
    assert len(exchange.requests) == 1


def test_a_damaged_repetition_is_answered_all_the_same() -> None:
    exchange, request = begun(b"abc")
    exchange.answer(request, Answer(b"y"))
    answer = exchange.data_to_send()
    said = bytearray(frame(32, 1, b"abc"))
    said[9] ^= 1
    exchange.receive(bytes(said))
    assert exchange.data_to_send() == answer


def test_damaged_acknowledgements_and_those_of_others_are_dropped() -> None:
    exchange, request = begun(agreed=MountLimits(piece=10))
    exchange.answer(request, Answer(bytes(50)))
    exchange.data_to_send()
    said = bytearray(frame(32, TAKEN, b"\x02"))
    said[8] ^= 1
    exchange.receive(bytes(said) + frame(40, TAKEN, b"\x02") + frame(32, TAKEN, b""))
    assert exchange.data_to_send() == b""
    assert exchange.open


def test_a_head_that_is_none_is_dropped() -> None:
    exchange = Exchange()
    assert exchange.receive(MARK + b"hello") == b"hello"
    assert (
        exchange.receive(MARK + struct.pack("<HBBB", 9000, 1, 1, (9000 & 255) + (9000 >> 8) + 2 & 255)) != b""
    )
    exchange.receive(MARK + b"hel")
    assert exchange.expire() == b""
    assert exchange.receive(b"lo") == b"lo"


@pytest.mark.parametrize("lost", [5, 20])
def test_what_fills_up_what_was_lost_is_heard(lost: int) -> None:
    exchange = Exchange()
    lacking = frame(32, 1, b"a long one that lacks some")
    exchange.receive(lacking[:-lost] + frame(32, 1, b"x"))
    assert exchange.wait is None or exchange.expire() == b""
    assert [request.arguments for request in exchange.requests] == [b"x"]


def test_a_board_that_begins_anew_waits_for_nothing() -> None:
    exchange, request = begun()
    exchange.forget()
    assert not exchange.open
    exchange.answer(request, Answer(b"y"))
    assert exchange.data_to_send() == b""


def test_content_is_deflated_where_that_is_worth_it_and_fits() -> None:
    for content, dense, window, packed in (
        (b"abc" * 300, True, 10, True),
        (b"abc" * 300, False, 10, False),
        (b"abc" * 300, True, 0, False),
        (b"abc", True, 10, False),
        (bytes(zlib.crc32(bytes((i % 256, i // 256))) & 255 for i in range(900)), True, 10, False),
    ):
        exchange, request = begun(agreed=MountLimits(window=window, piece=2000 if packed else 111))
        exchange.answer(request, Answer(content, dense=dense))
        assert exchange.data_to_send()[10] == (packed and len(content) > 2000)


def test_sums() -> None:
    assert crc32(b"abc") == binascii.crc32(b"abc")
    assert checksum24(b"abc") == (97 * 31 + 98) * 31 + 99


def test_what_others_had_sent_before_is_sent_again() -> None:
    exchange, request = begun()
    exchange.answer(request, Answer())
    exchange.data_to_send()
    exchange.receive(frame(32, TAKEN, b"\x01ab") + frame(33, 1, b"next"))
    assert exchange.data_to_send() == b""
    exchange.receive(frame(33, GIVEN_UP, b"\x00c"))
    assert exchange.data_to_send() == b"abc"
