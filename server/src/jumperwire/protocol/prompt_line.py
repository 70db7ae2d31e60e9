"""Tracks the last line of a terminal just closely enough to recognize a prompt and what is typed after
it.

MicroPython's line editor answers keys with plain characters, BS, and the three sequences CSI n D, CSI n C
and CSI K. Only these are interpreted.
"""

from __future__ import annotations

import re
from enum import Enum

_TOKEN = re.compile(rb"([^\x00-\x1f]+)|\x1b\[(\d{0,4})([A-Za-z])|\x1b(?:\[\d{0,4})?\Z|(\x08+)|(\r+)")
"""Text, a sequence, an incomplete sequence, BS, or CR; everything else has no effect on the line."""
_LONGEST = 1024
"""The most cells that are tracked: output loses its first ones, typed text its last ones."""


class Prompt(Enum):
    """What the board is waiting for."""

    PRIMARY = "a statement"
    CONTINUATION = "the rest of a statement"
    PASTE = "the rest of a paste"


class PromptLine:
    """Tracks the board's output, and knows whether it ends with a prompt."""

    def __init__(self) -> None:
        self.heard = False
        """Whether the board has ever said anything."""
        self._prompts = {
            b">>> ": Prompt.PRIMARY,
            b"--> ": Prompt.PRIMARY,  # aiorepl
            b"... ": Prompt.CONTINUATION,
            b"=== ": Prompt.PASTE,
        }
        self._cells = bytearray()
        self._column = 0
        self._found: tuple[Prompt, int] | None = None
        self._pending = b""
        self._stale = False

    def feed(self, data: bytes) -> None:
        """Track more of what the board said."""
        if not data:
            return
        self.heard = True
        data = self._pending + data
        self._pending = b""
        if (newline := data.rfind(b"\n")) >= 0:
            self.clear()
            data = data[newline + 1 :]
        if not data:
            return
        self._stale = False
        self._write(data)
        self._find()

    def clear(self) -> None:
        """Begin an empty line."""
        self._cells.clear()
        self._column = 0
        self._found = None
        self._stale = False

    def learn(self, prompt: bytes) -> None:
        """Recognize another primary prompt (``sys.ps1``)."""
        self._prompts.setdefault(prompt, Prompt.PRIMARY)

    @property
    def primary(self) -> tuple[bytes, ...]:
        """All primary prompts that are recognized."""
        return tuple(text for text, kind in self._prompts.items() if kind is Prompt.PRIMARY)

    def expect_answer(self) -> None:
        """Note that keys were sent that end the line, so that it is a prompt no longer."""
        self._stale = True

    def show(self, text: bytes) -> None:
        """Set the line to what is known to be there."""
        self.clear()
        self._pending = b""
        self.heard = True
        self._write(text)
        self._find()

    @property
    def prompt(self) -> Prompt | None:
        """The prompt on the line, if it has not been answered yet."""
        return self._found[0] if self._found and not self._stale else None

    @property
    def typed(self) -> bytes:
        """What was typed after the prompt."""
        return bytes(self._cells[self._found[1] :]) if self._found and not self._stale else b""

    @property
    def text(self) -> bytes:
        """The whole line, as far as it is tracked."""
        return bytes(self._cells)

    def _find(self) -> None:
        """Find a prompt at the start of the line, or after a program's last output that did not end its
        line.
        """
        if self._found:
            return
        for text, kind in self._prompts.items():
            if self._cells.startswith(text):
                self._found = (kind, len(text))
            elif kind is Prompt.PRIMARY and self._cells.endswith(text):
                self._found = (kind, len(self._cells))

    def _write(self, data: bytes) -> None:
        for token in _TOKEN.finditer(data):
            text, count, final, back, start = token.groups()
            if text:
                self._put(text)
            elif final:
                self._move(final, int(count or b"1"))
            elif back:
                self._column = max(0, self._column - len(back))
            elif start:
                self._column = 0
            else:
                self._pending = token[0]

    def _put(self, text: bytes) -> None:
        at = 0
        while at < len(text):
            if self._column >= _LONGEST:
                self._find()
                if self._found:
                    return
                del self._cells[: _LONGEST // 2]
                self._column -= _LONGEST // 2
            piece = text[at : at + _LONGEST - self._column]
            self._cells[self._column : self._column + len(piece)] = piece
            self._column += len(piece)
            at += len(piece)

    def _move(self, final: bytes, count: int) -> None:
        if final == b"D":
            self._column = max(0, self._column - count)
        elif final == b"C":
            self._column = min(len(self._cells), self._column + count)
        elif final == b"K":
            del self._cells[self._column :]
