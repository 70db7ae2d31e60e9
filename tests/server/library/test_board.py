"""What programs do with real boards: code, resets, the REPL, several at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from boards.catalog import UNIX, Can, unix_address
from boards.catalog import Board as Kind
from boards.link import emulated
from boards.linkspec import LINKS

import jumperwire
from jumperwire import Board
from jumperwire.board.state import RunEnd, State
from jumperwire.errors import (
    BoardRaised,
    LocalFileFailed,
    NotConnected,
    ProgramRunning,
    ProtocolBroken,
)

pytestmark = pytest.mark.limit(60)


@asynccontextmanager
async def on(address: str) -> AsyncIterator[Board]:
    async with jumperwire.connect(address, when_running="interrupt") as board:
        yield board
        assert await board.eval("6*7") == 42
    assert board.state is State.CLOSED


async def test_code(address: str) -> None:
    async with on(address) as board:
        assert await board.exec("x = 20\nfor i in range(2):\n    print('line', i)\n") == "line 0\nline 1\n"
        assert await board.eval("x + 1") == 21
        assert await board.exec("pass") == ""
        with pytest.raises(BoardRaised) as raised:
            await board.exec("def f():\n    raise ValueError('no')\nf()\n")
        assert raised.value.facts["traceback"].rstrip().endswith("ValueError: no")
        info = await board.info()
        assert info is not None
        assert await board.eval("__import__('sys').platform") == info.platform


async def test_values(address: str) -> None:
    async with on(address) as board:
        for value in (1, -5, "a'\n\"\\b", b"\x00\xff", [1, (2, "x")], {"k": [None, True]}, 10**9):
            assert await board.eval(repr(value)) == value
        await board.exec("def noisy():\n    print('noise', end='')\n    return 'value'\n")
        assert await board.eval("noisy() # and a comment") == "value"
        with pytest.raises(ProtocolBroken):
            await board.eval("noisy")
        with pytest.raises(BoardRaised):
            await board.eval("1 +")


async def test_a_run_is_heard_while_it_runs(address: str, tmp_path: Path) -> None:
    async with on(address) as board:
        heard: list[str] = []
        file = tmp_path / "main.py"
        file.write_text("print('one')\nprint('two')\n1/0\n", "utf-8")
        outcome = await board.run(file, on_output=heard.append)
        assert outcome.end is RunEnd.RAISED
        assert "".join(heard).startswith("one\ntwo\nTraceback (most recent call last):\n")
        assert f'File "{file}", line 3' in "".join(heard)
        assert ">>>" not in "".join(heard)
        heard.clear()
        quiet = await board.run("x.py", source="print('three', end='')", on_output=heard.append)
        assert (quiet.end, "".join(heard)) == (RunEnd.DONE, "three")
        with pytest.raises(LocalFileFailed):
            await board.run(tmp_path / "none.py")


async def test_what_on_output_raises_interrupts_the_run(address: str) -> None:
    async with on(address) as board:

        def refuse(text: str) -> None:
            raise KeyError(text)

        with pytest.raises(KeyError):
            await board.run("x.py", source="while True:\n    print('x')\n", on_output=refuse)


@pytest.mark.limit(60)
async def test_runs_of_two_tasks_are_not_mixed(address: str) -> None:
    async with jumperwire.connect(address, when_running="wait") as board:

        async def one(name: str) -> str:
            heard: list[str] = []
            await board.run(name, source=f"print('{name}' * 3)\n", on_output=heard.append)
            return "".join(heard)

        assert list(await asyncio.gather(one("a"), one("b"), one("c"))) == ["aaa\n", "bbb\n", "ccc\n"]


async def test_keys_and_output(address: str) -> None:
    async with on(address) as board:
        await board.exec("pass")
        async with board.repl() as repl:
            await asyncio.sleep(0.1)  # the board leaves the raw REPL
            await repl.write("print(3*4, 'x')\r")
            await repl.read_until(b"12 x")
            await repl.read_until(b">>> ")
            assert await board.eval("2") == 2


async def test_the_repl_ends_with_the_board(address: str) -> None:
    board = await jumperwire.connect(address)
    async with board.repl() as repl:
        waiting = asyncio.ensure_future(repl.read_until(b"never"))
        await asyncio.sleep(0.01)
        await board.close()
        with pytest.raises(NotConnected):
            await waiting
        left = [chunk async for chunk in repl]
        assert len(left) <= 1  # what came before the end
    with pytest.raises(NotConnected):
        await board.exec("pass")


@pytest.mark.limit(60)
async def test_a_program_is_interrupted_only_when_that_was_said(address: str) -> None:
    async with jumperwire.connect(address) as board:
        await board.exec("pass")
        running = asyncio.ensure_future(board.run("loop.py", source="while True:\n    pass\n"))
        await asyncio.sleep(0.5)
        with pytest.raises(ProgramRunning):
            await board.exec("pass")
        await board.interrupt()
        assert (await running).end is RunEnd.INTERRUPTED
        assert await board.eval("1") == 1


async def test_resets(address: str, board: Kind) -> None:
    async with on(address) as device:
        await device.exec("x = 1")
        await device.reset(main=False)
        assert await device.eval("'x' in globals()") is False
        await device.exec("x = 1")
        await device.reset()
        assert await device.eval("'x' in globals()") is False
        if board.can(Can.BOOT_FILES):
            await device.fs.write("/main.py", "ran = 1\n")
            await device.reset(main=False)
            assert await device.eval("'ran' in globals()") is False
            await device.reset()
            assert await device.eval("ran") == 1


async def test_a_time_limit_interrupts_the_code(address: str) -> None:
    async with on(address) as board:
        heard: list[str] = []
        loop = "print('x')\nwhile True:\n    pass\n"
        for limited in (
            board.exec(loop, timeout=0.3),
            board.eval("next(i for i in range(10**9) if i < 0)", timeout=0.3),
            board.run("x.py", source=loop, on_output=heard.append, timeout=0.3),
        ):
            with pytest.raises(TimeoutError):
                await limited
            assert await board.eval("6*7", timeout=10) == 42
        assert "".join(heard) == "x\n"


async def test_a_repl_goes_on_over_resets(virtual: str) -> None:
    async with jumperwire.connect(f"{virtual}?drop_on_reset=1") as board, board.repl() as repl:
        await board.fs.write("/boot.py", "print('booting')\n")
        await board.reset()
        await repl.read_until(b"MPY: soft reboot\r\n")
        await repl.read_until(b"booting")
        await board.reset(hard=True)
        await repl.read_until(b"booting")
        await repl.read_until(b">>> ")
        await repl.write("6*7\r")
        await repl.read_until(b"42")
    assert board._repls == set()
    with pytest.raises(NotConnected):
        await board.repl().__aenter__()


async def test_several_boards_at_once(tmp_path: Path, virtual: str) -> None:
    async def one(address: str) -> int:
        async with jumperwire.connect(address) as board:
            await board.fs.write("/name", address)
            return len(await board.fs.read("/name"))

    addresses = [f"{virtual}{number}" for number in range(4)]
    assert await asyncio.gather(*map(one, addresses)) == [len(address) for address in addresses]


async def test_a_folder_of_the_pc(virtual: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "module.py").write_text("value = 7\n", "utf-8")

    async with jumperwire.connect(virtual, when_running="interrupt") as board:
        await board.mount(folder, enter=True)
        assert await board.exec("import module; print(module.value)") == "7\n"
        await board.reset(main=False)
        assert await board.eval("__import__('os').listdir()") == ["module.py"]
        await board.mount(folder, read_only=True)
        with pytest.raises(BoardRaised, match="OSError: 30"):
            await board.exec("open('/remote/new', 'w')")
        async with board.repl() as repl:
            await repl.write("while True: pass\r\r")
            await repl.read_until(b"... \r\n")
            await board.umount()
        assert await board.eval("__import__('os').listdir()") == []
        with pytest.raises(LocalFileFailed):
            await board.mount(tmp_path / "nope")


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
async def test_the_next_program_finds_the_board_at_its_prompt(tmp_path: Path) -> None:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        port = plug.address
        for number in range(3):
            async with jumperwire.connect(port) as board:
                assert await board.eval(f"{number} + 1") == number + 1


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
async def test_a_board_that_is_closed_is_without_mounts(tmp_path: Path) -> None:
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with emulated(LINKS["unthrottled"], command) as plug:
        port = plug.address
        async with jumperwire.connect(port) as board:
            await board.mount(tmp_path, enter=True)
            await board.mount(tmp_path, "/data")
        async with jumperwire.connect(port) as board:
            assert await board.eval("(__import__('os').getcwd(), __import__('os').listdir('/'))") == ("/", [])


async def test_a_hard_reset_waits_for_the_board_to_come_back(virtual: str) -> None:
    async with jumperwire.connect(f"{virtual}?drop_on_reset=1") as board:
        await board.exec("x = 1")
        await board.reset(hard=True)
        assert await board.eval("'x' in globals()") is False
