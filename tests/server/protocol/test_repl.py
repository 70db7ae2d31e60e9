"""The state machine around the conversations: whose bytes are whose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.protocol import talks
from jumperwire.protocol.repl import Mode, Repl
from jumperwire.protocol.talks import Pace
from jumperwire.protocol.wire import (
    LIMIT,
    EndOfStream,
    LocalProtocolError,
    Output,
    Rebooted,
    RemoteProtocolError,
    StrayRawRepl,
    Wire,
)

BANNER = b'\r\nMPY: soft reboot\r\nMicroPython v1.29.0\r\nType "help()" for more information.\r\n>>> '
STRAY = b"\r\nraw REPL; CTRL-B to exit\r\n>"


def heard(repl: Repl) -> bytes:
    return b"".join(event.data for event in repl.events() if isinstance(event, Output))


def test_without_a_conversation_all_is_output() -> None:
    repl = Repl()
    repl.receive_data(b"hello\r\n>>> ")
    assert heard(repl) == b"hello\r\n>>> "
    assert repl.line.prompt is not None
    assert repl.data_to_send() == b""


@given(st.lists(st.integers(0, 200), max_size=20))
def test_a_reboot_is_noticed_at_any_chunking(cuts: list[int]) -> None:
    repl = Repl()
    edges = [0, *sorted(cut % len(BANNER) for cut in cuts), len(BANNER)]
    for start, end in pairwise(edges):
        repl.receive_data(BANNER[start:end])
    events = repl.events()
    assert 1 <= events.count(Rebooted()) <= 2  # by its announcement, and by the banner
    repl.receive_data(b"1+1\r\n2\r\n>>> ")
    assert Rebooted() not in repl.events()


@pytest.mark.parametrize("size", [1, 5, 100])
def test_a_stray_raw_repl_is_noticed(size: int) -> None:
    repl = Repl()
    for at in range(0, len(STRAY), size):
        repl.receive_data(STRAY[at : at + size])
    assert repl.events().count(StrayRawRepl()) == 1


def test_in_raw_mode_its_banner_is_not_stray_and_no_prompt_is_followed() -> None:
    repl = Repl()
    repl.mode = Mode.RAW
    repl.receive_data(STRAY + b"\n>>> ")
    assert StrayRawRepl() not in repl.events()
    assert repl.line.prompt is None


def test_what_came_before_a_conversation_is_output() -> None:
    repl = Repl()
    repl.wire.feed(b"late\r\n")
    repl.start(talks.enter_raw(repl.wire, b"\r"))
    assert repl.data_to_send() == b"\r\x01"
    repl.receive_data(b"\r\n>>> " + STRAY + b"more")
    assert not repl.talking
    assert heard(repl) == b"late\r\nmore"


def test_one_conversation_at_a_time() -> None:
    repl = Repl()
    repl.start(talks.enter_raw(repl.wire, b""))
    with pytest.raises(LocalProtocolError):
        repl.start(talks.leave_raw(repl.wire))


def test_an_abandoned_conversation_gives_back_what_it_had_not_read() -> None:
    repl = Repl()
    repl.start(talks.enter_raw(repl.wire, b""))
    repl.receive_data(b"tick\r\n")
    assert heard(repl) == b""
    repl.abandon()
    assert heard(repl) == b"tick\r\n"
    assert not repl.talking
    repl.abandon()
    repl.start(talks.enter_raw(repl.wire, b""))
    repl.receive_data(STRAY)
    assert repl.error is None
    assert not repl.talking


def test_a_pause_is_not_cut_short_by_bytes() -> None:
    repl = Repl()
    repl.mode = Mode.RAW
    repl.start(talks.execute(repl.wire, b"abcdef", pace=Pace(3, 0.5)))
    assert (repl.data_to_send(), repl.pause) == (b"abc", 0.5)
    repl.receive_data(b"tick\r\n")
    assert repl.data_to_send() == b""
    repl.resume()
    assert (repl.data_to_send(), repl.pause) == (b"def", 0.5)
    repl.resume()
    assert (repl.data_to_send(), repl.pause) == (b"\x04", None)
    repl.receive_data(b"OK\x04\x04>")
    assert not repl.talking
    assert heard(repl) == b"tick\r\n"


def test_resuming_after_the_end_does_nothing() -> None:
    repl = Repl()
    repl.resume()
    assert not repl.talking


def test_the_end_of_the_stream_ends_a_pause_too() -> None:
    repl = Repl()
    repl.start(talks.execute(repl.wire, b"abcdefghi", pace=Pace(3, 0.5)))
    assert repl.pause == 0.5
    repl.receive_eof()
    assert not repl.talking
    assert isinstance(repl.error, EndOfStream)
    assert repl.pause is None


def test_the_end_of_the_stream_without_a_conversation() -> None:
    repl = Repl()
    repl.receive_eof()
    repl.start(talks.enter_raw(repl.wire, b""))
    assert isinstance(repl.error, EndOfStream)


def test_after_their_mistake_the_rest_is_output_and_the_next_conversation_works() -> None:
    repl = Repl()
    repl.start(talks.find_prompt(repl.wire, b"\r"))
    repl.receive_data(b"x" * 10)
    repl.abandon()
    repl.start(talks.enter_raw(repl.wire, b""))
    repl.receive_data(b"y" * (LIMIT + 1))
    repl.receive_data(b"y")
    assert isinstance(repl.error, RemoteProtocolError)
    repl.start(talks.enter_raw(repl.wire, b""))
    repl.receive_data(STRAY)
    assert repl.error is None


def test_retyped_text_is_not_shown_twice() -> None:
    repl = Repl()
    repl.start(talks.retype(repl.wire, b"abc"))
    assert repl.data_to_send() == b"abc"
    repl.receive_data(b"tick abc")
    assert heard(repl) == b"tick "


@pytest.mark.parametrize("wait", ["until", "search"])
def test_no_search_holds_more_than_its_limit(wait: str) -> None:
    wire = Wire()
    talk = wire.until(b"mark") if wait == "until" else talks.leave_raw(wire)
    next(talk)
    for _ in range(LIMIT // 1000):
        wire.feed(b"x" * 1000)
        next(talk)
    wire.feed(b"x" * 1000)
    with pytest.raises(RemoteProtocolError) as caught:
        next(talk)
    assert len(caught.value.heard) <= LIMIT + 1000
    assert len(str(caught.value)) < 200
