"""A pytest plugin beside pytest-asyncio: an async test ends within a limit, and leaves no task behind."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Iterator
from typing import TypeAlias

import pytest
from pytest_asyncio import is_async_test

Work: TypeAlias = Callable[..., Coroutine[object, object, None]]

LIMIT = 30.0
"""Seconds, unless a mark says otherwise: what hangs fails with a stack and does not hold up the suite."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"limit(seconds): how long an async test may take, {LIMIT:g} unless told"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Watch the coroutine that pytest-asyncio is about to run; with Hypothesis, each example of it."""
    if not is_async_test(item):
        return (yield)
    marker = item.get_closest_marker("limit")
    limit = float(marker.args[0]) if marker else LIMIT
    hypothesis = getattr(item.obj, "hypothesis", None)
    owner, name = (item, "obj") if hypothesis is None else (hypothesis, "inner_test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, _watched(getattr(owner, name), limit))
        return (yield)


def _watched(test: Work, limit: float) -> Work:
    """``test``, failing after ``limit`` seconds, or where tasks that it began outlive it."""

    @functools.wraps(test)
    async def watched(*args: object, **kwargs: object) -> None:
        before = asyncio.all_tasks()  # the fixtures'
        await asyncio.wait_for(test(*args, **kwargs), limit)
        await asyncio.sleep(0)  # tasks that were just cancelled end here
        left = asyncio.all_tasks() - before
        assert not left, f"tasks left behind: {left}"

    return watched
