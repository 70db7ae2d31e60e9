"""Values of a board: all that its ``repr`` says, and nothing that would run here."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address

import jumperwire
from jumperwire.library.values import value

INFINITE = float("inf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("inf", INFINITE),
        ("-inf", -INFINITE),
        ("[1, inf, (-inf,)]", [1, INFINITE, (-INFINITE,)]),
        ("(1+2j)", 1 + 2j),
        ("(inf+infj)", complex(INFINITE, INFINITE)),
        ("bytearray(b'\\x00')", bytearray(b"\0")),
        ("frozenset({1, 2})", frozenset({1, 2})),
        ("frozenset()", frozenset()),
        ("set()", set()),
        ("OrderedDict({'a': frozenset({1})})", {"a": frozenset({1})}),
        ("'inf'", "inf"),
    ],
)
def test_a_value_is_what_its_repr_says(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_nan_is_a_number_too() -> None:
    assert math.isnan(value("nan"))
    assert math.isnan(value("{'a': [nan]}")["a"][0])


@pytest.mark.parametrize(
    "text",
    [
        "Pin(2)",
        "open('x')",
        "{[]: 1}",
        "bytearray(10000000000)",
        "frozenset([[]])",
        "1" * 5000,
        "(" * 3000,
        "inf()",
        "1 +",
        "x",
    ],
)
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text[:200])):
        value(text)


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
async def test_a_board_says_them_so(tmp_path: Path) -> None:
    expressions = {
        "float('inf')": INFINITE,
        "-float('inf')": -INFINITE,
        "1+2j": 1 + 2j,
        "bytearray(2)": bytearray(2),
        "[frozenset({1})]": [frozenset({1})],
        "2**80": 2**80,
    }

    async with jumperwire.connect(unix_address(tmp_path / "flash")) as board:
        assert [await board.eval(each) for each in expressions] == list(expressions.values())
