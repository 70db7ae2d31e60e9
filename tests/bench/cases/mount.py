"""Import of a module of 20 KiB over a mount: ours and mpremote's, on the same board behind the same link."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from boards.linkspec import LINKS

from bench import peers
from bench.rig import UNIX, Rig, Subject
from jumperwire.board.session import Session
from jumperwire.filesystem.mount import mount

SIZE = 20 << 10
SOURCES = Path(__file__).parents[3] / "server/src/jumperwire"
IMPORT = """import sys
if '/remote' not in sys.path: sys.path.insert(0, '/remote')
sys.modules.pop('module', None)
import module
print(module.end)
"""


def module() -> str:
    """Python as people write it, most of it in one string, so that it is the reading that is measured."""
    text = "".join(path.read_text("utf-8") for path in sorted((SOURCES / "board").glob("*.py")))
    text = text.replace("\\", "/").replace("'''", '"')
    ends = "text = '''", "'''\nend = 1\n"
    return ends[0] + text[: SIZE - sum(map(len, ends))] + ends[1]


def run(rig: Rig) -> None:
    """All boards on all links, but the virtual one behind a small ring: there mpremote's mount hangs."""
    folder = rig.folder / "mounted"
    folder.mkdir(exist_ok=True)
    (folder / "module.py").write_text(module(), "utf-8")
    for board in rig.boards:
        for link, spec in LINKS.items():
            if board is UNIX or not spec.lossy:
                _measure(rig, board, link, folder)


def _measure(rig: Rig, board: Subject, link: str, folder: Path) -> None:
    count = rig.times(7, 3)
    with rig.plugged(board, link) as plug:
        made, ours = asyncio.run(_ours(plug.address, folder, count))
    with rig.plugged(board, link) as plug, peers.mpremote(rig.port(plug)) as transport:
        transport.mount_local(str(folder))
        theirs = [peers.timed_exec(transport, IMPORT) for _ in range(count)]
        transport.umount_local()
    row = rig.recorder("mount", board.name, link)
    row.milliseconds("jumperwire", "mount", [made])
    row.milliseconds("jumperwire", "import of 20 KiB", ours)
    row.milliseconds("mpremote", "import of 20 KiB", theirs)
    row.ratio("jumperwire", "import, times faster than mpremote", theirs, ours)


async def _ours(address: str, folder: Path, count: int) -> tuple[float, list[float]]:
    session = Session(address)
    await session.connect()
    await session.board_info()
    started = time.perf_counter()
    await mount(session, folder)
    made = time.perf_counter() - started
    took = [await _timed(session) for _ in range(count)]
    await session.disconnect()
    return made, took


async def _timed(session: Session) -> float:
    async with session.lease() as board:
        started = time.perf_counter()
        execution = await board.exec(IMPORT)
        took = time.perf_counter() - started
    if execution.output.strip() != b"1":
        raise RuntimeError(f"unexpected {execution}")
    return took
