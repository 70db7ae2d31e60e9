"""Frames at every chunking, and what is none."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from jumperwire.rpc.framing import FrameReader, TooLarge

bodies = st.lists(st.binary(max_size=60), max_size=6)


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def read(data: bytes, cuts: list[int], limit: int = 1000) -> list[bytes | TooLarge]:
    reader = FrameReader(limit)
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [message for start, end in itertools.pairwise(edges) for message in reader.feed(data[start:end])]


@given(bodies, st.lists(st.integers(0, 1000)))
def test_bodies_come_whole_and_in_order(messages: list[bytes], cuts: list[int]) -> None:
    assert read(b"".join(map(framed, messages)), cuts) == messages


@given(st.binary(max_size=80), st.lists(st.integers(0, 1000)))
def test_one_that_is_too_large_is_skipped_and_told(small: bytes, cuts: list[int]) -> None:
    data = framed(small[:50]) + framed(b"x" * 51) + framed(b"after")
    got = read(data, cuts, limit=50)
    assert [message for message in got if isinstance(message, bytes)] == [small[:50], b"after"]
    [too_large] = [message for message in got if isinstance(message, TooLarge)]
    assert too_large.error.facts == {"size": "51", "limit": "50"}


def test_other_headers_and_spellings() -> None:
    data = b"Content-Type: x; charset=utf-8\r\ncontent-length:  2 \r\n\r\n{}"
    assert read(data, []) == [b"{}"]


@given(st.binary(max_size=200), st.lists(st.integers(0, 1000)))
def test_rubbish_between_messages_is_passed_over(rubbish: bytes, cuts: list[int]) -> None:
    if b"ength" in rubbish.lower():
        return
    assert read(rubbish + b"\r\n\r\n" + framed(b"{}"), cuts)[-1] == b"{}"


def test_a_header_without_end_is_not_kept() -> None:
    reader = FrameReader()
    for _ in range(100):
        assert list(reader.feed(b"x" * 1000)) == []
    assert len(reader._buffer) < 10_000
    assert list(reader.feed(b"\r\n\r\n" + framed(b"{}"))) == [b"{}"]


def test_an_absurd_length_is_not_believed() -> None:
    reader = FrameReader()
    assert list(reader.feed(b"Content-Length: 99999999999999999999\r\n\r\n" + framed(b"{}"))) == [b"{}"]
