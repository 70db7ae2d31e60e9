"""Runs one async test: in asyncio's debug mode, within a limit, and with no task left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

LIMIT = 30.0
"""Seconds: what hangs is to fail with a stack, not to hold up the suite."""


def run(work: Coroutine[Any, Any, T], timeout: float = LIMIT) -> T:
    """The result of ``work``; an AssertionError where it leaves tasks that still run."""
    return asyncio.run(_watched(work, timeout), debug=True)


async def _watched(work: Coroutine[Any, Any, T], timeout: float) -> T:
    result = await asyncio.wait_for(work, timeout)
    await asyncio.sleep(0)  # tasks that were just cancelled end here
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert not left, f"tasks left behind: {left}"
    return result
