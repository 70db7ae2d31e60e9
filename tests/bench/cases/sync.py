"""Syncs by plan: an unchanged project, a saved file, a first one beside mpremote's, four boards at once."""

from __future__ import annotations

import asyncio
import contextlib
import io
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from boards.linkspec import LINKS

from bench import limits, peers
from bench.cases import transfer
from bench.rig import LARGE, Rig
from bench.rows import TIMES, median
from jumperwire.board.facts import Until
from jumperwire.board.lease import Lease
from jumperwire.sync import project
from jumperwire.sync.apply import Decisions, Outcome, apply_plan
from jumperwire.sync.plan import Action
from jumperwire.sync.prepare import Direction, Prepared, prepare
from jumperwire.sync.push import push

MANY, SMALL, EACH = 500, 200, 2048
BOARDS = 4


def run(rig: Rig) -> None:
    """On the Unix board, whose flash takes no time."""
    if not any(board.name == LARGE.name for board in rig.boards):
        return
    _unchanged(rig)
    _saved(rig)
    _first(rig)
    _parallel(rig)


def workspace(folder: Path, count: int) -> dict[str, bytes]:
    """Files of 2 KiB of Python text; what belongs together is in one folder, as in any project."""
    text = transfer.python_text()
    files = {
        f"p{n // 20}/m{n:03}.py": text[n * EACH % len(text) :][:EACH].ljust(EACH, b"#") for n in range(count)
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return files


async def _plan(board: Lease, folder: Path) -> Prepared:
    return await prepare(board, "bench", project.read(folder), Direction.UPLOAD)


async def _sync(board: Lease, folder: Path) -> Outcome:
    return await apply_plan(board, await _plan(board, folder), Decisions())


async def _filled(address: str, folder: Path) -> None:
    """Have the workspace on a board, without the link between."""
    async with transfer.session(address, LINKS["unthrottled"]) as board:
        await _sync(board, folder)


def _unchanged(rig: Rig) -> None:
    folder = rig.folder / "many"
    workspace(folder, MANY)
    row = rig.recorder("sync", LARGE.name, "usb")
    asyncio.run(_filled(LARGE.address(rig.folder, "plan"), folder))
    counted = transfer.Counted()
    with rig.plugged(LARGE, "usb", "plan") as plug:
        took = asyncio.run(_plan_again(plug.address, folder, counted, rig.times(5, 2)))
    row.value("jumperwire", f"plan for {MANY} unchanged files", "s", median(took), len(took))
    row.value("jumperwire", f"plan for {MANY} unchanged files, round trips", "", counted.turns, 1)


async def _plan_again(address: str, folder: Path, counted: transfer.Counted, times: int) -> list[float]:
    took = []
    async with transfer.session(address, LINKS["usb"], counted) as board:
        await _plan(board, folder)
        for _ in range(times):
            board.facts.happened(Until.FILES)  # or it would be kept
            counted.reset()
            started = time.perf_counter()
            prepared = await _plan(board, folder)
            took.append(time.perf_counter() - started)
            _require(len(prepared.plan.of(Action.UNCHANGED)) == MANY)
    return took


def _saved(rig: Rig) -> None:
    folder = rig.folder / "many"
    row = rig.recorder("sync", LARGE.name, "uart")
    asyncio.run(_filled(LARGE.address(rig.folder, "save"), folder))
    with rig.plugged(LARGE, "uart", "save") as plug:
        took = asyncio.run(_save(plug.address, folder, rig.times(5, 2)))
    row.value("jumperwire", f"a saved file in a project of {MANY}", "s", median(took), len(took))


async def _save(address: str, folder: Path, times: int) -> list[float]:
    took = []
    path = folder / "p6/m123.py"
    async with transfer.session(address, LINKS["uart"]) as board:
        for turn in range(times + 1):
            data = path.read_bytes()
            path.write_bytes(data[:900] + b"# edit %d" % turn + data[900:])
            started = time.perf_counter()
            pushed = await push(board, "bench", project.read(folder), [path])
            took.append(time.perf_counter() - started)
            _require(pushed.outcome.files == 1)
    return took[1:]  # the first one brings our scripts


def _first(rig: Rig) -> None:
    folder = rig.folder / "small"
    files = workspace(folder, SMALL)
    row = rig.recorder("sync", LARGE.name, "uart")
    what = f"{SMALL} files of {EACH >> 10} KiB, first sync"
    with rig.plugged(LARGE, "uart", "first") as plug:
        ours = asyncio.run(_timed_sync(plug.address, folder))
    row.value("jumperwire", what, "s", ours, 1)
    with rig.plugged(LARGE, "uart", "first-peer") as plug:
        theirs = _copied(rig.port(plug), folder, files)
    row.value("mpremote", what, "s", theirs, 1)
    row.value("jumperwire", f"{what}, times mpremote", TIMES, theirs / ours, 1)
    row.share("jumperwire", what, limits.upload(LINKS["uart"], files.values()), ours)


async def _timed_sync(address: str, folder: Path) -> float:
    async with transfer.session(address, LINKS["uart"]) as board:
        started = time.perf_counter()
        outcome = await _sync(board, folder)
        took = time.perf_counter() - started
        _require(outcome.files == SMALL)
    return took


def _copied(port: str, folder: Path, files: dict[str, bytes]) -> float:
    """What ``cp -r`` does, without its start-up."""
    from mpremote import commands

    with peers.mpremote(port) as transport, contextlib.redirect_stdout(io.StringIO()):
        state = SimpleNamespace(transport=transport)
        started = time.perf_counter()
        commands.do_filesystem_recursive_cp(state, str(folder), ":", False, True)
        took = time.perf_counter() - started
        for name in list(files)[::50]:
            _require(transport.fs_readfile(f"/{folder.name}/{name}") == files[name])
    return took


def _parallel(rig: Rig) -> None:
    folder = rig.folder / "four"
    workspace(folder, 50)
    row = rig.recorder("sync", LARGE.name, "uart")
    with contextlib.ExitStack() as stack:
        alone = [_plug(stack, rig, f"alone{n}") for n in range(BOARDS)]
        slowest = max(asyncio.run(_at_once([address], folder)) for address in alone)
        together = [_plug(stack, rig, f"together{n}") for n in range(BOARDS)]
        took = asyncio.run(_at_once(together, folder))
    row.value("jumperwire", "50 files, the slowest of four boards alone", "s", slowest, BOARDS)
    row.value("jumperwire", "50 files to four boards at once", "s", took, 1)
    row.value("jumperwire", "four boards at once / the slowest alone", TIMES, took / slowest, 1)


def _plug(stack: contextlib.ExitStack, rig: Rig, name: str) -> str:
    address: str = stack.enter_context(rig.plugged(LARGE, "uart", name)).address
    return address


async def _at_once(addresses: list[str], folder: Path) -> float:
    async with contextlib.AsyncExitStack() as stack:
        boards: list[Any] = [
            await stack.enter_async_context(transfer.session(address, LINKS["uart"])) for address in addresses
        ]
        started = time.perf_counter()
        await asyncio.gather(
            *(
                _prepared_and_done(board, address, folder)
                for board, address in zip(boards, addresses, strict=True)
            )
        )
        return time.perf_counter() - started


async def _prepared_and_done(board: Lease, address: str, folder: Path) -> None:
    prepared = await prepare(board, address, project.read(folder), Direction.UPLOAD)
    await apply_plan(board, prepared, Decisions())


def _require(true: bool) -> None:
    if not true:
        raise RuntimeError("not what was to be measured")
