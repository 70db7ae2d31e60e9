"""Files up and down: ours, mpremote and mpytool, on the same board behind the same link, compared by hash."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import io
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from boards.linkspec import LINKS, LinkSpec

from bench import limits, peers
from bench.rig import Rig, Subject
from bench.rows import TIMES
from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.filesystem import small_upload
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload
from jumperwire.transport.opening import open_link
from jumperwire.transport.stream import Opened

SIZE = 64 << 10
MANY, EACH = 50, 4096
AGAIN = 10
SOURCES = Path(__file__).parents[3] / "server/src/jumperwire"
LINKS_MEASURED = ("usb", "uart", "rfc2217")


@dataclass(frozen=True, slots=True)
class Load:
    """What is moved: files below one folder of the PC, and in which ways."""

    name: str
    files: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes of content."""
        return sum(map(len, self.files.values()))


def python_text() -> bytes:
    """Our own sources: Python as people write it."""
    paths = sorted(SOURCES.rglob("*.py"), key=lambda path: (-path.stat().st_size, path.name))
    return b"".join(path.read_bytes() for path in paths)


def loads() -> list[Load]:
    """Text, random bytes, and text in many files."""
    text = python_text()
    many = {f"m{n:02}.py": text[n * EACH : (n + 1) * EACH] for n in range(MANY)}
    return [
        Load("text", {"text.py": text[:SIZE]}),
        Load("noise", {"noise.bin": random.Random(1).randbytes(SIZE)}),
        Load("50 files", many),
    ]


def run(rig: Rig) -> None:
    """On the Unix board: its flash takes no time, so that the link is what is measured."""
    for board in rig.boards:
        if board.name == "unix":
            for link in LINKS_MEASURED:
                for load in loads():
                    _measure(rig, board, link, load)
                _one_line(rig, board, link)
                _unchanged(rig, board, link)


def _measure(rig: Rig, board: Subject, link: str, load: Load) -> None:
    row = rig.recorder("transfer", board.name, link)
    source = rig.folder / "source" / load.name.replace(" ", "-")
    source.mkdir(parents=True, exist_ok=True)
    for name, data in load.files.items():
        (source / name).write_bytes(data)
    rates: dict[tuple[str, str], float] = {}
    for subject, work in SUBJECTS.items():
        with rig.plugged(board, link, f"{link}-{subject}-{load.name}".replace(" ", "-")) as plug:
            address = plug.address if subject == "jumperwire" else rig.port(plug)
            try:
                took = work(address, source, load, LINKS[link])
            except Exception as error:  # noqa: BLE001 (a peer that fails is a result)
                rig.say(f"  {subject} failed: {type(error).__name__} {str(error)[:100]}")
                took = {}
        if scripts := took.pop("scripts", None):
            row.value(subject, "scripts, once per boot", "s", scripts, 1)
        for way, seconds in took.items():
            rate = load.size / seconds
            rates[subject, way] = rate
            row.value(subject, f"{way} {load.name}", "KiB/s", rate / 1024, 1)
            line = LINKS[link].rate
            if line and way in ("up", "down"):
                row.value(subject, f"{way} {load.name} / line rate", TIMES, rate / line, 1)
                row.share(subject, f"{way} {load.name}", _limit(LINKS[link], way, load), seconds)
        if len(took) > 1:
            moved = len([way for way in took if way != "unchanged"]) * load.size
            wire = plug.stats["up"]["bytes"] + plug.stats["down"]["bytes"]
            row.value(subject, f"{load.name}, wire bytes per byte, all ways", "", wire / moved, 1)
            row.value(subject, f"{load.name}, round trips, all ways", "", plug.stats["turns"]["count"], 1)
    for (subject, way), rate in rates.items():
        if subject != "jumperwire" and ("jumperwire", way) in rates:
            ratio = rates["jumperwire", way] / rate
            row.value("jumperwire", f"{way} {load.name}, times {subject}", TIMES, ratio, 1)


def _limit(spec: LinkSpec, way: str, load: Load) -> float:
    return limits.upload(spec, load.files.values()) if way == "up" else limits.download(spec, load.size)


def _one_line(rig: Rig, board: Subject, link: str) -> None:
    """A line changed in a file that was sent before."""
    row = rig.recorder("transfer", board.name, link)
    old = loads()[0].files["text.py"][: 40 << 10]
    cut = old.index(b"\n", len(old) // 2) + 1
    new = old[:cut] + b"# a line that was not there\n" + old[cut:]
    counted = Counted()
    with rig.plugged(board, link, f"{link}-line") as plug:
        took = asyncio.run(_change(plug.address, LINKS[link], old, new, counted))
    row.value("jumperwire", "one line in 40 KiB", "s", took, 1)
    row.value("jumperwire", "one line in 40 KiB, bytes on the wire", "B", counted.size, 1)


def _unchanged(rig: Rig, board: Subject, link: str) -> None:
    """How often we speak after the board did, for files that are there already: what two runs differ by."""
    row = rig.recorder("transfer", board.name, link)
    files = [Outgoing(f"/d/{name}", data) for name, data in loads()[2].files.items()]
    turns = []
    for times in (1, 1, 1 + AGAIN):  # the first one sends them
        with rig.plugged(board, link, f"{link}-unchanged") as plug:
            asyncio.run(_upload(plug.address, LINKS[link], files, times))
        turns.append(plug.stats["turns"]["count"])
    row.value("jumperwire", "unchanged 50 files, round trips", "", (turns[2] - turns[1]) / AGAIN, AGAIN)


async def _upload(address: str, spec: LinkSpec, files: list[Outgoing], times: int) -> None:
    async with session(address, spec) as board:
        for _ in range(times):
            await upload(board, files)


class Counted:
    """Counts what goes through a stream: bytes, and how often we spoke after the board did."""

    def __init__(self) -> None:
        self.inner: Any = None
        self.reset()

    def reset(self) -> None:
        """From here on."""
        self.size = self.turns = 0
        self._heard = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    async def read(self) -> bytes:
        data: bytes = await self.inner.read()
        self.size += len(data)
        self._heard = True
        return data

    async def write(self, data: bytes) -> None:
        self.size += len(data)
        self.turns += self._heard
        self._heard = False
        await self.inner.write(data)


async def _change(address: str, spec: LinkSpec, old: bytes, new: bytes, counted: Counted) -> float:
    async with session(address, spec, counted) as board:
        await upload(board, [Outgoing("/app/main.py", old)])
        counted.reset()
        started = time.perf_counter()
        await upload(board, [Outgoing("/app/main.py", new)])
        return time.perf_counter() - started


@contextlib.asynccontextmanager
async def session(address: str, spec: LinkSpec, counted: Counted | None = None) -> Any:
    """A lease on a board behind a link of that kind."""

    async def opener(text: str) -> Opened:
        opened = await open_link(text)
        if counted is not None:
            counted.inner = opened.stream
        stream: Any = counted or opened.stream
        # A pty does not tell what is behind it; a board on USB is known by its ids.
        return Opened(stream, dataclasses.replace(opened.traits, loss_free=not spec.lossy))

    session = Session(address, opener=opener)
    await session.connect()
    try:
        async with session.lease() as board:
            await board.info()
            yield board
    finally:
        await session.disconnect()


def _jumperwire(address: str, source: Path, load: Load, spec: LinkSpec) -> dict[str, float]:
    return asyncio.run(_ours(address, source, load, spec))


async def _ours(address: str, source: Path, load: Load, spec: LinkSpec) -> dict[str, float]:
    took = {}
    async with session(address, spec) as board:
        took["scripts"] = await _timed(_warm(board, source.parent / "warm"))
        files = [Outgoing(f"/d/{name}", data) for name, data in load.files.items()]
        took["up"] = await _timed(upload(board, files))
        if len(files) > 1:
            took["unchanged"] = await _timed(upload(board, files))
        target = source.parent / "back"
        took["down"] = await _timed(_download(board, target))
        for name, data in load.files.items():
            _same((target / name).read_bytes(), data)
    return took


async def _warm(board: Lease, target: Path) -> None:
    """Have our scripts on the board."""
    await upload(board, [Outgoing("/warm/f", b"f" * 2 * small_upload.LARGEST)])
    await download(board, [await find(board, "/warm", target)])


async def _download(board: Lease, target: Path) -> None:
    await download(board, [await find(board, "/d", target)])


async def _timed(work: Any) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


def _mpremote(address: str, source: Path, load: Load, spec: LinkSpec) -> dict[str, float]:
    """What its ``cp`` does, without its start-up."""
    from mpremote import commands

    del spec
    took = {}
    with peers.mpremote(address) as transport, contextlib.redirect_stdout(io.StringIO()):
        state = SimpleNamespace(transport=transport)
        transport.fs_mkdir("/d")

        def copy() -> None:
            for name in load.files:
                commands.do_filesystem_cp(state, os.fspath(source / name), f":/d/{name}", False, True)

        took["up"] = _clocked(copy)
        if len(load.files) > 1:
            took["unchanged"] = _clocked(copy)
        back = {}
        took["down"] = _clocked(
            lambda: back.update({n: transport.fs_readfile(f"/d/{n}") for n in load.files})
        )
        for name, data in load.files.items():
            _same(back[name], data)
    return took


def _mpytool(address: str, source: Path, load: Load, spec: LinkSpec) -> dict[str, float]:
    """What its ``cp`` does with each file; it compares none, so there is no ``unchanged``."""
    from mpytool.conn_serial import ConnSerial
    from mpytool.mpy import Mpy

    del source, spec
    took = {}
    connection = ConnSerial(port=address, baudrate=115200)
    try:
        board = Mpy(connection)
        board.mkdir("/d")

        def copy() -> None:
            for name, data in load.files.items():
                board.put(data, f"/d/{name}")

        took["up"] = _clocked(copy)
        back = {}
        took["down"] = _clocked(lambda: back.update({n: board.get(f"/d/{n}") for n in load.files}))
        for name, data in load.files.items():
            _same(back[name], data)
    finally:
        connection.close()
    return took


def _clocked(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _same(found: bytes, wanted: bytes) -> None:
    if hashlib.sha256(found).digest() != hashlib.sha256(wanted).digest():
        raise RuntimeError("another content came back")


SUBJECTS = {"jumperwire": _jumperwire, "mpremote": _mpremote, "mpytool": _mpytool}
