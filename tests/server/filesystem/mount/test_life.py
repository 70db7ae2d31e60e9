"""What becomes of a mount: resets, Ctrl-C, cancellation, a lost link, a PC that is gone."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from pathlib import Path

import pytest
from board.sessions import Terminal, connected, usable
from boards import catalog
from boards.catalog import Board
from boards.faulty import FaultyOpener
from boards.linkspec import LinkSpec

from filesystem.mount.mounted import on, say
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import Execution, RunEnd, State
from jumperwire.device import script
from jumperwire.device.reply import Feature
from jumperwire.errors import BoardSilent, FileOperationFailed, JumperwireError, NoFileSystem
from jumperwire.filesystem import remote
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.mount import folder as folders
from jumperwire.filesystem.mount import mount, session_mounts
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.transfer import STRATEGY
from jumperwire.filesystem.upload import upload

pytestmark = pytest.mark.limit(90)

UNIX = pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing))

READS = """
import sys
n = 0
print('ready')
while True:
    with open('/remote/file', 'rb') as f:
        while f.readinto(bytearray(1000)): n += 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "folder"
    found.mkdir()
    (found / "file").write_bytes(bytes(range(256)) * 80)
    (found / "module.py").write_text("value = 7\n")
    return found


async def test_a_terminal_uses_a_mount(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        await session.type_keys(b"f = open('/remote/module.py'); f.read(5)\r")
        await terminal.shows(b"'value'\n>>> ")


async def test_scripts_that_nobody_minified(
    board: Board, address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del board
    monkeypatch.setattr(script, "_minified", dict)
    script.script.cache_clear()
    copy = "import os\nos.chdir('/remote')\nimport module\nwith open('new', 'w') as f: print(f.write('12'))"

    async with on(address, folder) as (session, _):
        assert await say(session, copy + "\nprint(open('new').read(), module.value)") == "2\n12 7\n"
    script.script.cache_clear()


async def test_what_is_pasted_behind_a_line_that_uses_it(board: Board, address: str, folder: Path) -> None:
    lines = 60 if board.name == "virtual" else 8
    """More than the board keeps is only told of where nothing is lost."""

    async with on(address, folder) as (session, terminal):
        pasted = "".join(f"n{number} = {number}\r" for number in range(lines))
        await session.type_keys(f"f = open('/remote/module.py')\r{pasted}n{lines - 1} * 2\r".encode())
        await terminal.shows(f"\n{lines * 2 - 2}\n>>> ".encode())


async def test_ctrl_c_at_any_moment_of_an_opening(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        await say(session, "import os\nos.chdir('/remote')")
        await session.leave()
        for number in range(20):
            await session.type_keys(b"while True: f = open('module.py').read(3)\r\r")
            await asyncio.sleep(0.001 * number)
            await session.type_keys(b"\x03")
            await terminal.shows(b"KeyboardInterrupt: \n>>> ", number + 1)


SLOWER = 0.13
"""Seconds each way: the board asks again before it is answered, as a quick link did not let it expect."""


async def test_nothing_is_typed_by_what_answers_twice(address: str, board: Board, folder: Path) -> None:
    """What was asked again is answered again, after the program has ended."""
    del board
    opener = FaultyOpener()
    session = Session(address, opener=opener.open)
    terminal = Terminal(session)
    await session.connect()
    await mount(session, folder)
    await usable(session)
    await session.leave()
    opener.become(LinkSpec("slower", latency=SLOWER))
    for number in range(2):
        await session.type_keys(b"open('/remote/module.py').close()\r")
        await terminal.shows(b"close()\n>>> ", number + 1)
        await session.type_keys(b"6*7\r")
        await terminal.shows(b"\n42\n>>> ", number + 1)
    await asyncio.sleep(4 * SLOWER)
    opener.become(LinkSpec("good"))
    await usable(session)
    assert b"value = 7" not in terminal.text
    await session.disconnect()
    await opener.aclose()


@UNIX
@pytest.mark.parametrize("calls", [1, 2, 4])
async def test_nothing_is_typed_by_an_answer_to_who_was_interrupted(
    tmp_path: Path, folder: Path, calls: int
) -> None:
    """A Ctrl-C from just before the board asked ends the asking, whatever is under way."""
    source = """
import sys, select
class Poll:
    left = 0
    def __init__(self): self.poll, self.register = real(), None
    def ipoll(self, t):
        Poll.left -= 1
        if Poll.left == 0: raise KeyboardInterrupt
        return self.poll.ipoll(t)
real = select.poll
class Select:
    def poll():
        p = Poll()
        p.register = p.poll.register
        return p
sys.modules['select'] = Select
sys.modules['interrupts'] = Poll
"""

    async with on(catalog.unix_address(tmp_path / "flash"), folder) as (session, terminal):
        await say(session, source)
        await say(session, "import sys\nsys.modules.pop('_jw_mount_open')")
        await mount(session, folder, "/second")
        await session.leave()
        await session.type_keys(
            f"import interrupts; interrupts.left = {calls}; open('/second/module.py')\r".encode()
        )
        await terminal.shows(b"KeyboardInterrupt: \n>>> ")
        await session.type_keys(b"6*7\r")
        await terminal.shows(b"\n42\n>>> ")
        assert b"value = 7" not in terminal.text


async def test_ctrl_c_at_any_moment_of_an_import(board: Board, address: str, folder: Path) -> None:
    del board
    source = """
import sys, os
os.chdir('/remote')
print('ready')
while True:
    try:
        import module
    except ImportError:
        print('swallowed')
    sys.modules.pop('module', None)
"""

    async with on(address, folder) as (session, terminal):
        for number in range(15):
            running = asyncio.ensure_future(session.run(source, "x.py"))
            await terminal.shows(b"ready\n", number + 1)
            await asyncio.sleep(0.003 * number)
            await session.type_keys(b"\x03")
            assert (await asyncio.wait_for(running, 5)).end is RunEnd.INTERRUPTED
        assert b"swallowed" not in terminal.text


async def test_ctrl_c_ends_a_program_that_only_looks(board: Board, address: str, folder: Path) -> None:
    del board
    source = "import os\nprint('ready')\nwhile True: os.stat('/remote/file')\n"

    async with on(address, folder) as (session, terminal):
        for number in range(5):
            running = asyncio.ensure_future(session.run(source, "x.py"))
            await terminal.shows(b"ready\n", number + 1)
            await asyncio.sleep(0.007 * number)
            await session.type_keys(b"\x03")
            assert (await asyncio.wait_for(running, 5)).end is RunEnd.INTERRUPTED


async def test_ctrl_c_while_this_pc_is_too_busy_to_answer(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        await session.leave()
        for number in range(4):
            await session.type_keys(b"while True: f = open('/remote/module.py').read(3)\r\r")
            await terminal.shows(b"... \n", number + 1)
            await asyncio.sleep(0.02)
            await session.type_keys(b"\x03")
            time.sleep(0.3)  # noqa: ASYNC251 - the board asks again
            await terminal.shows(b"KeyboardInterrupt: \n>>> ", number + 1)


async def test_a_pc_that_is_held_up_for_longer_than_a_second(
    board: Board, address: str, folder: Path
) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        running = asyncio.ensure_future(session.run("print('go')\nopen('/remote/module.py').read()", "x.py"))
        await terminal.shows(b"go\n")
        time.sleep(1.3)  # noqa: ASYNC251 - nobody answers meanwhile
        assert (await running).traceback == ""


async def test_it_is_there_again_after_a_soft_reset(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        await mount(session, folder, "/second", enter=True)
        await session.soft_reset()
        await terminal.shows(b">>> ")
        assert await say(session, "import os\nprint(os.listdir('/remote'), os.getcwd())") == (
            "['file', 'module.py'] /second\n"
        )
        outcome = await session.run("import module\nprint(module.value)", "x.py", soft_reset=True)
        assert outcome.traceback == ""
        await terminal.shows(b"7\n")


@pytest.mark.parametrize("main", [True, False])
async def test_it_is_there_again_after_a_reset_that_was_cancelled(
    board: Board, address: str, folder: Path, main: bool
) -> None:
    del board

    async def reset(session: Session) -> None:
        if main:
            await session.soft_reset()
        else:
            async with session.lease() as lease:
                await lease.soft_reset()

    async with on(address, folder) as (session, _):
        await mount(session, folder, "/second")
        for milliseconds in (0, 1, 2, 3, 5, 8, 12, 20, 30, 45, 70, 100, 150):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(reset(session), milliseconds / 1000)
            said = await say(session, "import os\nprint(os.listdir('/remote'), os.listdir('/second'))")
            assert said == "['file', 'module.py'] ['file', 'module.py']\n", milliseconds
            await mount(session, folder)


async def test_it_is_there_again_whatever_step_of_a_reset_was_cancelled(
    board: Board, address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a cancelled reset left undone is done for the next one who uses the board."""
    del board
    execute, left = Lease.exec, 0

    async def cancelled_at_last(self: Lease, source: bytes, **options: float) -> Execution:
        nonlocal left
        left -= 1
        task = asyncio.current_task()
        if left == 0 and task:
            task.cancel()
        return await execute(self, source, nudge=options.get("nudge"))

    async def reset(session: Session) -> None:
        async with session.lease() as lease:
            await lease.soft_reset()

    async with on(address, folder) as (session, _):
        for step in range(1, 99):
            with monkeypatch.context() as patch:
                patch.setattr(Lease, "exec", cancelled_at_last)
                left = step
                await asyncio.wait([asyncio.ensure_future(reset(session))])
            assert (
                await say(session, "import os\nprint(os.listdir('/remote'))") == "['file', 'module.py']\n"
            ), step
            if left > 0:
                break
        assert step > 5


@UNIX
@pytest.mark.parametrize("name", ["umount", "mount"])
async def test_a_ctrl_c_right_behind_a_step_of_mounting(tmp_path: Path, folder: Path, name: str) -> None:
    source = f"""
import sys, vfs
class Once:
    umount, mount = vfs.umount, vfs.mount
    def {name}(*arguments, **options):
        sys.modules['vfs'] = vfs
        vfs.{name}(*arguments, **options)
        raise KeyboardInterrupt
sys.modules['vfs'] = Once
"""

    async with on(catalog.unix_address(tmp_path / "flash"), folder) as (session, _):
        await say(session, source)
        await mount(session, folder)  # what was interrupted is sent again
        assert await say(session, "import os\nprint(os.listdir('/remote'))") == "['file', 'module.py']\n"
        assert await say(session, "print(sys.modules['vfs'] is vfs)") == "True\n"


@UNIX
async def test_a_board_that_did_not_answer_is_asked_again_by_the_next_lease(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(board: Lease, *_: object) -> Execution:
        raise BoardSilent(board=board.name)

    async with on(catalog.unix_address(tmp_path / "flash"), folder) as (session, _):
        async with session.lease() as lease:
            with monkeypatch.context() as patch:
                patch.setattr(session_mounts, "call_agent", silent)
                await lease.soft_reset()
        assert await say(session, "import os\nprint(os.listdir('/remote'))") == "['file', 'module.py']\n"


async def test_a_main_py_that_asks_hears_nothing_of_it(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        async with session.lease() as lease:
            await upload(lease, [Outgoing("/main.py", b"print('got', repr(input('name? ')))\n")])
        await session.leave()
        await session.type_keys(b"\x04")
        await terminal.shows(b"name? ")
        await asyncio.sleep(0.4)
        await session.type_keys(b"me\r")
        await terminal.shows(b"got 'me'\n")
        await terminal.shows(b">>> ")
        assert await say(session, "import os\nprint(os.listdir('/remote'))") == "['file', 'module.py']\n"
        async with session.lease() as lease:
            await remote.remove(lease, "/main.py")


async def test_ctrl_c_while_a_program_reads(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        for number in range(5):
            running = asyncio.ensure_future(session.run(READS, "x.py"))
            await terminal.shows(b"ready\n", number + 1)
            await asyncio.sleep(0.03 * number)
            await session.type_keys(b"\x03")
            assert (await asyncio.wait_for(running, 5)).end is RunEnd.INTERRUPTED


async def test_a_program_that_reads_is_cancelled(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        del terminal
        async with session.lease() as lease:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(lease.exec(READS), 0.3)
        assert await say(session, "print(open('/remote/module.py').read())") == "value = 7\n\n"


async def test_what_threads_print_meanwhile_is_shown(address: str, board: Board, folder: Path) -> None:
    if board.name != "unix":
        pytest.skip("a board without threads")
    source = """
import _thread, time
def talk():
    for i in range(200):
        print('tick', i)
        time.sleep_ms(1)
_thread.start_new_thread(talk, ())
for i in range(40):
    with open('/remote/file', 'rb') as f: assert f.read() == bytes(range(256)) * 80
time.sleep_ms(300)
print('done')
"""

    async with on(address, folder) as (session, terminal):
        outcome = await session.run(source, "x.py")
        assert outcome.traceback == ""
        await terminal.shows(b"done\n")
        assert terminal.plain.count(b"tick") > 190


@UNIX
async def test_a_pc_that_is_gone_is_an_error_within_three_seconds(tmp_path: Path, folder: Path) -> None:
    opener = FaultyOpener()
    address = catalog.unix_address(tmp_path / "flash")
    first, second = (Session(address, opener=opener.open) for _ in range(2))
    await first.connect()
    await mount(first, folder)
    await usable(first)
    await first.wait_for(State.IDLE)
    await asyncio.sleep(0.3)
    await first.disconnect()
    await second.connect()
    terminal = Terminal(second)
    began = time.monotonic()
    await second.type_keys(b"\ropen('/remote/file')\r")
    await terminal.shows(b"OSError: [Errno 110] ETIMEDOUT\n>>> ")
    assert time.monotonic() - began < 3
    await second.disconnect()
    await opener.aclose()


@UNIX
async def test_it_is_there_again_when_the_link_is(tmp_path: Path, folder: Path) -> None:
    opener = FaultyOpener()
    session = Session(catalog.unix_address(tmp_path / "flash"), opener=opener.open)
    await session.connect()
    await mount(session, folder)
    opener.become(LinkSpec("cut", cut_after=0))
    with pytest.raises(JumperwireError):
        await say(session, "open('/remote/file')")
    opener.become(LinkSpec("good"))
    await session.wait_for(State.ATTACHED, State.IDLE)
    await usable(session)
    assert await say(session, "print(len(open('/remote/file').read(9)))") == "9\n"
    await opener.power_cycle()
    await session.wait_for(State.ATTACHED, State.IDLE)
    await usable(session)
    assert await say(session, "print(len(open('/remote/file').read(9)))") == "9\n"
    await session.disconnect()
    await opener.aclose()


@UNIX
async def test_a_folder_that_takes_its_time(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()
    look = folders.Folder.look

    def late(self: folders.Folder, path: str) -> folders.Entry:
        slow.wait(0.6)
        return look(self, path)

    async with on(catalog.unix_address(tmp_path / "flash"), folder) as (session, terminal):
        del terminal
        monkeypatch.setattr(folders.Folder, "look", late)
        assert await say(session, "import os\nprint(os.stat('/remote/file')[6])") == "20480\n"
        slow.set()


@UNIX
async def test_a_place_that_is_taken(tmp_path: Path, folder: Path) -> None:
    async with on(catalog.unix_address(tmp_path / "flash"), folder) as (session, terminal):
        del terminal
        await say(session, "import os, vfs\nvfs.mount(vfs.VfsPosix('/tmp'), '/sd')")
        with pytest.raises(FileOperationFailed):
            await mount(session, folder, "/sd")
        assert await say(session, "print('file' in os.listdir('/sd'))") == "False\n"


@pytest.mark.limit(60)
@pytest.mark.skipif(catalog.MICROBIT.missing is not None, reason=str(catalog.MICROBIT.missing))
async def test_a_build_that_lacks_what_it_takes(tmp_path: Path, folder: Path) -> None:
    with catalog.MICROBIT.start(tmp_path) as address:
        async with connected(address) as (session, _):
            with pytest.raises(NoFileSystem):
                await mount(session, folder)
            await usable(session)


@UNIX
async def test_many_mounts(tmp_path: Path, folder: Path) -> None:
    async with on(catalog.unix_address(tmp_path / "flash"), folder) as (session, terminal):
        del terminal
        for number in range(15):
            await mount(session, folder, f"/m{number}")
        with pytest.raises(FileOperationFailed):
            await mount(session, folder, "/more")
        assert await say(session, "print(len(open('/m14/file').read(9)))") == "9\n"


async def test_files_are_moved_to_and_from_a_mount(
    board: Board, address: str, folder: Path, tmp_path: Path
) -> None:
    del board
    data = bytes(range(256)) * 80

    async with on(address, folder) as (session, terminal):
        del terminal
        async with session.lease() as lease:
            await upload(lease, [Outgoing("/remote/up", data), Outgoing("/other", data)])
            assert [entry.name for entry in await remote.list_folder(lease, "/remote")] == [
                "file",
                "module.py",
                "up",
            ]
            await download(lease, [await find(lease, "/remote/up", tmp_path / "down")])
            assert lease.facts.get(STRATEGY) is None
        assert (folder / "up").read_bytes() == data
        assert (tmp_path / "down").read_bytes() == data


async def test_what_is_typed_before_a_program_reads_it(board: Board, address: str, folder: Path) -> None:
    del board
    source = """
import time
print('ready')
time.sleep_ms(300)
for i in range(20):
    with open('/remote/file', 'rb') as f: f.read()
print(repr(input()))
"""

    async with on(address, folder) as (session, terminal):
        running = asyncio.ensure_future(session.run(source, "x.py"))
        await terminal.shows(b"ready\n")
        await session.type_keys(b"abc")
        await asyncio.sleep(0.3)
        await session.type_keys(b"def\r")
        assert (await running).traceback == ""
        assert b"'abcdef'" in terminal.plain


async def test_our_own_scripts_take_their_time_over_a_mount(board: Board, address: str, folder: Path) -> None:
    del board
    look = folders.Folder.entries

    def late(self: folders.Folder, path: str, after: str) -> object:
        time.sleep(2.5)
        return look(self, path, after)

    async with on(address, folder) as (session, terminal):
        del terminal
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folders.Folder, "entries", late)
            async with session.lease() as lease:
                assert len(await remote.list_folder(lease, "/remote")) == 2


async def test_what_looks_like_the_start_of_a_request_is_shown(
    board: Board, address: str, folder: Path
) -> None:
    del board

    async with on(address, folder) as (session, terminal):
        source = "import sys, time\nsys.stdout.write('a\\x18')\ntime.sleep_ms(500)\nprint('b')"
        running = asyncio.ensure_future(session.run(source, "x.py"))
        await terminal.shows(b"a\x18")
        assert not running.done()
        await running
        terminal.clear()


@pytest.mark.limit(60)
@UNIX
@pytest.mark.parametrize(
    ("missing", "feature"),
    [("binascii", Feature.CRC32), ("deflate", Feature.DEFLATE), ("_thread", Feature(0))],
)
async def test_builds_that_lack_what_it_can_do_without(
    tmp_path: Path, folder: Path, missing: str, feature: Feature
) -> None:
    async def work(session: Session) -> None:
        await say(session, f"import sys\nclass Nothing: pass\nsys.modules[{missing!r}] = Nothing")
        info = await session.board_info()
        assert info is not None
        assert info.features is not None
        assert not info.features & feature
        await mount(session, folder, "/again")
        check = "open('/again/file', 'rb').read() == bytes(range(256)) * 80"
        assert await say(session, f"print({check}, open('/again/new', 'w').close())") == "True None\n"

    async with connected(catalog.unix_address(tmp_path / "flash")) as (session, _):
        await work(session)
