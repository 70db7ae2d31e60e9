"""Lines of base64 against a strict peer, over links that lose and change bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumperwire.protocol import base64_upload, repl_bytes
from jumperwire.protocol.answers import Ended
from jumperwire.protocol.base64_upload import LineLimits, Step
from jumperwire.protocol.channel import RemoteProtocolError
from protocol import peers
from protocol.peers import Link

steps = st.lists(st.builds(Step, st.integers(1, 7), st.binary(max_size=500)), min_size=1, max_size=5)
limits = st.builds(
    LineLimits,
    st.sampled_from([40, 120, 700]),
    st.booleans(),
    st.sampled_from([base64_upload.crc, base64_upload.checksum24]),
    st.just(0.5),
    st.just(8.0),
)
faults = st.dictionaries(st.integers(0, 1500), st.none() | st.integers(1, 255), max_size=6)
noises = st.sampled_from([b"", b"tick\r\n", b"\x06", b"\x04", b"\x04x\x04y"])


@given(steps, limits, faults, faults, noises, st.integers(1, 300))
@settings(max_examples=200, deadline=None)
def test_every_step_arrives_or_the_sender_knows_better(
    wanted: list[Step],
    agreed: LineLimits,
    up: dict[int, int | None],
    down: dict[int, int | None],
    noise: bytes,
    chunk: int,
) -> None:
    done: list[tuple[int, bytes]] = []
    heard = peers.Heard()
    link = Link(
        lambda out: peers.line_receiver(heard.through(out), done, agreed.check, len(wanted), noise),
        up,
        down,
        chunk,
    )
    error = link.error_of(lambda channel: base64_upload.send_steps(channel, iter(wanted), agreed))
    sent = [(step.operation, step.data) for step in wanted]
    if heard.interrupted:
        assert error != b""
    if heard.interrupted or error:  # also by noise that came to look like an end, and a traceback
        sent = sent[: len(done)]
    assert done == sent


@given(steps, limits)
@settings(deadline=None)
def test_each_line_goes_once_where_nothing_is_lost(wanted: list[Step], agreed: LineLimits) -> None:
    done: list[tuple[int, bytes]] = []
    link = Link(lambda out: peers.line_receiver(out, done, agreed.check, len(wanted)))
    ended = link.converse(lambda channel: base64_upload.send_steps(channel, iter(wanted), agreed))
    assert isinstance(ended, Ended)
    assert (ended.said.split()[-1], ended.error) == (b"3", b"")
    assert link.silences == 0
    each = [max(1, -(-len(step.data) // agreed.room)) for step in wanted]
    assert link.carried <= sum(each) * agreed.length + len(repl_bytes.INTERRUPT)


@pytest.mark.parametrize("every", [397, 811])
@pytest.mark.parametrize("loss_free", [True, False])
def test_a_link_that_loses_all_the_time(every: int, loss_free: bool) -> None:
    wanted = [Step(2, bytes([n]) * 1000) for n in range(4)]
    done: list[tuple[int, bytes]] = []
    agreed = LineLimits(120, loss_free, base64_upload.crc, 0.5, 8.0)
    lost: dict[int, int | None] = dict.fromkeys(range(every, 200_000, every))
    link = Link(lambda out: peers.line_receiver(out, done, base64_upload.crc, len(wanted)), lost, lost)
    with contextlib.suppress(RemoteProtocolError):
        link.converse(lambda channel: base64_upload.send_steps(channel, iter(wanted), agreed))
    assert [data for _, data in done] == [step.data for step in wanted]


@pytest.mark.parametrize("loss_free", [True, False])
def test_a_ring_of_256_bytes_never_overflows(loss_free: bool) -> None:
    """And nothing is under way behind the end of a step, which goes to flash, unless it is held back."""
    unread: list[int] = []
    heard: list[bytes] = []

    def peer(out: peers.Out) -> peers.Peer:
        sequence = 0
        out(b"\x95 \0")
        while True:
            text = b""
            while not text.endswith(b"\n"):
                byte = yield True
                if byte is None:
                    unread.append(len(b"".join(heard)))
                    ends = [number for number, line in enumerate(heard) if len(line) < 100]
                    assert loss_free or ends in ([], [len(heard) - 1])
                    for _ in heard:
                        out(bytes([0x86, 32 + sequence, 127 - sequence]))
                        sequence = (sequence + 1) % 32
                    if not heard:
                        out(b"1\r\n\x04\x04>")
                    heard.clear()
                    text = b""
                    continue
                text += bytes([byte])
            heard.append(text)

    agreed = LineLimits(120, loss_free, base64_upload.crc, 0.5, 8.0)
    sending = [Step(2, bytes(agreed.room * 3 + 1))] * 20
    Link(peer).converse(lambda channel: base64_upload.send_steps(channel, iter(sending), agreed))
    assert max(unread) <= 240


def test_a_receiver_that_raises_leaves_nothing_in_the_raw_repl() -> None:
    heard = b""

    def peer(out: peers.Out) -> peers.Peer:
        nonlocal heard
        out(b"\x95 \0")
        while not heard.endswith(b"\n"):
            heard += bytes([(yield False) or 0])
        out(b"\r\n0\r\n\x04Traceback\r\nOSError: 28\r\n\x04>")
        while True:
            heard += bytes([(yield False) or 0])

    link = Link(peer)
    agreed = LineLimits(120, True, base64_upload.crc, 0.5, 8.0)
    ended = link.converse(
        lambda channel: base64_upload.send_steps(channel, iter([Step(2, b"content")] * 9), agreed)
    )
    assert ended == Ended(b"\r\n0\r\n", b"Traceback\r\nOSError: 28\r\n")
    assert link.carried == 2 * 18 + len(repl_bytes.INTERRUPT)


def test_a_receiver_that_is_gone() -> None:
    def silent(out: peers.Out) -> peers.Peer:
        del out
        while True:
            yield False

    agreed = LineLimits(120, True, base64_upload.crc, 0.5, 8.0)
    with pytest.raises(RemoteProtocolError):
        Link(silent).converse(lambda channel: base64_upload.send_steps(channel, iter([]), agreed))
