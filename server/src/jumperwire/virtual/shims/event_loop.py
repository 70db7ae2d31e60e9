# mypy: ignore-errors
"""MicroPython: asyncio. The port's event loop is the browser's; here it blocks, as on a board."""

import asyncio
import time

_core = asyncio.core


def _run_until_complete(task):
    task.state = _awaited
    while not task.done():
        _core._run_iter()
        upcoming = _core._task_queue.peek()
        if task.done():
            break
        if upcoming is None:
            return None  # nothing will ever wake it: a board's loop ends here too
        time.sleep_ms(max(0, time.ticks_diff(upcoming.ph_key, time.ticks_ms())))
    if isinstance(task.data, StopIteration):
        return task.data.value
    raise task.data


def _awaited(task, result):
    # As the state of a task: its end is noticed, so the loop does not complain about an exception nobody saw.
    pass


def _run(coro):
    return _run_until_complete(_core.create_task(coro))


def _new_event_loop():
    _core._task_queue = _core.TaskQueue(_no_timer)
    return _core.Loop


def _no_timer(delay):
    pass


_core._schedule_run_iter = _no_timer
_core.asyncio_timer = None
_core.run = asyncio.run = _run
_core.new_event_loop = asyncio.new_event_loop = _new_event_loop
_core.Loop.run_until_complete = _run_until_complete
_new_event_loop()
