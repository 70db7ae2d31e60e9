"""The plugin that watches async tests can fail them: for what they leave behind, and for taking too long."""

from __future__ import annotations

from pathlib import Path

import aio
import pytest

pytest_plugins = ["pytester"]

TESTS = """
import asyncio
import pytest
from hypothesis import given, settings, strategies as st

left = []

def begin():
    left.append(asyncio.ensure_future(asyncio.sleep(60)))

async def test_leaves_a_task():
    begin()

@given(st.booleans())
@settings(database=None)
async def test_leaves_a_task_for_an_example(one):
    if one:
        begin()

@pytest.mark.limit(0.1)
async def test_hangs():
    await asyncio.Event().wait()

@pytest.mark.limit(5)
async def test_is_marked_with_more():
    await asyncio.sleep(0.1)

@given(st.booleans())
@settings(max_examples=2, database=None)
async def test_is_well_for_each_example(one):
    await asyncio.sleep(0)

async def test_is_debugged():
    assert asyncio.get_running_loop().get_debug()

async def test_may_use_what_a_fixture_runs(server):
    assert not server.done()

@pytest.fixture
async def server():
    task = asyncio.ensure_future(asyncio.sleep(60))
    yield task
    task.cancel()

def test_is_no_coroutine():
    pass
"""


def test_what_is_left_behind_or_hangs_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TESTS)
    pytester.makeini(
        "[pytest]\nasyncio_mode = auto\nasyncio_debug = true\nasyncio_default_fixture_loop_scope = function\n"
    )
    pytester.makeconftest(Path(aio.__file__).read_text("utf-8"))
    # A process of its own: in this one, what other tests left to the garbage collector would fail it.
    result = pytester.runpytest_subprocess("-vv", "-p", "no:cacheprovider", "--strict-markers")
    result.assert_outcomes(passed=5, failed=3)
    result.stdout.fnmatch_lines_random(
        [
            "FAILED *::test_leaves_a_task - AssertionError: tasks left behind: *",
            "FAILED *::test_leaves_a_task_for_an_example - AssertionError: tasks left behind: *",
            "FAILED *::test_hangs - *TimeoutError*",
        ]
    )
