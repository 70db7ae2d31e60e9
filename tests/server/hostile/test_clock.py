"""What counts as holding the loop: work on it, and work beside it that does not let it go on."""

from __future__ import annotations

import ast
import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from hostile.clock import leaping

pytestmark = pytest.mark.no_cover


def held_by(work: Callable[[], object]) -> float:
    """The seconds for which a callback that does this held its loop."""

    async def main() -> None:
        work()
        await asyncio.sleep(0)

    with leaping() as seen:
        asyncio.run(main())
    return seen.held


def burn(seconds: float) -> None:
    began = time.thread_time()
    while time.thread_time() - began < seconds:
        pass


def test_its_own_work_counts_whatever_else_the_machine_does() -> None:
    assert 0.2 <= held_by(lambda: burn(0.2)) < 0.4


def test_time_in_which_the_process_does_not_run_does_not_count() -> None:
    beside = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"]
    assert held_by(lambda: subprocess.run(beside, check=True)) < 0.2


@pytest.mark.skipif(sys.platform != "linux", reason="no other system tells how long a thread wanted a CPU")
def test_a_thread_that_keeps_the_interpreter_to_itself_counts() -> None:
    text = "[" + "1," * 200_000 + "]"

    begun = threading.Event()

    def beside() -> None:
        begun.set()
        compile(text, "", "eval", ast.PyCF_ONLY_AST)

    def work() -> None:
        asyncio.get_running_loop().run_in_executor(None, beside)
        assert begun.wait(20)
        time.sleep(0.05)  # on the loop: the thread gets to the call that lets nobody in

    began = time.process_time()
    held = held_by(work)
    assert held > (time.process_time() - began) / 2
