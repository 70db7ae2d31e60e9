"""Each code has one class and its sentences; errors have typed facts, and can be pickled and copied."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path
from typing import get_type_hints

import pytest

from jumperwire import errors
from jumperwire.errors import BoardRaised, ErrorCode, FileOperationFailed, JumperwireError
from jumperwire.errors.sentences import SENTENCES as SAID

SENTENCES = Path(__file__).parents[2] / "extension" / "src" / "ui" / "sentences.ts"


def classes() -> list[type[JumperwireError]]:
    return [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, JumperwireError) and each is not JumperwireError
    ]


def some(kind: type[JumperwireError]) -> JumperwireError:
    """One with all of its facts."""
    hints = {name: hint for name, hint in get_type_hints(kind).items() if name != "code"}
    values = {
        name: 5 if "int" in str(hint) else ("a", "b") if "tuple" in str(hint) else "x"
        for name, hint in hints.items()
    }
    return kind(**values)


def test_each_code_has_one_class() -> None:
    assert sorted(each.code.value for each in classes()) == sorted(code.value for code in ErrorCode)


def test_each_code_has_its_sentences() -> None:
    told = set(re.findall(r"^  (\w+): \S", SENTENCES.read_text("utf-8"), re.MULTILINE))
    assert told >= {code.value for code in ErrorCode}
    assert {*SAID} == {*ErrorCode}


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_an_error_is_pickled_copied_and_read(kind: type[JumperwireError]) -> None:
    error = some(kind)
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is kind
        assert other.facts == error.facts
        assert vars(other) == vars(error)
    assert kind.__module__ == "jumperwire.errors"
    assert "{" not in str(error)
    assert "?" not in str(error).replace("on it?", "")
    assert set(re.findall(r"\{(\w+)\}", SAID[kind.code])) <= {*error.facts}


def test_what_a_board_left_out_is_said() -> None:
    failed = FileOperationFailed(board="Pico", path="/f", cause="")
    assert str(failed) == "/f: no reason was given"
    raised = BoardRaised(board="Pico", traceback="")
    assert str(raised) == "Pico raised an exception without a name"


def test_facts_have_types_and_are_shown_as_texts() -> None:
    error = errors.PortInUse(port="COM3", program="x", pid=7)
    assert error.pid == 7
    assert error.facts == {"port": "COM3", "program": "x", "pid": "7"}
    assert repr(error) == "PortInUse(port='COM3', program='x', pid='7')"
    assert errors.PortInUse(port="COM3", program="").facts == {"port": "COM3", "program": ""}
    assert errors.SeveralBoards(asked="auto", boards=("a", "b")).facts["boards"] == "a, b"
    assert str(errors.LocalFileFailed(path="\x1b]0;", cause="no")) == "\\x1b]0;: no"
