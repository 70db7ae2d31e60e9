"""Both streams against strict peers, over links that lose and change bytes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jumperwire.protocol import download, framed_upload, raw_repl, recovery, result
from jumperwire.protocol.answers import Ended
from jumperwire.protocol.channel import Channel, Conversation, EndOfStream, RemoteProtocolError
from jumperwire.protocol.download import DownloadLimits
from jumperwire.protocol.frame_cutter import Block, FrameCutter
from jumperwire.protocol.framed_upload import FrameLimits
from jumperwire.protocol.repl import Repl
from protocol import peers
from protocol.peers import Link

blocks = st.lists(
    st.builds(Block, st.binary(min_size=1, max_size=700), st.integers(0, 65535), st.booleans()),
    min_size=1,
    max_size=5,
)
limits = st.builds(
    FrameLimits, st.sampled_from([16, 120, 512]), st.booleans(), st.just(0.1), st.just(0.5), st.just(8.0)
)
faults = st.dictionaries(st.integers(0, 1500), st.none() | st.integers(1, 255), max_size=6)
noises = st.sampled_from([b"", b"tick\r\n", b"\x04", b"\x04x\x04y", b"\xa5", b"\xa5\x5a\xa5"])


@given(blocks, limits, faults, faults, noises, st.integers(1, 300))
@example(  # 0x84, changed to 03
    [Block(bytes(16), 0, False), Block(b"\0", 512, False)],
    FrameLimits(16, False, 0.1, 0.5, 8.0),
    {31: 127},
    {},
    b"",
    1,
)
@example(  # the same, and what the receiver says of it is lost
    [Block(bytes(16), 0, False), Block(b"\0", 512, False)],
    FrameLimits(16, False, 0.1, 0.5, 8.0),
    {31: 127},
    dict.fromkeys(range(8, 60)),
    b"",
    1,
)
@settings(max_examples=200, deadline=None)
def test_every_block_arrives_or_the_sender_knows_better(
    wanted: list[Block],
    agreed: FrameLimits,
    up: dict[int, int | None],
    down: dict[int, int | None],
    noise: bytes,
    chunk: int,
) -> None:
    """Whatever is lost. Only a byte that was changed to a Ctrl-C ends a receiver, and it says so."""
    kept: list[tuple[bytes, int, bool]] = []
    heard = peers.Heard()
    link = Link(
        lambda out: peers.receiver(heard.through(out), kept, agreed.piece, len(wanted), noise),
        up,
        down,
        chunk,
    )
    error = link.error_of(lambda channel: framed_upload.send_blocks(channel, iter(wanted), agreed))
    whole = [(block.data, block.size, block.deflated) for block in wanted]
    if heard.interrupted:
        assert error != b""
    if heard.interrupted or error:  # also by noise that came to look like an end, and a traceback
        whole = whole[: len(kept)]
    assert kept == whole


lates = st.frozensets(st.integers(1, 120), max_size=60)


@given(blocks, limits, lates, st.sampled_from([0.3, 0.8, 3.0]), st.integers(16, 300))
@settings(max_examples=200, deadline=None)
def test_late_answers_do_no_harm(
    wanted: list[Block], agreed: FrameLimits, late: frozenset[int], delay: float, chunk: int
) -> None:
    kept: list[tuple[bytes, int, bool]] = []
    link = Link(
        lambda out: peers.receiver(out, kept, agreed.piece, len(wanted)), chunk=chunk, late=late, delay=delay
    )
    with contextlib.suppress(RemoteProtocolError):  # where its last words came with a pause between
        link.converse(lambda channel: framed_upload.send_blocks(channel, iter(wanted), agreed))
    assert kept == [(block.data, block.size, block.deflated) for block in wanted]


@pytest.mark.parametrize("every", [1, 2, 3, 5])
@pytest.mark.parametrize("delay", [0.8, 3.0])
@pytest.mark.parametrize("loss_free", [True, False])
def test_a_link_whose_answers_are_late_all_the_time(every: int, delay: float, loss_free: bool) -> None:
    """Patience learns: no frame is sent again and again."""
    wanted = [Block(bytes([n]) * 4000, 4000, False) for n in range(8)]
    kept: list[tuple[bytes, int, bool]] = []
    late = range(every, 100_000, every)
    link = Link(lambda out: peers.receiver(out, kept, 120, len(wanted)), chunk=300, late=late, delay=delay)
    limits = FrameLimits(120, loss_free, 0.1, 0.5, 8.0)
    link.converse(lambda channel: framed_upload.send_blocks(channel, iter(wanted), limits))
    assert [data for data, _, _ in kept] == [block.data for block in wanted]
    assert link.carried < 4 * 8 * 4000


def test_a_ring_that_holds_one_piece() -> None:
    """After a loss one piece goes at once; two again after a while without one."""
    wanted = [Block(bytes([n]) * 300, 300, False) for n in range(60)]
    kept: list[tuple[bytes, int, bool]] = []
    link = Link(lambda out: peers.receiver(out, kept, 120, len(wanted)), {150: None}, chunk=300)
    limits = FrameLimits(120, False, 0.1, 0.5, 8.0)

    most: list[int] = []

    def watched(channel: Channel) -> Conversation[Ended]:
        send = channel.send

        def sending(data: bytes) -> None:
            most.append(len(data))
            send(data)

        channel.send = sending  # type: ignore[method-assign]
        return framed_upload.send_blocks(channel, iter(wanted), limits)

    link.converse(watched)
    assert [data for data, _, _ in kept] == [block.data for block in wanted]
    assert most[:2] == [120, 120]
    assert link.silences <= 2


def test_a_receiver_that_answers_for_ever_and_keeps_nothing() -> None:
    def peer(out: peers.Out) -> peers.Peer:
        out(b"\x95 \0")
        while True:
            byte = yield True
            if byte is not None:
                out(bytes([0x95, 32, byte]))

    with pytest.raises(RemoteProtocolError):
        Link(peer).converse(
            lambda channel: framed_upload.send_blocks(
                channel, iter([Block(b"x" * 100, 100, False)]), FrameLimits(120, False, 0.1, 0.5, 8.0)
            )
        )


@given(blocks, limits)
@settings(deadline=None)
def test_nothing_is_sent_twice_without_need(wanted: list[Block], agreed: FrameLimits) -> None:
    kept: list[tuple[bytes, int, bool]] = []
    link = Link(lambda out: peers.receiver(out, kept, agreed.piece, len(wanted)))
    ended = link.converse(lambda channel: framed_upload.send_blocks(channel, iter(wanted), agreed))
    assert ended == Ended(b"3\r\n", b"")
    assert link.silences == 0
    cutter = FrameCutter(iter(wanted))
    assert link.carried == sum(len(frame.data) for frame in iter(cutter.cut, None))


@pytest.mark.parametrize("every", [97, 211])
@pytest.mark.parametrize("loss_free", [True, False])
def test_a_link_that_loses_all_the_time(every: int, loss_free: bool) -> None:
    wanted = [Block(bytes([n]) * 4000, 4000, False) for n in range(4)]
    kept: list[tuple[bytes, int, bool]] = []
    lost: dict[int, int | None] = dict.fromkeys(range(every, 200_000, every))
    link = Link(lambda out: peers.receiver(out, kept, 120, len(wanted)), lost, lost)
    with contextlib.suppress(RemoteProtocolError):
        link.converse(
            lambda channel: framed_upload.send_blocks(
                channel, iter(wanted), FrameLimits(120, loss_free, 0.1, 0.5, 8.0)
            )
        )
    assert [data for data, _, _ in kept] == [block.data for block in wanted]


def test_answers_to_nothing_are_passed_over() -> None:
    def peer(out: peers.Out) -> peers.Peer:
        out(b"\x86 \x86\xff\x86")
        yield False
        out(b"\x04\x04>")
        while True:
            yield False

    ended = Link(peer).converse(
        lambda channel: framed_upload.send_blocks(channel, iter([]), FrameLimits(120, False, 0.1, 0.5, 8.0))
    )
    assert isinstance(ended, Ended)
    assert ended.error == b""


def test_the_talk_begins_behind_the_ok() -> None:
    kept: list[tuple[bytes, int, bool]] = []

    def peer(out: peers.Out) -> peers.Peer:
        heard = b""
        while not heard.endswith(b"\x04"):
            byte = yield False
            heard += bytes([byte or 0])
        assert heard == b"receive()\x04"
        out(b"OK")
        yield from peers.receiver(out, kept, 120, 1)

    def conversation(channel: Channel) -> Conversation[Ended]:
        sending = framed_upload.send_blocks(
            channel, iter([Block(b"x", 1, False)]), FrameLimits(120, False, 0.1, 0.5, 8.0)
        )
        return raw_repl.call(channel, b"receive()", sending)

    assert Link(peer).converse(conversation) == Ended(b"3\r\n", b"")
    assert kept == [(b"x", 1, False)]


def test_a_receiver_that_raises() -> None:
    def peer(out: peers.Out) -> peers.Peer:
        out(b"\x95 \0")
        for _ in range(12):
            yield False
        out(b"0\r\n\x04Traceback\r\nOSError: 28\r\n\x04>")
        while True:
            yield False

    link = Link(peer)
    block = Block(b"content", 7, False)
    ended = link.converse(
        lambda channel: framed_upload.send_blocks(
            channel, iter([block] * 3), FrameLimits(120, True, 0.1, 0.5, 8.0)
        )
    )
    assert ended == Ended(b"0\r\n", b"Traceback\r\nOSError: 28\r\n")


def silent(out: peers.Out) -> peers.Peer:
    del out
    while True:
        yield False


def test_a_receiver_that_is_gone() -> None:
    with pytest.raises(RemoteProtocolError):
        Link(silent).converse(
            lambda channel: framed_upload.send_blocks(
                channel, iter([]), FrameLimits(120, False, 0.1, 0.5, 8.0)
            )
        )


def test_a_link_that_ends() -> None:
    repl = Repl()
    pending = repl.start(
        framed_upload.send_blocks(repl.channel, iter([]), FrameLimits(120, False, 0.1, 0.5, 8.0))
    )
    repl.receive_eof()
    assert isinstance(pending.error, EndOfStream)


@given(blocks, limits, st.integers(0, 60), st.integers(1, 300), st.booleans())
@settings(deadline=None)
def test_a_receiver_is_freed_wherever_it_was_left(
    wanted: list[Block], agreed: FrameLimits, left_after: int, chunk: int, known: bool
) -> None:
    kept: list[tuple[bytes, int, bool]] = []
    link = Link(lambda out: peers.receiver(out, kept, agreed.piece, len(wanted) + 1), chunk=chunk)

    def conversation(channel: Channel) -> Conversation[bool]:
        sending = framed_upload.send_blocks(channel, iter(wanted), agreed)
        for _ in range(left_after):
            if link.silences:
                break  # all is sent, and it waits for more
            yield next(sending)
        sending.close()
        return (yield from recovery.end_receiver(channel, known=known, soon=0.8, silent=2.5))

    assert link.converse(conversation) is True


def asked(channel: Channel) -> Conversation[bool]:
    return recovery.end_receiver(channel, known=False, soon=0.8, silent=2.5)


def test_where_there_is_no_receiver_nothing_is_interrupted() -> None:
    heard = b""

    def program(out: peers.Out) -> peers.Peer:
        nonlocal heard
        while True:
            heard += bytes([(yield False) or 0])
            out(b"tick\r\n")

    assert Link(program, chunk=100).converse(asked) is False
    assert b"\x03" not in heard
    assert len(heard) < 256


@pytest.mark.parametrize("before", [b"", b"\x04\x04>", b"content\x04>"])
def test_a_sender_that_says_much_behind_its_answer(before: bytes) -> None:
    """The answer may stand at the front of a large piece."""

    def peer(out: peers.Out) -> peers.Peer:
        yield False
        out(before + b"\x95 \r" + bytes(5000))
        while (yield False) != 3:
            pass
        out(b"\x04KeyboardInterrupt\r\n\x04>")
        while True:
            yield False

    link = Link(peer, chunk=10_000)
    assert link.converse(asked) is True
    assert link.silences == 0


def test_a_prompt_is_no_receiver_and_is_found_at_once() -> None:
    heard = b""

    def prompt(out: peers.Out) -> peers.Peer:
        nonlocal heard
        while not heard.endswith(b"\x02"):
            heard += bytes([(yield False) or 0])
        out(b'\r\n>>> \r\nMicroPython v1.29.0 on this\r\nType "help()" for more information.\r\n>>> ')
        while True:
            heard += bytes([(yield False) or 0])

    link = Link(prompt, chunk=7)
    assert link.converse(asked) is False
    assert (heard, link.silences, link.output) == (b"\r\x02", 0, b"")


def test_a_receiver_that_had_ended_by_itself() -> None:
    def peer(out: peers.Out) -> peers.Peer:
        yield False
        out(b"\x04\x04>")
        while True:
            yield False

    assert Link(peer).converse(asked) is False


def test_a_receiver_that_hears_only_the_second_ctrl_c() -> None:
    def peer(out: peers.Out) -> peers.Peer:
        yield False
        yield False
        out(b"\x04KeyboardInterrupt\r\n\x04>")
        while True:
            yield False

    link = Link(peer)
    assert (
        link.converse(lambda channel: recovery.end_receiver(channel, known=True, soon=0.8, silent=2.5))
        is True
    )
    assert link.silences == 1
    assert (
        Link(silent).converse(
            lambda channel: recovery.end_receiver(channel, known=True, soon=0.8, silent=2.5)
        )
        is False
    )


def running(held: bytes, answer: bytes, nudges: int = 1) -> Callable[[peers.Out], peers.Peer]:
    """A raw REPL that says ``held`` of its reply, and ``answer`` when it was nudged so often."""

    def peer(out: peers.Out) -> peers.Peer:
        while (yield False) != 4:
            pass
        out(b"OK" + held)
        for _ in range(nudges):
            assert (yield False) == 1
        out(answer)
        while True:
            yield False

    return peer


BANNER = b"\r\nraw REPL; CTRL-B to exit\r\n>"


@given(st.integers(1, 30), st.integers(1, 3), st.integers(0, 9))
@settings(deadline=None)
def test_a_reply_that_is_held_back_is_nudged_out(chunk: int, nudges: int, said: int) -> None:
    reply = b"some reply"
    peer = running(reply[:said], reply[said:] + b"\x04\x04>" + BANNER * nudges, nudges)
    link = Link(peer, chunk=chunk)
    found = link.converse(lambda channel: raw_repl.nudging(channel, raw_repl.execute(channel, b"x"), 1.0))
    assert found == result.Finished(b"")
    assert link.output == reply


@given(st.integers(1, 60))
def test_a_reply_whose_end_was_lost_is_an_error(chunk: int) -> None:
    with pytest.raises(RemoteProtocolError):
        Link(running(b"some reply", BANNER), chunk=chunk).converse(
            lambda channel: raw_repl.nudging(channel, raw_repl.execute(channel, b"x"), 1.0)
        )


def test_a_reply_that_comes_needs_no_nudge() -> None:
    link = Link(running(b"reply\x04\x04>", b""))
    found = link.converse(lambda channel: raw_repl.nudging(channel, raw_repl.execute(channel, b"x"), 1.0))
    assert found == result.Finished(b"")
    assert link.silences == 0


class Files:
    """A sink that keeps all, and may refuse to."""

    def __init__(self, refuse: int = -1) -> None:
        self.files: list[bytes] = [b""]
        self.ends: list[bytes] = []
        self._left = refuse

    def data(self, file: int, data: bytes) -> bool:
        assert file == len(self.ends)
        self.files[-1] += data
        return self._goes_on()

    def end(self, file: int, digest: bytes) -> bool:
        assert file == len(self.ends)
        self.ends.append(digest)
        self.files.append(b"")
        return self._goes_on()

    def _goes_on(self) -> bool:
        self._left -= 1
        return self._left != 0


contents = st.lists(st.binary(max_size=900), min_size=1, max_size=4)


@given(contents, st.sampled_from([64, 512, 4096]), faults, faults, noises, st.integers(1, 300))
@settings(max_examples=200, deadline=None)
def test_every_file_arrives_or_the_receiver_of_it_knows_better(
    wanted: list[bytes],
    size: int,
    up: dict[int, int | None],
    down: dict[int, int | None],
    noise: bytes,
    chunk: int,
) -> None:
    files = Files()
    heard = peers.Heard()
    link = Link(lambda out: peers.sender(heard.through(out), wanted, b"digest", size, noise), up, down, chunk)
    limits = DownloadLimits(size, 0.5, 8.0)
    error = link.error_of(lambda channel: download.receive_files(channel, len(wanted), files, limits))
    if len(files.ends) < len(wanted):
        assert heard.interrupted
        assert error != b""
        assert files.files[:-1] == wanted[: len(files.ends)]
    else:
        assert files.files[:-1] == wanted
    assert files.ends == [b"digest"] * len(files.ends)


@pytest.mark.parametrize("change", [None, 1, 0x40])
@pytest.mark.parametrize("noise", [b"", b"\xa5\x5a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"\x04"])
def test_a_download_over_a_link_that_spoils_all_the_time(change: int | None, noise: bytes) -> None:
    wanted = [bytes([n]) * 3000 for n in range(3)]
    files = Files()
    spoiled: dict[int, int | None] = dict.fromkeys(range(211, 500_000, 211), change)
    link = Link(lambda out: peers.sender(out, wanted, b"digest", 1000, noise), spoiled, spoiled, 50)
    with contextlib.suppress(RemoteProtocolError):
        link.converse(
            lambda channel: download.receive_files(
                channel, len(wanted), files, DownloadLimits(1000, 0.5, 8.0)
            )
        )
    assert files.files[:-1] == wanted


def test_a_request_to_stop_that_is_lost_is_sent_again() -> None:
    files = Files()
    link = Link(lambda out: peers.sender(out, [b"x" * 300], b"digest", 100), dict.fromkeys(range(5)))
    ended = link.converse(
        lambda channel: download.receive_files(channel, 1, files, DownloadLimits(100, 0.5, 8.0))
    )
    assert ended == Ended(b"", b"")
    assert files.files[0] == b"x" * 300
    assert link.silences == 1


def test_a_stray_04_is_no_end() -> None:
    kept: list[tuple[bytes, int, bool]] = []
    link = Link(lambda out: peers.receiver(out, kept, 120, 1, noise=b"\x04"))
    ended = link.converse(
        lambda channel: framed_upload.send_blocks(
            channel, iter([Block(b"x", 1, False)]), FrameLimits(120, False, 0.1, 0.5, 8.0)
        )
    )
    assert isinstance(ended, Ended)
    assert ended.error == b""
    assert kept == [(b"x", 1, False)]


@given(contents)
def test_each_byte_comes_once_where_nothing_is_lost(wanted: list[bytes]) -> None:
    files = Files()
    link = Link(lambda out: peers.sender(out, wanted, b"digest", 100), chunk=64)
    ended = link.converse(
        lambda channel: download.receive_files(channel, len(wanted), files, DownloadLimits(100, 0.5, 8.0))
    )
    assert ended == Ended(b"", b"")
    assert link.silences == 0
    assert link.carried == 15 + 1  # the request to stop, and a Ctrl-C


def test_a_sink_that_refuses_ends_it() -> None:
    files = Files(refuse=2)
    link = Link(lambda out: peers.sender(out, [b"x" * 1000] * 50, b"digest", 100), chunk=114)
    assert link.converse(
        lambda channel: download.receive_files(channel, 50, files, DownloadLimits(100, 0.5, 8.0))
    ) == Ended(b"", b"")
    assert files.files == [b"x" * 200]


def test_a_sender_that_raises() -> None:
    def peer(out: peers.Out) -> peers.Peer:
        out(b"\x04Traceback\r\nOSError: 2\r\n\x04>")
        while True:
            yield False

    ended = Link(peer).converse(
        lambda channel: download.receive_files(channel, 1, Files(), DownloadLimits(100, 0.5, 8.0))
    )
    assert ended == Ended(b"", b"Traceback\r\nOSError: 2\r\n")


def test_a_sender_that_is_gone() -> None:
    with pytest.raises(RemoteProtocolError):
        Link(silent).converse(
            lambda channel: download.receive_files(channel, 1, Files(), DownloadLimits(100, 0.5, 8.0))
        )
