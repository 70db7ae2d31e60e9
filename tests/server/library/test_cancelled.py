"""Cancellation of every public await, early and late: afterwards the board does what it is told."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from boards.catalog import Board as Kind
from boards.catalog import Can

import jumperwire
from jumperwire import Board, Files, Packages, Repl, Sync
from jumperwire.errors import JumperwireError

LOOP = "while True:\n    pass\n"

Operation = Callable[[Board, Path], Awaitable[object]]


async def _read(board: Board) -> object:
    async with board.repl() as repl:
        return await repl.read_until(b"never")


async def _typed(board: Board, text: str) -> object:
    async with board.repl() as repl:
        await (repl.paste(text) if "\n" in text else repl.write(text))
        return await repl.read()


async def _umount(board: Board, folder: Path) -> None:
    await board.mount(folder / "work")
    await board.umount()


def _package(folder: Path) -> str:
    (folder / "package.json").write_text('{"urls": [["a.bin", "work/a.bin"]]}', "utf-8")
    return str(folder / "package.json")


OPERATIONS: dict[str, Operation] = {
    "Board.info": lambda board, _: board.info(),
    "Board.exec": lambda board, _: board.exec(LOOP),
    "Board.eval": lambda board, _: board.eval("next(i for i in range(10**9) if i < 0)"),
    "Board.run": lambda board, _: board.run("loop.py", source=LOOP, on_output=print),
    "Board.interrupt": lambda board, _: board.interrupt(),
    "Board.reset": lambda board, _: board.reset(),
    "Board.mount": lambda board, folder: board.mount(folder / "work", enter=True),
    "Board.umount": _umount,
    "Files.list": lambda board, _: board.fs.list(),
    "Files.walk": lambda board, _: board.fs.walk(),
    "Files.stat": lambda board, _: board.fs.stat("/d/f"),
    "Files.exists": lambda board, _: board.fs.exists("/d/f"),
    "Files.read": lambda board, _: board.fs.read("/d/f"),
    "Files.write": lambda board, _: board.fs.write("/d/new", bytes(range(256)) * 64),
    "Files.upload": lambda board, folder: board.fs.upload(folder / "work", "/up"),
    "Files.download": lambda board, folder: board.fs.download("/d", folder / "down"),
    "Files.mkdir": lambda board, _: board.fs.mkdir("/m/n"),
    "Files.remove": lambda board, _: board.fs.remove("/d", recursive=True),
    "Files.rename": lambda board, _: board.fs.rename("/d", "/e"),
    "Files.copy": lambda board, _: board.fs.copy("/d", "/e"),
    "Files.touch": lambda board, _: board.fs.touch("/t"),
    "Files.space": lambda board, _: board.fs.space(),
    "Files.sha256": lambda board, _: board.fs.sha256("/d/f"),
    "Sync.plan": lambda board, folder: board.sync.plan(folder / "work"),
    "Sync.apply": lambda board, folder: board.sync(folder / "work", delete=True),
    "Sync.__call__": lambda board, folder: board.sync(folder / "work"),
    "Packages.install": lambda board, folder: board.packages.install(_package(folder), target="/lib"),
    "Packages.freeze": lambda board, folder: board.packages.freeze(folder / "a.lock", target="/lib"),
    "Packages.list": lambda board, _: board.packages.list("/lib"),
    "Packages.uninstall": lambda board, _: board.packages.uninstall("none", "/lib"),
    "Repl.read": lambda board, _: _typed(board, "1"),
    "Repl.read_until": lambda board, _: _read(board),
    "Repl.write": lambda board, _: _typed(board, "\x03"),
    "Repl.paste": lambda board, _: _typed(board, "if 1:\n  x = 1\n"),
}


def test_every_public_await_is_here() -> None:
    public = {
        f"{owner.__name__}.{name}"
        for owner in (Board, Files, Sync, Packages, Repl)
        for name, method in vars(owner).items()
        if inspect.iscoroutinefunction(method) and (not name.startswith("_") or name == "__call__")
    }
    assert public - {"Board.close"} == set(OPERATIONS)


@pytest.mark.limit(60)
@pytest.mark.parametrize("name", OPERATIONS)
async def test_cancelled(address: str, board: Kind, tmp_path: Path, name: str) -> None:
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.bin").write_bytes(bytes(range(256)) * 64)

    async with jumperwire.connect(address, when_running="interrupt") as device:
        await device.fs.write("/d/f", b"f" * 2000)
        for seconds in (0, 0.002, 0.02, 0.1):
            work = asyncio.ensure_future(OPERATIONS[name](device, tmp_path))
            await asyncio.sleep(seconds)
            work.cancel()
            await asyncio.wait([work], timeout=10)
            assert work.done(), f"not cancelled after {seconds} s"
            if not work.cancelled():
                assert isinstance(work.exception(), (JumperwireError, type(None)))
            assert await asyncio.wait_for(device.eval("6*7"), 10) == 42
        assert not [name for name in await _names(device) if ".jwtmp" in name]


async def _names(board: Board) -> list[str]:
    """All on the board's own flash: a mount that was cancelled half-way may be listed and answer ENODEV."""
    names = []
    for entry in await board.fs.list("/"):
        names.append(entry.name)
        if entry.folder and entry.name != "remote":
            names += [each.name for each in await board.fs.walk(f"/{entry.name}")]
    return names


@pytest.mark.limit(60)
async def test_connect_cancelled(address: str) -> None:
    for seconds in (0, 0.002, 0.02):
        connecting = asyncio.ensure_future(jumperwire.connect(address)._open())
        await asyncio.sleep(seconds)
        connecting.cancel()
        await asyncio.wait([connecting])
        if not connecting.cancelled():
            await connecting.result().close()
    async with jumperwire.connect(address) as board:
        closing = asyncio.ensure_future(board.close())
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait([closing])
    async with jumperwire.connect(address) as board:
        assert await board.eval("6*7") == 42
