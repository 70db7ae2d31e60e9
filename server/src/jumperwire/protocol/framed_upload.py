"""Sends frames to a receiver on the board: acknowledged, checked, and sent again if they are lost.

`frame_cutter` defines a frame, and `answers` the answers. The board takes a frame in pieces. It answers
``ACK`` to each whole piece except the last; ``KEPT`` to a good frame, once the content of its block is
written to flash; and ``AGAIN`` to any other frame, at once if it is whole, otherwise when the line is
quiet.

After a silence, and after an ``AGAIN``, the board is asked what it expects, by a frame that it never
keeps. If it may be waiting for bytes that were lost, zero bytes replace them: beyond those, it waits for
none without a time limit. They and the question fit into any ring, in case the board was only slow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from jumperwire.protocol.answers import ACK, BEGINNING, KEPT, SAID_LIMIT, Answer, Doubt, Ended, answer
from jumperwire.protocol.channel import Channel, Conversation, Progress, RemoteProtocolError
from jumperwire.protocol.frame_cutter import HEAD, Block, Frame, FrameCutter, question
from jumperwire.protocol.repl_bytes import INTERRUPT

_IN_FLIGHT = 2
"""The number of pieces that may be under way: one is read while the next one arrives."""

_CALM = 8
"""The frames kept in a row after which two pieces are sent at once again; doubled after each loss."""

_FILLED = 256
"""Bytes of a question with its zero bytes, if a piece is at least as long: more than the board reads at
once.
"""


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """What was agreed with the receiver; times are in seconds."""

    piece: int
    """Bytes that are acknowledged together. Twice as many may be under way."""
    loss_free: bool
    """Whether frames may follow each other before they are kept."""
    acknowledged: float
    """The silence within a frame after which something may be lost."""
    kept: float
    """The same silence while the board may be writing to its flash."""
    gone: float
    """The silence after which the receiver counts as gone."""


def send_blocks(channel: Channel, blocks: Iterator[Block], limits: FrameLimits) -> Conversation[Ended]:
    """Send all blocks, and return the receiver's output when it returns.

    Raises RemoteProtocolError when it does not answer any more.
    """
    upload = _Upload(channel, blocks, limits)
    said = b""
    while True:
        upload.fill_window()
        heard = yield from answer(channel, upload.patience)
        if isinstance(heard, Ended):
            if upload.doubt.ever_asked:
                channel.send(INTERRUPT)  # part of it may be in the raw REPL's line now
            return Ended(said + heard.said, heard.error)
        if isinstance(heard, bytes):
            said = (said + heard)[-SAID_LIMIT:]
        elif not (upload.silence() if heard is None else upload.answered(heard)):
            raise RemoteProtocolError("an acknowledgement", said)


class _Upload:
    """What is under way to a receiver. Methods that return a bool return False if it counts as gone."""

    def __init__(self, channel: Channel, blocks: Iterator[Block], limits: FrameLimits) -> None:
        self.doubt = Doubt(limits.gone, BEGINNING)
        self._channel = channel
        self._cutter = FrameCutter(blocks)
        self._limits = limits
        self._open: deque[Frame] = deque()  # begun, and not kept yet; the newest one is being sent
        self._sent = 0  # bytes of the newest one that were sent
        self._in_flight = 0
        self._window = _IN_FLIGHT
        self._calm, self._calm_after = 0, _CALM  # frames kept since something was lost, and how many it takes
        self._question = b""
        self._questions = 0
        self._filled = False  # zero bytes went, and may be under way

    @property
    def patience(self) -> float:
        """The seconds that the next answer may take."""
        within = bool(self._open) and self._sent < len(self._open[-1].data) and self.doubt.question is None
        return self.doubt.patience(self._limits.acknowledged if within else self._limits.kept)

    def fill_window(self) -> None:
        """Send as many pieces as may be under way; none while it is unknown what the receiver expects."""
        while self.doubt.question is None and self._in_flight < self._window:
            if not self._open or self._sent == len(self._open[-1].data):
                frame = self._cutter.cut() if self._limits.loss_free or not self._open else None
                if frame is None:
                    return
                self._open.append(frame)
                self._sent = 0
            piece = self._open[-1].data[self._sent : self._sent + self._limits.piece]
            self._channel.send(piece)
            self._sent += len(piece)
            self._in_flight += 1

    def silence(self) -> bool:
        """Handle a silence: ask what the receiver expects."""
        if not self.doubt.silence(self.patience, all_kept=self._cutter.done and not self._open):
            return False
        # If nothing is lost, the earlier zero bytes will arrive, and more of them would only fill the link.
        return self._ask(filler=bool(self._open) and not (self._filled and self._limits.loss_free))

    def answered(self, heard: Answer) -> bool:
        """Handle an answer."""
        question = self.doubt.question
        if heard.kind == ACK:
            self._acknowledged()
        elif heard.kind == KEPT:
            self._kept(heard.sequence)
        elif question is None:
            self.doubt.heard(kept=False)
            return self._ask(filler=False)
        elif heard.last == question and heard.sequence in self._may_expect():
            self._located(heard.sequence)
        else:
            self.doubt.heard_another()
        return True

    def _ask(self, *, filler: bool) -> bool:
        last = self._question[-1:]
        while self._question[-1:] == last:
            self._questions += 1
            self._question = question(self._questions)
        self._filled = self._filled or filler
        self._channel.send(bytes(min(self._limits.piece, _FILLED) - HEAD) * filler + self._question)
        return self.doubt.asked(self._question[-1])

    def _acknowledged(self) -> None:
        if self.doubt.question is None and self._in_flight:
            self._in_flight -= 1
            self._channel.emit(Progress())
        self.doubt.heard(kept=False)

    def _kept(self, sequence: int) -> None:
        if not self._open or self._open[0].sequence != sequence:
            return
        self._open.popleft()
        self._cutter.grow()
        self._calm += 1
        if self._calm == self._calm_after:
            self._window = _IN_FLIGHT
        self._in_flight = max(0, self._in_flight - 1)
        self._goes_on()

    def _goes_on(self) -> None:
        self.doubt.heard(kept=True)
        self._channel.emit(Progress())

    def _narrow(self) -> None:
        """Send one piece at a time from now on, since two may overflow the board's receive ring."""
        self._calm = 0
        if self._window == _IN_FLIGHT:
            self._calm_after *= 2
        self._window = 1

    def _may_expect(self) -> list[int]:
        """Return the sequence numbers that the receiver may expect."""
        return [*(frame.sequence for frame in self._open), self._cutter.sequence]

    def _located(self, sequence: int) -> None:
        """Note that the receiver expects this frame, and that nothing sent before is under way any more."""
        kept = False
        while self._open and self._open[0].sequence != sequence:
            self._open.popleft()  # it was kept, but that answer was lost
            kept = True
        if self._open and not self._limits.loss_free:
            self._narrow()
        while self._open:
            self._cutter.take_back(self._open.pop())
        self.doubt.heard(kept=False)
        self.doubt.question = None
        self._filled = False
        self._in_flight = 0
        if kept:
            self._goes_on()
