"""Each conversation with each firmware, at every chunking in both directions."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jumperwire.protocol import prompts, raw_paste, raw_repl, recovery, repl_bytes
from jumperwire.protocol.channel import (
    Channel,
    Conversation,
    EndOfStream,
    LocalProtocolError,
    Progress,
    Rebooted,
    RemoteProtocolError,
    Started,
)
from jumperwire.protocol.raw_paste import NoPaste
from jumperwire.protocol.raw_repl import Pace
from jumperwire.protocol.repl import Repl
from jumperwire.protocol.repl_state import ReplState
from jumperwire.protocol.result import Finished
from protocol import firmwares
from protocol.driver import AT_ONCE, BYTEWISE, LAZY_BOARD, Table, Turn, turns
from protocol.fake_board import End, FakeBoard, Firmware, Lexing, Ran

any_firmware = st.sampled_from(list(firmwares.ALL.values()))
pasting_firmware = st.sampled_from(list(firmwares.PASTING.values()))
sources = st.binary(min_size=1, max_size=1200).map(lambda data: re.sub(rb"[\x01-\x05]", b".", data))
pastable = st.binary(max_size=300).map(lambda data: re.sub(rb"[\x03\x04]", b".", data))
short_sources = sources.map(lambda source: source[:200])

TRACEBACK = b'Traceback (most recent call last):\r\n  File "<stdin>", line 1\r\nZeroDivisionError: \r\n'
OUT_OF_MEMORY = b"MemoryError: memory allocation failed, heap is locked\r\n"
errors = st.sampled_from([b"", TRACEBACK, OUT_OF_MEMORY])
outputs = st.lists(
    st.sampled_from([b"\x04", b">", b"T", b"Traceback (most recent call last)", b"hello\r\n", b"OK", b"\x01"])
    | st.binary(max_size=40),
    max_size=8,
).map(b"".join)


def seated(board: FakeBoard, schedule: list[Turn], *, raw: bool = True) -> Table:
    """A table whose board is at the raw prompt, or else at the friendly one; then the schedule begins."""
    table = Table(board)
    table.hear_all()
    if raw:
        table.converse(prompts.enter_raw(table.repl.channel, b""))
    table.forget()
    table.follow(schedule)
    return table


def ends_early(output: bytes, error: bytes) -> bool:
    """Whether the program prints what no host could tell from its end: 04, something, 04, ``>``."""
    said = output + b"\x04" + error + b"\x04>"
    return re.search(rb"\x04[^\x04]*\x04>", said[:-1]) is not None


# --- entering and leaving ---


@given(any_firmware, turns, st.sampled_from([b"", b"\r"]))
def test_enters_and_leaves(firmware: Firmware, schedule: list[Turn], keys: bytes) -> None:
    table = seated(FakeBoard(firmware), schedule, raw=False)
    table.converse(prompts.enter_raw(table.repl.channel, keys))
    was_raw = table.board.raw
    assert table.converse(prompts.leave_raw(table.repl.channel)) == firmware.prompt
    assert (was_raw, table.board.raw) == (True, False)
    assert table.output == b""


@given(turns)
def test_a_timer_is_heard_on_the_way(schedule: list[Turn]) -> None:
    table = seated(FakeBoard(), schedule)
    table.board.speak(b"tick\r\n")
    table.converse(prompts.leave_raw(table.repl.channel))
    table.board.speak(b"tock\r\n")
    table.converse(prompts.enter_raw(table.repl.channel, b""))
    assert table.output == b"tick\r\ntock\r\n"


@given(st.sampled_from([firmwares.MODERN, firmwares.AIOREPL]), turns)
def test_finds_the_prompt(firmware: Firmware, schedule: list[Turn]) -> None:
    table = seated(FakeBoard(firmware), schedule, raw=False)
    assert table.converse(prompts.find_prompt(table.repl.channel, b"\r")) == firmware.prompt
    assert table.output == b""


@given(turns)
def test_finds_the_prompt_behind_junk_and_output(schedule: list[Turn]) -> None:
    table = seated(FakeBoard(), schedule, raw=False)
    junk = b"\xf8\x80ets Jul 29 2019\r\n" + b"x" * 300 + b"no newline"
    table.board.speak(junk)
    assert table.converse(prompts.find_prompt(table.repl.channel, b"\r")) == b">>> "
    assert table.output.rstrip(b"\r\n") == junk


def test_an_interrupt_may_end_a_program_of_the_raw_repl() -> None:
    repl = Repl(ReplState.FRIENDLY)
    pending = repl.start(prompts.find_prompt(repl.channel, b"\x03"))
    repl.receive_data(b"\x04Traceback\r\n\x04>")
    assert not repl.conversing
    assert pending.result() == repl_bytes.RAW_READY


# --- the raw REPL ---


@given(any_firmware, turns, short_sources, outputs, errors)
@example(firmwares.MODERN, [*AT_ONCE], b"x", b"\x04>", b"")
@example(firmwares.MODERN, [*BYTEWISE], b"x", b"a\x04Traceback", TRACEBACK)
def test_executes(
    firmware: Firmware, schedule: list[Turn], source: bytes, output: bytes, error: bytes
) -> None:
    assume(not ends_early(output, error))
    table = seated(FakeBoard(firmware, lambda _: Ran(output, error)), schedule)
    finished = table.converse(raw_repl.execute(table.repl.channel, source))
    assert table.board.sources == [source]
    assert finished.error == error
    assert table.output == output
    assert not finished.shown
    assert table.events.count(Started()) == 1
    assert table.board.idle


@given(any_firmware, turns, short_sources, st.sampled_from([b"", b"\r"]))
def test_enters_and_executes_in_one_write(
    firmware: Firmware, schedule: list[Turn], source: bytes, keys: bytes
) -> None:
    table = seated(FakeBoard(firmware, lambda _: Ran(b"42\r\n")), schedule, raw=False)
    assert table.converse(raw_repl.execute(table.repl.channel, source, keys)) == Finished(b"")
    assert table.output == b"42\r\n"
    assert table.board.sources == [source]


@given(turns, sources)
def test_long_source_is_paced(schedule: list[Turn], source: bytes) -> None:
    table = seated(FakeBoard(firmwares.OLD), schedule)
    table.converse(raw_repl.execute(table.repl.channel, source, pace=Pace(32, 0.004)))
    assert table.board.sources == [source]
    assert table.pauses == len(source) // 32


@pytest.mark.parametrize("keys", [None, b"", b"\r"])
def test_an_empty_source_does_not_reset_the_board(keys: bytes | None) -> None:
    table = seated(FakeBoard(), [], raw=keys is None)
    assert table.converse(raw_repl.execute(table.repl.channel, b"", keys)) == Finished(b"")
    assert table.board.resets == 0


@pytest.mark.parametrize("source", [b"a\x01", b"\x02", b"\x03b", b"'\x04'"])
def test_source_that_the_raw_repl_would_act_upon_is_our_mistake(source: bytes) -> None:
    table = seated(FakeBoard(), [])
    with pytest.raises(LocalProtocolError):
        table.converse(raw_repl.execute(table.repl.channel, source))
    assert table.board.idle


# --- raw-paste ---


@given(pasting_firmware, turns, sources, outputs, errors, st.booleans())
@example(firmwares.MODERN, [*LAZY_BOARD] * 900, b"x" * 1200, b"", b"", False)
@example(firmwares.MODERN, [*AT_ONCE], b"x" * 256, b"", b"", True)
@example(firmwares.MODERN, [*AT_ONCE], b"x" * 128, b"", b"", False)
def test_pastes(
    firmware: Firmware, schedule: list[Turn], source: bytes, output: bytes, error: bytes, known: bool
) -> None:
    assume(not ends_early(output, error))
    table = seated(FakeBoard(firmware, lambda _: Ran(output, error)), schedule)
    conversation = raw_paste.paste(table.repl.channel, source, firmware.window if known else 0)
    finished = table.converse(conversation)
    assert isinstance(finished, Finished)
    assert finished.window == firmware.window
    assert finished.error == error
    assert table.board.sources == [source]
    assert table.output == output + (b"\x04" + error if finished.shown else b"")
    assert table.board.idle


@given(st.integers(1, 40), turns, pastable)
def test_pastes_through_any_window(window: int, schedule: list[Turn], source: bytes) -> None:
    table = seated(FakeBoard(Firmware(window=window, ring=2 * window + 4)), schedule)
    table.converse(raw_paste.paste(table.repl.channel, source))
    assert table.board.sources == [source or b"\n"]


@pytest.mark.parametrize("size", [1, 235, 236, 237, 5000])
def test_no_more_than_a_small_ring_holds_goes_out_unasked(size: int) -> None:
    repl = Repl(ReplState.RAW)
    repl.start(raw_paste.paste(repl.channel, b"x" * size, 512))
    sent = len(repl.data_to_send())
    assert (
        sent == size + 4 if size + 4 <= repl_bytes.UNACKNOWLEDGED else 235 < sent <= repl_bytes.UNACKNOWLEDGED
    )


@given(turns, st.integers(130, 1200))
def test_text_from_a_timer_does_not_disturb_a_paste(schedule: list[Turn], size: int) -> None:
    table = seated(FakeBoard(chatter=b"tick\r\n"), schedule)
    table.board.speak(b"Ready\r\n")
    table.converse(raw_paste.paste(table.repl.channel, b"x" * size))
    assert table.board.sources == [b"x" * size]
    assert table.output == b"Ready\r\n" + b"tick\r\n" * (size // 128)


@given(turns, st.integers(0, 700), st.integers(1, 700), st.booleans())
def test_a_board_gives_up_while_lexing(schedule: list[Turn], after: int, size: int, known: bool) -> None:
    board = FakeBoard(run=lambda _: Ran(b"fine"), gives_up=Lexing(after, TRACEBACK))
    table = seated(board, schedule)
    finished = table.converse(raw_paste.paste(table.repl.channel, b"x" * size, 128 if known else 0))
    assert isinstance(finished, Finished)
    assert (finished.error == TRACEBACK) == (after <= size)
    assert board.idle
    table.forget()
    board.sources.clear()
    table.converse(raw_repl.execute(table.repl.channel, b"next"))
    assert board.sources == [b"next"]
    assert table.output == b"fine"


@given(st.sampled_from([firmwares.OLD, firmwares.REFUSING]), turns, sources)
def test_a_board_without_raw_paste_runs_nothing(
    firmware: Firmware, schedule: list[Turn], source: bytes
) -> None:
    table = seated(FakeBoard(firmware, lambda _: Ran(b"42\r\n")), schedule)
    assert table.converse(raw_paste.paste(table.repl.channel, source)) == NoPaste()
    assert table.board.sources == []
    table.converse(raw_repl.execute(table.repl.channel, b"x"))
    assert table.board.sources == [b"x"]
    assert table.output == b"42\r\n"


@pytest.mark.parametrize("firmware", [firmwares.OLD, firmwares.REFUSING], ids=["old", "refusing"])
def test_a_window_of_another_boot_is_noticed(firmware: Firmware) -> None:
    table = seated(FakeBoard(firmware), [])
    with pytest.raises(RemoteProtocolError, match="raw-paste"):
        table.converse(raw_paste.paste(table.repl.channel, b"x" * 300, 128))


@pytest.mark.parametrize("source", [b"a\x03", b"\x04"])
def test_source_that_ends_a_paste_is_our_mistake(source: bytes) -> None:
    table = seated(FakeBoard(), [])
    with pytest.raises(LocalProtocolError):
        table.converse(raw_paste.paste(table.repl.channel, source))
    assert table.board.idle


@given(any_firmware, turns, st.sampled_from([b"\x03", b"\r\x03\x03"]), st.booleans(), st.binary(max_size=600))
def test_gets_back_in_step(
    firmware: Firmware, schedule: list[Turn], keys: bytes, raw: bool, late: bytes
) -> None:
    assume(b"123456789" not in late)
    board = FakeBoard(firmware, lambda _: Ran(b"123456789" + firmware.newline))
    table = seated(board, schedule, raw=raw)
    board.speak(late)
    table.converse(recovery.resynchronize(table.repl.channel, keys, b"123456789"))
    assert board.sources == [b"print(123456789)"]
    assert board.raw
    assert table.output == b""
    assert table.converse(raw_repl.execute(table.repl.channel, b"x")) == Finished(b"")


# --- resets ---


@given(any_firmware, turns, st.sampled_from([b"", b"booting\r\n"]), st.sampled_from([None, b"", b"\x03"]))
def test_soft_reset(firmware: Firmware, schedule: list[Turn], boot_output: bytes, keys: bytes | None) -> None:
    table = seated(FakeBoard(firmware, boot_output=boot_output), schedule, raw=keys is None)
    table.converse(prompts.soft_reset(table.repl.channel, keys))
    assert table.board.raw
    assert table.board.resets == table.events.count(Rebooted()) == (0 if firmware.aiorepl else 1)
    if not firmware.aiorepl:
        assert table.output == boot_output.rstrip(b"\r\n")


@given(
    st.sampled_from([firmwares.MODERN, firmwares.COOKED_TWICE, firmwares.OLD]),
    turns,
    st.sampled_from([End.EXITS, End.RESTARTS]),
    st.sampled_from([b"", b"last words\r\n"]),
)
def test_a_program_that_resets_the_board(
    firmware: Firmware, schedule: list[Turn], end: End, output: bytes
) -> None:
    table = seated(FakeBoard(firmware, lambda _: Ran(output, end=end)), schedule)
    finished = table.converse(raw_repl.execute(table.repl.channel, b"reset()"))
    assert finished == Finished(b"", reset=True, raw=end is End.EXITS)
    assert Rebooted() in table.events
    assert table.output.startswith(output)
    assert table.board.raw == finished.raw


# --- what goes wrong ---


def every_conversation(channel: Channel) -> dict[str, Conversation[object]]:
    return {
        "enter": prompts.enter_raw(channel, b"\r"),
        "leave": prompts.leave_raw(channel),
        "find": prompts.find_prompt(channel, b"\r"),
        "retype": prompts.retype(channel, b"abc", b">>> "),
        "reset": prompts.soft_reset(channel, b"\x03"),
        "execute": raw_repl.execute(channel, b"x", b""),
        "paste": raw_paste.paste(channel, b"x" * 1000),
    }


@pytest.mark.parametrize("name", every_conversation(Channel()))
@given(st.lists(st.binary(max_size=200), max_size=10))
def test_any_answer_ends_well_or_as_their_mistake(name: str, pieces: list[bytes]) -> None:
    """After what may come, the end of the stream ends the conversation; nothing else is ever raised."""
    repl = Repl(ReplState.RAW if name in ("leave", "paste") else ReplState.FRIENDLY)
    pending = repl.start(every_conversation(repl.channel)[name])
    for piece in pieces:
        repl.receive_data(piece)
    repl.receive_eof()
    assert not repl.conversing
    assert pending.error is None or isinstance(pending.error, EndOfStream | RemoteProtocolError)


@pytest.mark.parametrize("answer", [b"X!", b"rubbish", b"R\x02"])
def test_rubbish_instead_of_raw_paste(answer: bytes) -> None:
    repl = Repl(ReplState.RAW)
    repl.start(raw_paste.paste(repl.channel, b"x"))
    repl.receive_data(answer)
    repl.receive_eof()
    assert not repl.conversing


def test_each_answer_counts_as_progress() -> None:
    table = seated(FakeBoard(), [])
    table.converse(raw_paste.paste(table.repl.channel, b"x" * 640))
    assert table.events.count(Progress()) == 6


def test_a_traceback_without_end_is_shown_in_time() -> None:
    """A board is not trusted: what is held back is bounded."""
    repl = Repl(ReplState.RAW)
    pending = repl.start(raw_repl.execute(repl.channel, b"x"))
    repl.receive_data(b"OK\x04Traceback (most recent call last)")
    shown = 0
    for _ in range(100):
        repl.receive_data(b"x" * 1000)
        shown += sum(len(event.data) for event in repl.events() if hasattr(event, "data"))
    assert shown > 99_000
    repl.receive_data(b"\x04>")
    assert pending.result().shown
    assert len(pending.result().error) <= 16 * 1024
