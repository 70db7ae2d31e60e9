"""Each thing that can go wrong has a sentence, and each sentence is made of the facts that it names."""

from __future__ import annotations

import re

import pytest

from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.sentences import SENTENCES, sentence
from jumperwire.errors import ErrorCode, FileOperationFailed, JumperwireError, PortInUse


def test_each_has_one() -> None:
    assert {*SENTENCES} == {*ErrorCode, *Problem}


def test_facts_stand_in_it() -> None:
    for key, text in SENTENCES.items():
        facts = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", text)}
        error = Failure(key, **facts) if isinstance(key, Problem) else _error(key, **facts)
        said = sentence(error)
        assert all(fact in said for fact in facts.values()), said
        assert not set("[]{}") & set(said), said
        assert not re.search(r"\([^\w<]|[^\w>]\)", said), said


def _error(code: ErrorCode, **facts: str) -> JumperwireError:
    kind = next(each for each in JumperwireError.__subclasses__() if each.code is code)
    return kind(**facts)


def test_what_is_not_known_is_left_out() -> None:
    said = sentence(PortInUse(port="COM3", program=""))
    assert said == "failed to access COM3 (it may be in use by another program)"


@pytest.mark.parametrize("cause", ["OSError: [Errno 39] ENOTEMPTY", "OSError: 39"])
def test_a_number_is_told_in_words(cause: str) -> None:
    assert sentence(FileOperationFailed(path="/x", cause=cause)) == "/x: Directory not empty."


def test_a_board_cannot_move_the_cursor() -> None:
    assert "\x1b" not in sentence(FileOperationFailed(path="/\x1b[2J", cause="?"))
