"""A mount that is the board's working folder: its modules as they are now, and its end."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from boards.catalog import Board

from filesystem.mount.mounted import on, say
from jumperwire.board.session import Session
from jumperwire.board.state import State
from jumperwire.errors import FileOperationFailed, ProgramRunning
from jumperwire.filesystem.mount import end, enter, entered, mount

pytestmark = pytest.mark.limit(90)

USES = "import module, package.part\nprint(module.value, package.part.value)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "folder"
    (found / "package").mkdir(parents=True)
    (found / "package/__init__.py").touch()
    write(found, 7)
    return found


def write(folder: Path, value: int) -> None:
    for name in ("module.py", "package/part.py"):
        (folder / name).write_text(f"value = {value}\n")


async def again(session: Session) -> None:
    async with session.lease() as leased:
        await enter(session, leased)


async def test_its_modules_and_those_of_the_board_are_read_again(
    board: Board, address: str, folder: Path
) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        del terminal
        elsewhere = (
            "import os, sys\nos.mkdir('/kept')\nwith open('/kept/own.py', 'w') as f: f.write('print(1)')\n"
        )
        assert await say(session, f"{elsewhere}sys.path.append('/kept')\nimport own, binascii") == "1\n"
        assert entered(session) is None
        await again(session)
        assert await say(session, "import own") == ""
        await mount(session, folder, "/work", enter=True)
        assert entered(session) == folder
        assert await say(session, USES) == "7 7\n"
        write(folder, 8)
        await say(session, "import os\nos.chdir('/')")
        assert await say(session, USES) == "7 7\n"
        await again(session)
        assert await say(session, f"import own\n{USES}") == "1\n8 8\n"


async def test_a_program_is_not_disturbed_by_it(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        await mount(session, folder, "/work", enter=True)
        running = asyncio.ensure_future(session.run("print('on')\nwhile True: pass", "x.py"))
        await terminal.shows(b"on\n")
        with pytest.raises(ProgramRunning):
            await again(session)
        await session.interrupt()
        await running


async def test_one_that_is_gone_is_told(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        del terminal
        await mount(session, folder, "/work", enter=True)
        umount = "try: from vfs import umount\nexcept ImportError: from os import umount\n"
        await say(session, f"import os\nos.chdir('/')\n{umount}umount('/work')")
        with pytest.raises(FileOperationFailed):
            await again(session)


async def test_it_ends_with_the_board_in_its_own_root(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        del terminal
        await mount(session, folder, "/work", enter=True)
        await end(session)
        assert entered(session) is None
        said = await say(session, "import os\nprint(os.getcwd(), 'work' in os.listdir('/'))")
        assert said == "/ False\n"
        await end(session)


async def test_a_program_goes_on_when_it_ends(board: Board, address: str, folder: Path) -> None:
    del board
    source = """
import os
print('on')
input()
try:
    os.stat('/work/module.py')
except OSError:
    print('gone')
"""

    async with on(address, folder) as (session, terminal):
        await mount(session, folder, "/work", enter=True)
        running = asyncio.ensure_future(session.run(source, "x.py"))
        await terminal.shows(b"on\n")
        began = time.monotonic()
        await end(session)
        assert time.monotonic() - began < 0.5
        assert session.state is State.RUNNING
        await session.type_keys(b"\r")
        await terminal.shows(b"gone\n")
        await running
