"""The state machine around the conversations: whose bytes are whose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.protocol import prompts, raw_repl, recovery
from jumperwire.protocol.channel import (
    LIMIT,
    Channel,
    EndOfStream,
    LocalProtocolError,
    Output,
    Rebooted,
    RemoteProtocolError,
    StrayRawRepl,
)
from jumperwire.protocol.raw_repl import Pace
from jumperwire.protocol.repl import Repl
from jumperwire.protocol.repl_state import TRANSITIONS, Cue, ReplState

BANNER = b'\r\nMPY: soft reboot\r\nMicroPython v1.29.0\r\nType "help()" for more information.\r\n>>> '
STRAY = b"\r\nraw REPL; CTRL-B to exit\r\n>"


def heard(repl: Repl) -> bytes:
    return b"".join(event.data for event in repl.events() if isinstance(event, Output))


def state_of(repl: Repl) -> ReplState:
    """What mypy does not narrow."""
    return repl.state


def test_without_a_conversation_all_is_output() -> None:
    repl = Repl()
    repl.receive_data(b"hello\r\n>>> ")
    assert heard(repl) == b"hello\r\n>>> "
    assert repl.prompt_line.prompt is not None
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


def test_in_the_raw_repl_its_banner_is_not_stray_and_nothing_is_a_prompt() -> None:
    repl = Repl(ReplState.RAW)
    repl.receive_data(STRAY + b"\n>>> ")
    assert StrayRawRepl() not in repl.events()
    assert not repl.at_prompt


def test_what_came_before_a_conversation_is_output() -> None:
    repl = Repl()
    repl.channel.feed(b"late\r\n")
    repl.start(prompts.enter_raw(repl.channel, b"\r"))
    assert repl.data_to_send() == b"\r\x01"
    repl.receive_data(b"\r\n>>> " + STRAY + b"more")
    assert not repl.conversing
    assert heard(repl) == b"late\r\nmore"


def test_one_conversation_at_a_time() -> None:
    repl = Repl()
    repl.start(prompts.enter_raw(repl.channel, b""))
    with pytest.raises(LocalProtocolError):
        repl.start(prompts.leave_raw(repl.channel))


def test_an_abandoned_conversation_gives_back_what_it_had_not_read() -> None:
    repl = Repl()
    repl.start(prompts.enter_raw(repl.channel, b""))
    repl.receive_data(b"tick\r\n")
    assert heard(repl) == b""
    repl.abandon()
    assert heard(repl) == b"tick\r\n"
    assert not repl.conversing
    assert state_of(repl) is ReplState.ASTRAY
    repl.abandon()
    repl.start(recovery.resynchronize(repl.channel, b"", b"123456789"))
    repl.receive_data(b"OK123456789\r\n\x04\x04>")
    assert state_of(repl) is ReplState.RAW
    assert not repl.conversing


def test_a_pause_is_not_cut_short_by_bytes() -> None:
    repl = Repl(ReplState.RAW)
    repl.start(raw_repl.execute(repl.channel, b"abcdef", pace=Pace(3, 0.5)))
    assert (repl.data_to_send(), repl.pause) == (b"abc", 0.5)
    repl.receive_data(b"tick\r\n")
    assert repl.data_to_send() == b""
    repl.resume()
    assert (repl.data_to_send(), repl.pause) == (b"def", 0.5)
    repl.resume()
    assert (repl.data_to_send(), repl.pause) == (b"\x04", None)
    repl.receive_data(b"OK\x04\x04>")
    assert not repl.conversing
    assert heard(repl) == b"tick\r\n"


def test_resuming_after_the_end_does_nothing() -> None:
    repl = Repl()
    repl.resume()
    assert not repl.conversing


def test_the_end_of_the_stream_ends_a_pause_too() -> None:
    repl = Repl(ReplState.RAW)
    pending = repl.start(raw_repl.execute(repl.channel, b"abcdefghi", pace=Pace(3, 0.5)))
    assert repl.pause == 0.5
    repl.receive_eof()
    assert not repl.conversing
    assert isinstance(pending.error, EndOfStream)
    assert repl.pause is None


def test_the_end_of_the_stream_without_a_conversation() -> None:
    repl = Repl()
    repl.receive_eof()
    pending = repl.start(prompts.enter_raw(repl.channel, b""))
    assert isinstance(pending.error, EndOfStream)


def test_after_their_mistake_the_rest_is_output_and_the_next_conversation_works() -> None:
    repl = Repl()
    repl.start(prompts.find_prompt(repl.channel, b"\r"))
    repl.receive_data(b"x" * 10)
    repl.abandon()
    pending = repl.start(prompts.enter_raw(repl.channel, b""))
    repl.receive_data(b"y" * (LIMIT + 1))
    repl.receive_data(b"y")
    assert isinstance(pending.error, RemoteProtocolError)
    assert state_of(repl) is ReplState.ASTRAY
    repl.start(recovery.resynchronize(repl.channel, b"\x03", b"123456789"))
    repl.receive_data(b"OK123456789\r\n\x04\x04>")
    assert state_of(repl) is ReplState.RAW


def test_retyped_text_is_not_shown_twice() -> None:
    repl = Repl()
    repl.receive_data(b"\r\n>>> ")
    repl.events()
    repl.start(prompts.retype(repl.channel, b"abc", repl.prompt_line.text))
    assert repl.data_to_send() == b"abc"
    repl.receive_data(b"tick abc")
    assert heard(repl) == b"tick "
    assert (repl.prompt_line.typed, repl.at_prompt) == (b"abc", True)


@pytest.mark.parametrize("wait", ["until", "search"])
def test_no_search_holds_more_than_its_limit(wait: str) -> None:
    channel = Channel()
    conversation = channel.until(b"mark") if wait == "until" else prompts.leave_raw(channel)
    next(conversation)
    for _ in range(LIMIT // 1000):
        channel.feed(b"x" * 1000)
        next(conversation)
    channel.feed(b"x" * 1000)
    with pytest.raises(RemoteProtocolError) as caught:
        next(conversation)
    assert len(caught.value.heard) <= LIMIT + 1000
    assert len(str(caught.value)) < 200


# --- the state ---


def test_every_state_ends_a_conversation_that_is_dropped_and_can_begin_anew() -> None:
    for state, known in TRANSITIONS.items():
        assert known[Cue.DROP] in (state, ReplState.ASTRAY)
        assert known[Cue.LOSE_STEP] is ReplState.ASTRAY
        assert known[Cue.RESTART] is known[Cue.FRIENDLY_PROMPT] is ReplState.FRIENDLY
        assert known[Cue.RAW_PROMPT] is ReplState.RAW
    assert set(TRANSITIONS) == set(ReplState)


@pytest.mark.parametrize("state", [state for state in ReplState if state is not ReplState.RAW])
def test_source_goes_out_at_the_raw_prompt_alone(state: ReplState) -> None:
    repl = Repl(state)
    pending = repl.start(raw_repl.execute(repl.channel, b"x"))
    assert isinstance(pending.error, LocalProtocolError)
    assert repl.data_to_send() == b""


def test_the_state_follows_an_execution() -> None:
    repl = Repl()
    pending = repl.start(raw_repl.execute(repl.channel, b"x", b""))
    seen = [repl.state]
    for data in (STRAY, b"OK", b"1\r\n\x04\x04", b">"):
        repl.receive_data(data)
        seen.append(repl.state)
    assert seen == [
        ReplState.ENTERING,
        ReplState.SENDING,
        ReplState.RUNNING,
        ReplState.RUNNING,
        ReplState.RAW,
    ]
    assert pending.ran
    pending.result()


def test_a_result_before_the_end_is_our_mistake() -> None:
    repl = Repl()
    pending = repl.start(prompts.enter_raw(repl.channel, b""))
    with pytest.raises(LocalProtocolError):
        pending.result()
    repl.abandon()
    with pytest.raises(LocalProtocolError):
        pending.result()


def test_call_has_the_board_run_source_and_hands_over() -> None:
    repl = Repl(ReplState.RAW)
    pending = repl.start(raw_repl.call(repl.channel, b"f()", repl.channel.exactly(2)))
    assert repl.data_to_send() == b"f()\x04"
    repl.receive_data(b"OK")
    assert state_of(repl) is ReplState.RUNNING
    repl.receive_data(b"hi")
    assert (pending.result(), repl.state) == (b"hi", ReplState.RAW)


def test_a_board_that_is_reset_answers_nothing_of_before() -> None:
    repl = Repl(ReplState.RAW)
    repl.start(raw_repl.execute(repl.channel, b"reset()"))
    repl.restarted()
    assert (repl.state, repl.conversing, repl.at_prompt) == (ReplState.FRIENDLY, False, False)


def test_a_banner_while_at_the_raw_prompt_tells_of_a_restart() -> None:
    repl = Repl(ReplState.RAW)
    repl.receive_data(BANNER)
    assert repl.at_prompt
    assert repl.events().count(Rebooted()) == 1


# --- keys of the user ---


def at_prompt(line: bytes = b"") -> Repl:
    repl = Repl()
    repl.receive_data(b"\r\n>>> " + line)
    assert repl.at_prompt
    return repl


@pytest.mark.parametrize("keys", [b"\r", b"1\n", b"\x04"])
def test_what_ends_the_line_makes_it_no_prompt(keys: bytes) -> None:
    repl = at_prompt()
    repl.sent(keys)
    assert not repl.at_prompt
    repl.receive_data(b"\r\n>>> ")
    assert repl.at_prompt


def test_an_interrupt_ends_a_paste_but_says_nothing_of_an_empty_line() -> None:
    repl = at_prompt()
    repl.sent(b"\x03")
    assert repl.at_prompt
    repl.receive_data(b"\r\n=== ")
    assert repl.at_prompt
    repl.sent(b"\x03")
    assert not repl.at_prompt


def test_the_users_own_raw_repl_begins_at_an_empty_prompt() -> None:
    repl = at_prompt(b"x = ")
    repl.sent(b"\x01")  # to the start of the line
    assert state_of(repl) is ReplState.FRIENDLY
    repl.receive_data(b"\r\n>>> ")
    repl.sent(b"\x01")
    assert state_of(repl) is ReplState.USERS_RAW
    repl.receive_data(STRAY)
    assert StrayRawRepl() not in repl.events()
    repl.sent(b"\x02")
    assert state_of(repl) is ReplState.FRIENDLY


def test_the_users_own_raw_repl_ends_with_a_soft_reboot() -> None:
    repl = at_prompt()
    repl.sent(b"\x01")
    repl.receive_data(b"OK\r\nMPY: soft reboot\r\n")
    assert state_of(repl) is ReplState.FRIENDLY


def test_the_input_of_a_program_is_no_business_of_ours() -> None:
    repl = Repl(ReplState.RAW)
    repl.start(raw_repl.execute(repl.channel, b"input()"))
    repl.receive_data(b"OK>>> ")
    repl.sent(b"\x01\r")
    assert repl.prompt_line.prompt is not None
    assert state_of(repl) is ReplState.RUNNING


def test_at_the_raw_prompt_keys_are_no_commands_of_the_user() -> None:
    repl = Repl(ReplState.RAW)
    repl.sent(b"\x01\x02\x03")
    assert state_of(repl) is ReplState.RAW


# --- Ctrl-C that may still have its effect ---


def test_ctrl_c_counts_until_it_is_seen_to_end_something() -> None:
    repl = at_prompt()
    repl.sent(b"\x03\x03")
    assert repl.interrupts == 2
    repl.receive_data(b"\r\n>>> ")
    repl.start(raw_repl.execute(repl.channel, b"x", b""))
    repl.receive_data(STRAY + b"OK\x04Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n\x04>")
    assert repl.interrupts == 1
    repl.restarted()
    assert repl.interrupts == 0


@pytest.mark.parametrize("raw", [True, False])
def test_a_mark_tells_that_no_ctrl_c_is_under_way(raw: bool) -> None:
    repl = Repl(ReplState.RAW if raw else ReplState.FRIENDLY)
    repl.sent(b"\x03\x03")
    for answer in (b"\x04Traceback\r\nKeyboardInterrupt: \r\n\x04>", b"123\r\n\x04\x04>"):
        pending = repl.start(recovery.settle(repl.channel, None if raw else b"\x03", b"123"))
        assert repl.data_to_send() == (b"" if raw else b"\x03\x01") + b"print(123)\x04"
        repl.receive_data((b"" if raw else b"\r\n>>> " + STRAY) + b"OK" + answer)
        assert state_of(repl) is ReplState.RAW
        raw = True
    assert pending.result()
    assert repl.interrupts == 0
    assert heard(repl) == b""


def test_looking_for_a_prompt_with_ctrl_c_counts_it() -> None:
    repl = Repl()
    repl.start(prompts.find_prompt(repl.channel, b"\x03\x03"))
    repl.receive_data(b"\r\n>>> ")
    assert repl.interrupts == 2
    repl.start(recovery.resynchronize(repl.channel, b"\x03", b"123456789"))
    repl.receive_data(b"OK123456789\r\n\x04\x04>")
    assert repl.interrupts == 0
