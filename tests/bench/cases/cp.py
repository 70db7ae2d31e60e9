"""``cp`` as a whole process, beside mpremote's, in turns, of files that the board has not."""

from __future__ import annotations

import hashlib
import itertools
import random

from boards.linkspec import LINKS

from bench import limits
from bench.bare import Bare
from bench.cases import transfer
from bench.cases.cli import JUMPER, MPREMOTE, both, compare, require, timed
from bench.rig import LARGE, UNIX, Recorder, Rig
from bench.rows import median

_SIZES = (1, 5, 10, 100)


def run(rig: Rig) -> None:
    """On the Unix board, whose flash takes no time."""
    if UNIX in rig.boards:
        for link in ("usb", "uart"):
            with rig.plugged(LARGE, link, f"cp-{link}") as plug:
                _files(rig, rig.recorder("cp", UNIX.name, link), rig.port(plug), _start(rig, plug.address))
        _folder(rig)


def _start(rig: Rig, address: str) -> float:
    """Seconds that any such command takes: Python with asyncio and pyserial, and the board's soft reset."""
    count = rig.times(5, 2)
    python = median([timed("-c", "import asyncio, serial_asyncio")[0] for _ in range(count)])
    with Bare(address) as bare:
        bare.prompt()
        return python + median([bare.soft_reset() for _ in range(count)])


def _files(rig: Rig, row: Recorder, port: str, start: float) -> None:
    """Random bytes under new names: nothing of them is there, and nothing of what moves them either."""
    file = rig.folder / "file.bin"
    noise = random.Random(row.link)
    names = (f"{row.link}{number}.bin" for number in itertools.count())
    name = ""
    for size in _SIZES:

        def words(size: int = size) -> list[str]:
            nonlocal name
            name = next(names)
            file.write_bytes(noise.randbytes(size * 1000))
            return ["cp", str(file), f":{name}"]

        def check(printed: bytes) -> None:
            del printed
            _, digest = timed(*JUMPER, "connect", port, "resume", "sha256sum", f":{name}")
            require(hashlib.sha256(file.read_bytes()).hexdigest().encode() in digest)

        took = both(port, words, rig.times(5, 2), check)
        compare(row, f"cp, {size} KB", took)
        limit = start + limits.upload(LINKS[row.link], [file.read_bytes()])
        row.share("jumper", f"cp, {size} KB", limit, median(took[0]), len(took[0]))


def _folder(rig: Rig) -> None:
    """`cp -r` of 50 files of Python text, each time to a board that is new to both."""
    folder = rig.folder / "folder"
    folder.mkdir()
    for name, data in transfer.loads()[2].files.items():
        (folder / name).write_bytes(data)
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(rig.times(2, 1)):
        for tool, each in zip((JUMPER, MPREMOTE), took, strict=True):
            with rig.plugged(UNIX, "uart", f"folder-{tool[1]}-{turn}") as plug:
                port = rig.port(plug)
                each.append(timed(*tool, "connect", port, "cp", "-r", str(folder), ":")[0])
    row = rig.recorder("cp", UNIX.name, "uart")
    what = "cp -r of 50 files of 4 KiB"
    compare(row, what, took)
    limit = limits.upload(LINKS["uart"], transfer.loads()[2].files.values())
    row.share("jumper", what, limit, median(took[0]), len(took[0]))
