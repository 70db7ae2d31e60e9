"""A program's end, however it comes about: its own exception is shown, and nothing holds it up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from boards.catalog import UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS

pytestmark = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")

PROGRAM = """
import asyncio, sys
import jumperwire

async def main():
    board = await jumperwire.connect(sys.argv[1])
    source = "print('begun')\\nwhile True: pass"
    running = asyncio.create_task(board.run("loop.py", source=source, on_output=heard))
    await begun.wait()
    {last}

def heard(text):
    begun.set()

begun = asyncio.Event()
asyncio.run(main())
"""


@pytest.fixture(params=["tcp", "pty", "exec"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    kind: Literal["tcp", "pty", "exec"] = request.param
    direct = unix_address(tmp_path / "flash")
    if kind == "exec":
        yield direct
        return
    with emulated(LINKS["unthrottled"], direct.removeprefix("exec:").split(), host=kind) as plug:
        yield plug.address


@pytest.mark.parametrize("last", ["return", "raise ValueError('seen')"])
def test_a_main_that_closes_nothing_ends_all_the_same(address: str, last: str) -> None:
    program = PROGRAM.replace("{last}", last)
    ended = subprocess.run(
        [sys.executable, "-c", program, address], capture_output=True, text=True, timeout=25, check=False
    )
    assert ended.returncode == (0 if last == "return" else 1)
    assert ended.stderr.strip().splitlines()[-1:] == ([] if last == "return" else ["ValueError: seen"])
