"""The prompt and what is typed behind it, as MicroPython's line editor echoes it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.protocol.prompt_line import Prompt, PromptLine

PROMPTS = {
    b">>> ": Prompt.PRIMARY,
    b"--> ": Prompt.PRIMARY,
    b"... ": Prompt.CONTINUATION,
    b"=== ": Prompt.PASTE,
}


@dataclass
class Editor:
    """Echoes as ``shared/readline/readline.c`` does."""

    line: bytes = b""
    cursor: int = 0

    def press(self, key: str) -> bytes:
        if key == "left":
            moved = min(1, self.cursor)
            self.cursor -= moved
            return b"\b" * moved
        if key == "home":
            moved, self.cursor = self.cursor, 0
            return self._back(moved)
        if key == "end":
            rest, self.cursor = self.line[self.cursor :], len(self.line)
            return rest
        if key == "right":
            moved = min(1, len(self.line) - self.cursor)
            self.cursor += moved
            return b"\x1b[1C" if moved else b""
        if key == "backspace":
            return self._backspace()
        self.line = self.line[: self.cursor] + key.encode() + self.line[self.cursor :]
        rest = self.line[self.cursor :]
        self.cursor += 1
        return rest + self._back(len(rest) - 1)

    def _backspace(self) -> bytes:
        if self.cursor == 0:
            return b""
        rest = self.line[self.cursor :]
        self.line = self.line[: self.cursor - 1] + rest
        self.cursor -= 1
        return b"\b\x1b[K" + rest + self._back(len(rest))

    def _back(self, count: int) -> bytes:
        """Up to 8 by BS, further by one sequence, and ESC [ D for one."""
        if count == 1:
            return b"\x1b[D"
        return b"\b" * count if count <= 8 else b"\x1b[%dD" % count


keys = st.lists(st.sampled_from(["left", "right", "home", "end", "backspace", *"abxyz()= "]), max_size=60)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(st.sampled_from(list(PROMPTS)), keys, st.lists(st.integers(0, 10_000), max_size=40))
def test_follows_the_line_editor_at_any_chunking(prompt: bytes, pressed: list[str], cuts: list[int]) -> None:
    editor = Editor()
    said = b"output\r\n" + prompt + b"".join(editor.press(key) for key in pressed)
    line = PromptLine()
    for piece in pieces(said, cuts):
        line.feed(piece)
    assert line.prompt is PROMPTS[prompt]
    assert line.typed == editor.line
    assert line.text == prompt + editor.line


@pytest.mark.parametrize(
    "said", [b"", b"hello", b">>>", b"x\r\n", b">>> 1+1\r\n", b"a ... b", b">>> \r\nout\r\n"]
)
def test_no_prompt(said: bytes) -> None:
    line = PromptLine()
    line.feed(said)
    assert line.prompt is None
    assert line.typed == b""
    assert line.heard == bool(said)


@pytest.mark.parametrize("output", [b"no line end", b"x" * 5000, b"\r 99 %" * 500])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_prompt_behind_output_that_ended_no_line(output: bytes, size: int) -> None:
    line = PromptLine()
    said = output + b">>> "
    for at in range(0, len(said), size):
        line.feed(said[at : at + size])
    assert line.prompt is Prompt.PRIMARY
    assert line.typed == b""


@pytest.mark.parametrize("size", [1, 100_000])
def test_a_long_typed_line_keeps_its_prompt(size: int) -> None:
    line = PromptLine()
    said = b">>> " + b"x" * 5000
    for at in range(0, len(said), size):
        line.feed(said[at : at + size])
    assert line.prompt is Prompt.PRIMARY
    assert line.typed == b"x" * 1020


def test_an_endless_escape_sequence_is_not_kept() -> None:
    line = PromptLine()
    line.feed(b"\x1b[")
    for _ in range(1000):
        line.feed(b"1" * 1000)
    assert len(line.text) <= 1024
    line.feed(b"\r\n>>> ")
    assert line.prompt is Prompt.PRIMARY


def test_other_sequences_and_controls_are_no_text() -> None:
    line = PromptLine()
    line.feed(b">>> a\x07\x1b[5A\x1b")
    line.feed(b"[9Zb")
    assert line.typed == b"ab"


def test_keys_that_move_and_what_is_typed_there() -> None:
    line = PromptLine()
    line.feed(b">>> abc\b\b\x1b[D\x1b[9D\x1b[C\x1b[99C\x1b[1D\x1b[K")
    assert line.text == b">>> ab"
    line.feed(b"x")
    assert line.text == b">>> abx"


def test_a_sent_line_is_no_prompt_any_more() -> None:
    line = PromptLine()
    line.feed(b">>> x")
    line.expect_answer()
    assert line.prompt is None
    assert line.typed == b""
    line.feed(b"")
    assert line.prompt is None
    line.feed(b"\r\n>>> ")
    assert line.prompt is Prompt.PRIMARY


def test_learns_another_prompt() -> None:
    line = PromptLine()
    line.learn(b"py$ ")
    line.learn(b">>> ")
    assert line.primary == (b">>> ", b"--> ", b"py$ ")
    line.feed(b"\r\npy$ 1")
    assert (line.prompt, line.typed) == (Prompt.PRIMARY, b"1")


def test_shows_what_is_known_to_stand_there() -> None:
    line = PromptLine()
    line.feed(b"rest\x1b[")
    line.show(b">>> abc")
    assert (line.prompt, line.typed) == (Prompt.PRIMARY, b"abc")
    line.clear()
    assert line.prompt is None


def test_a_megabyte_without_a_line_end_costs_little() -> None:
    line = PromptLine()
    began = time.process_time()
    for _ in range(1000):
        line.feed(b"x" * 1000)
    assert time.process_time() - began < 0.5
    assert 512 <= len(line.text) <= 1024
