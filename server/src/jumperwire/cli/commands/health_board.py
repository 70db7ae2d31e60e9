"""The checks of ``doctor`` on the board: whether it answers, what it is, and how good its link is."""

from __future__ import annotations

import asyncio
import hashlib
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.board.session import Session
from jumperwire.board.state import WhenRunning
from jumperwire.cli.commands.health import Finding, fine, worse, wrong
from jumperwire.cli.commands.link import said
from jumperwire.cli.failure import Failure, Problem
from jumperwire.device.reply import ALL_FEATURES, BoardInfo, Feature
from jumperwire.errors import (
    BoardSilent,
    CompilerMissing,
    CompilerUnfit,
    FileOperationFailed,
    JumperwireError,
    NoFileSystem,
    ProgramRunning,
)
from jumperwire.filesystem import remote, transfer
from jumperwire.packages import mpy_cross

ROUNDS = 20
"""The number of messages that test the link."""

_SLOW = 0.1
"""A round trip from this many seconds on is reported as slow. At 115200 baud it takes a fifth of that."""

_FULL = 0.05
"""The share of free flash below which little can be installed."""


_NAMES = {
    Feature.STDIN_BUFFER: "sys.stdin.buffer",
    Feature.STDOUT_BUFFER: "sys.stdout.buffer",
    Feature.POLL: "select.poll",
    Feature.KBD_INTR: "micropython.kbd_intr",
    Feature.DEFLATE: "deflate",
    Feature.CRC32: "binascii.crc32",
    Feature.BASE64: "binascii.a2b_base64",
    Feature.SHA256: "hashlib.sha256",
}
"""Features by the names under which documentation lists them."""


async def examine(session: Session, tell: Callable[[Finding], None]) -> None:
    """Check everything from the prompt to the link. A running program is stopped, and nothing is reset."""
    try:
        async with session.lease(WhenRunning.FAIL):
            tell(fine("repl", "at its prompt"))
    except (ProgramRunning, BoardSilent):  # this may be a program that prints nothing
        async with session.lease(WhenRunning.INTERRUPT):
            tell(fine("repl", "at its prompt, since a program was stopped"))
    async with session.lease(WhenRunning.INTERRUPT) as board:
        info = await board.info()
        for finding in _parts(info) if info else [worse("firmware", Failure(Problem.NOT_TOLD))]:
            tell(finding)
        if board.notes and (facts := board.notes.get(await transfer.firmware(board))):
            tell(worse("features", Failure(Problem.WAY_REMEMBERED, **facts)))
        for finding in await _files(board):
            tell(finding)
        tell(await _compiler(board))
        tell(await _link(board))


def _firmware(info: BoardInfo) -> str:
    name = "MicroPython" if info.implementation == "micropython" else info.implementation
    return f"{name} {info.version}, {info.machine}"


def _parts(info: BoardInfo) -> Iterator[Finding]:
    yield fine("firmware", _firmware(info))
    if info.heap_free is not None:
        yield fine("memory", f"{info.heap_free} bytes free")
    if info.features is not None:
        lacking = [name for feature, name in _NAMES.items() if feature not in info.features]
        if info.features == ALL_FEATURES:
            yield fine("features", "all that fast transfers use")
        else:
            yield worse("features", Failure(Problem.FEATURES_MISSING, features=", ".join(lacking)))


async def _files(board: Lease) -> list[Finding]:
    try:
        mounts = [mount for mount in await remote.mounts(board) if mount.total]
    except FileOperationFailed:
        mounts = []  # this build cannot list them
    found = [
        worse("files", Failure(Problem.NEARLY_FULL, path=mount.path, free=str(mount.free)))
        if mount.free < mount.total * _FULL
        else fine("files", f"{mount.path}: {mount.free} of {mount.total} bytes free")
        for mount in mounts
    ]
    return found or [worse("files", NoFileSystem(board=board.name, path="/"))]


async def _compiler(board: Lease) -> Finding:
    try:
        wanted = await mpy_cross.format_of(board)
        compiler = await mpy_cross.find(wanted, board.name, "", Path())
    except CompilerUnfit as error:
        if error.made is None:
            return fine("mpy-cross", "the board loads no compiled files")
        return worse("mpy-cross", error)
    except CompilerMissing as error:
        return worse("mpy-cross", error)
    made = f"version {wanted.version}" + (f" for {wanted.architecture}" if wanted.architecture else "")
    return fine("mpy-cross", f"{made}, by {compiler.release}")


async def _link(board: Lease) -> Finding:
    """Send messages of arbitrary bytes, which the board returns in hexadecimal, and compare."""
    loop = asyncio.get_running_loop()
    seconds: list[float] = []
    changed = 0
    for number in range(ROUNDS):
        data = hashlib.sha256(bytes([number])).digest()
        began = loop.time()
        try:
            answer = await said(board, f"print(''.join('%02x'%b for b in {data!r}))")
        except JumperwireError as error:
            return wrong("link", error)
        seconds.append(loop.time() - began)
        changed += answer != data.hex().encode()
    if changed:
        return wrong("link", Failure(Problem.LINK_GARBLES, count=str(changed), all=str(ROUNDS)))
    typical = statistics.median(seconds)
    if typical > _SLOW:
        return worse("link", Failure(Problem.LINK_SLOW, milliseconds=f"{typical * 1000:.0f}"))
    told = f"{typical * 1000:.1f} ms there and back, {max(seconds) * 1000:.1f} ms at most"
    return fine("link", f"{ROUNDS} messages whole, {told}")
