"""Values of a board: all that its ``repr`` says, and nothing that would run here."""

from __future__ import annotations

import asyncio
import math
import re
import time
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address
from hostile.clock import leaping
from hypothesis import given
from hypothesis import strategies as st

import jumperwire
from jumperwire.library.values import read, value

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
        ("[1, -2j, (3+4.5j), (-1e-07-infj), -1.5]", [1, -2j, 3 + 4.5j, complex(-1e-07, -INFINITE), -1.5]),
        ("((1,), (), (2), {}, {1: {2}}, [])", ((1,), (), 2, {}, {1: {2}}, [])),
        (r"""('it\'s', "it's", b'\'\\', '\\\\', '\n\u4e16')""", ("it's", "it's", b"'\\", "\\\\", "\n\u4e16")),
        ("'" + "\\\\" * 100 + "'", "\\" * 100),
        ("[None, True, False]", [None, True, False]),
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
        "1" * 5000 + "x",
        "1 +",
        "1 2",
        "x",
        " ",
        "'\\d'",
        "b'\\u4e16'",
        "b'\u4e16'",
        "'a",
        "'a\\'",
        "'" + "\\" * 99 + "'",
        "[1",
        "[1 2]",
        "(1]",
        "{1: 2, 3}",
        "{1:}",
        "{1, [2]}",
        "set(1)",
        "bytearray(b'', b'')",
        "__import__('os')",
    ],
)
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text[:200])):
        value(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner)
    ),
)


@given(VALUES)
def test_whatever_the_value(written: object) -> None:
    # MicroPython writes what is not printable in ASCII as escapes, and Python does so too here.
    assert value(ascii(written)) == written
    assert value(repr(written)) == written


def test_a_long_one_is_read_beside_the_loop() -> None:
    text = "[" + "(1, 'a'), " * 100_000 + "]"
    with leaping() as seen:
        found = asyncio.run(read(text))
    assert found == [(1, "a")] * 100_000
    assert seen.held < 0.2


def test_what_is_no_longer_wanted_is_not_read_on() -> None:
    text = "[" + "1, " * 1_000_000 + "]"

    async def main() -> None:
        reading = asyncio.ensure_future(read(text))
        await asyncio.sleep(0.05)
        reading.cancel()
        await asyncio.wait([reading])
        await asyncio.get_running_loop().shutdown_default_executor()

    began = time.process_time()
    asyncio.run(main())
    ended = time.process_time()
    value(text)
    assert ended - began < (time.process_time() - ended) / 2


async def test_a_long_one_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^no"):
        await read("no" * 10_000)


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
