"""Programs on a board change what is in a folder of the PC."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from board.sessions import until, usable
from boards.catalog import Board

from filesystem.mount.mounted import on, say
from jumperwire.board.session import Session
from jumperwire.errors import LocalFileFailed, PathUnsafe
from jumperwire.filesystem.mount import mount, umount

pytestmark = pytest.mark.limit(90)


@dataclass(frozen=True, slots=True)
class Write:
    """What a program does, and what is in the folder then."""

    source: str
    files: dict[str, bytes]


WRITES = {
    "text": Write("with open('new', 'w') as f: print(f.write('\u00e4\\n'))", {"new": "\u00e4\n".encode()}),
    "binary": Write(
        "with open('new', 'wb') as f: print(f.write(bytes(range(256))))", {"new": bytes(range(256))}
    ),
    "nothing": Write("open('new', 'w').close()", {"new": b""}),
    "over": Write("f = open('old', 'w'); f.write('n'); f.close()", {"old": b"n"}),
    "append": Write("f = open('old', 'a'); f.write('er'); f.write('!'); f.close()", {"old": b"older!"}),
    "append, new": Write("f = open('new', 'ab'); f.write(b'1'); f.close()", {"new": b"1"}),
    "within": Write(
        "f = open('old', 'r+b'); f.seek(1); f.write(b'L'); print(f.read()); f.close()", {"old": b"oLd"}
    ),
    "read again": Write(
        "f = open('new', 'w+'); f.write('abc'); f.seek(1); print(f.read()); f.close()", {"new": b"abc"}
    ),
    "beyond": Write("f = open('old', 'r+b'); f.seek(5); f.write(b'x'); f.close()", {"old": b"old\0\0x"}),
    "print": Write("f = open('new', 'w'); print('a', 1, file=f); f.close()", {"new": b"a 1\n"}),
    "large": Write(
        "f = open('new', 'wb')\nfor i in range(1000): f.write(b'%99d\\n' % i)\nf.close()",
        {"new": b"".join(b"%99d\n" % number for number in range(1000))},
    ),
    "large at once": Write(
        "f = open('new', 'wb'); f.write(bytes(range(256)) * 50); f.close()", {"new": bytes(range(256)) * 50}
    ),
    "flush": Write("f = open('new', 'w'); f.write('1'); f.flush(); print(open('new').read())", {"new": b"1"}),
    "not closed": Write("open('new', 'w').write('hello')", {"new": b"hello"}),
    "not closed, and more": Write(
        "f = open('new', 'w')\nfor i in range(9): print(i, file=f)", {"new": b"0\n1\n2\n3\n4\n5\n6\n7\n8\n"}
    ),
    "not closed, and more of it": Write(
        "f = open('old', 'ab'); f.write(b'1'); f.write(b'2'); g = open('new', 'w'); print(g.write('n'))",
        {"old": b"old12", "new": b"n"},
    ),
    "arrays": Write(
        "import array\na = array.array('H', range(300))\nf = open('new', 'wb')\n"
        "print(f.write(a), f.write(memoryview(a)[2:4]))\nf.close()\n"
        "b = array.array('H', bytes(600)); print(open('new', 'rb').readinto(b), a == b)",
        {"new": b"".join(number.to_bytes(2, "little") for number in [*range(300), 2, 3])},
    ),
    "arrays, in part": Write(
        "import array\na = array.array('I', [0] * 4); f = open('old', 'rb')\n"
        "print(f.readinto(a), a[0] == 0x646c6f, f.readinto(array.array('H')), f.readinto(a, 9))",
        {},
    ),
    "several": Write(
        "l = [open('f%d' % i, 'w') for i in range(5)]\nfor i, f in enumerate(l): f.write(str(i))\n"
        "for f in l: f.close()",
        {f"f{number}": b"%d" % number for number in range(5)},
    ),
    "mkdir": Write("os.mkdir('d'); open('d/f', 'w').close()", {"d/f": b""}),
    "rename": Write("os.rename('old', 'o l d')", {"o l d": b"old"}),
    "rename over": Write("open('new', 'w').close(); os.rename('old', 'new')", {"new": b"old"}),
    "rename into": Write(
        "os.mkdir('d'); os.chdir('d'); os.rename('../old', 'x'); print(os.getcwd())", {"d/x": b"old"}
    ),
    "remove": Write("os.remove('old')", {}),
    "rmdir": Write("os.mkdir('d'); os.rmdir('d')", {}),
    "sizes": Write(
        "f = open('new', 'w'); os.stat('new'); f.write('12'); f.close(); print(os.stat('new')[6])",
        {"new": b"12"},
    ),
}
SAID = {
    "text": "3",
    "binary": "256",
    "within": "b'd'",
    "read again": "bc",
    "flush": "1",
    "rename into": "/remote/d",
    "not closed, and more of it": "1",
    "arrays": "600 4\n600 True",
    "arrays, in part": "3 True 0 0",
    "sizes": "2",
}

FAILURES = {
    "os.mkdir('old')": 17,
    "os.mkdir('no/d')": 2,
    "os.rmdir('old')": 20,
    "os.rmdir('full')": 39,
    "os.rmdir('/remote')": 1,
    "os.remove('full')": 21,
    "os.remove('no')": 2,
    "os.rename('no', 'x')": 2,
    "os.rename('old', '../../x')": 1,
    "os.rename('old', 'leads out/x')": 1,
    "open('leads out/x', 'w')": 1,
    "open('dangling', 'w')": 1,
    "open('full', 'w')": 21,
    "open('no/f', 'w')": 2,
    "open('old', 'x')": 17,
    "open('old').write('1')": 9,
    "open('new', 'w').read()": 9,
    "open('pipe', 'w')": 13,
}


def fresh(path: Path) -> Path:
    """A folder with a file, a folder, and links out of it."""
    path.mkdir()
    (path / "old").write_bytes(b"old")
    return path


def content(path: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(path)): each.read_bytes() for each in sorted(path.rglob("*")) if each.is_file()
    }


async def test_what_writes(board: Board, address: str, tmp_path: Path) -> None:
    del board

    async with on(address, fresh(tmp_path / "first")) as (session, _):
        for name, case in WRITES.items():
            folder = fresh(tmp_path / name)
            await mount(session, folder, enter=True)
            said = await say(session, "import os\n" + case.source)
            assert name not in SAID or said.strip() == SAID[name], name
            kept = {} if any(word in case.source for word in ("remove", "rename")) else {"old": b"old"}
            assert content(folder) == {**kept, **case.files}, name


async def test_what_is_not_closed_is_written_soon_while_a_program_runs(
    board: Board, address: str, tmp_path: Path
) -> None:
    del board
    folder = fresh(tmp_path / "folder")
    source = """
import time
f = open('/remote/log', 'w')
for i in range(4):
    f.write('%d\\n' % i)
    time.sleep_ms(120)
print('ready')
while True: pass
"""

    async with on(address, folder) as (session, terminal):
        running = asyncio.ensure_future(session.run(source, "x.py"))
        await terminal.shows(b"ready\n")
        assert (folder / "log").read_bytes() == b"0\n1\n2\n3\n"
        await session.interrupt()
        await running


UNSAVED = "f = open('/remote/log', 'w'); f.write('1'); f.write('2')"


async def test_what_is_not_closed_is_written_when_the_program_ends(
    board: Board, address: str, tmp_path: Path
) -> None:
    del board
    log = fresh(tmp_path / "folder") / "log"

    async with on(address, log.parent) as (session, terminal):
        await session.run(UNSAVED + "; 1/0", "x.py")
        assert log.read_bytes() == b"12"
        with pytest.raises(asyncio.TimeoutError):
            async with session.lease() as lease:
                await asyncio.wait_for(lease.exec(UNSAVED + "\nwhile True: pass"), 0.5)
        await usable(session)
        assert log.read_bytes() == b"12"
        await session.leave()
        await session.type_keys(UNSAVED.replace("1", "3").encode() + b"\r")
        await terminal.shows(b"f.write('2')\n1\n1\n")
        await until(lambda: log.read_bytes() == b"32", lambda: str(log.read_bytes()))
        await usable(session)
        await session.soft_reset()
        await usable(session)
        assert log.read_bytes() == b"32"
        async with session.lease() as lease:
            await lease.exec(UNSAVED.encode())
        await umount(session)
        assert log.read_bytes() == b"12"
        await mount(session, log.parent)


async def test_what_cannot_be_written(board: Board, address: str, tmp_path: Path) -> None:
    del board
    folder = fresh(tmp_path / "folder")
    (folder / "full").mkdir()
    (folder / "full/f").touch()
    (tmp_path / "outside").mkdir()
    (folder / "leads out").symlink_to("../outside")
    (folder / "dangling").symlink_to("../outside/new")
    os.mkfifo(folder / "pipe")

    async with on(address, folder) as (session, _):
        await say(session, "import os\nos.chdir('/remote')")
        for source, number in FAILURES.items():
            said = await say(session, f"try:\n {source}\nexcept OSError as e:\n print(e.args[0])\n")
            assert said == f"{number}\n", source
        assert (folder / "old").read_bytes() == b"old"
        assert list((tmp_path / "outside").iterdir()) == []
        await say(session, "os.remove('leads out')")
        assert (tmp_path / "outside").is_dir()


async def test_a_read_only_mount(board: Board, address: str, tmp_path: Path) -> None:
    del board
    folder = fresh(tmp_path / "folder")

    async with on(address, folder, read_only=True) as (session, _):
        changes = (
            "open('n', 'w')",
            "open('old', 'r+')",
            "open('old', 'a')",
            "os.mkdir('d')",
            "os.remove('old')",
        )
        await say(session, "import os\nos.chdir('/remote')")
        for source in (*changes, "os.rename('old', 'n')", "os.rmdir('d')"):
            assert await say(session, f"try:\n {source}\nexcept OSError as e:\n print(e.args[0])\n") == "30\n"
        assert await say(session, "print(open('old').read())") == "old\n"
        assert content(folder) == {"old": b"old"}


async def test_links_that_are_followed(board: Board, address: str, tmp_path: Path) -> None:
    del board
    folder = fresh(tmp_path / "folder")
    (tmp_path / "outside").mkdir()
    (folder / "leads out").symlink_to("../outside")

    async with on(address, folder, follow_links=True) as (session, _):
        await say(session, "open('/remote/leads out/new', 'w').close()")
        assert [path.name for path in (tmp_path / "outside").iterdir()] == ["new"]


async def test_two_mounts_and_umount(board: Board, address: str, tmp_path: Path) -> None:
    del board
    first, second = fresh(tmp_path / "first"), fresh(tmp_path / "second")

    async with on(address, first) as (session, _):
        await mount(session, second, "/other", read_only=True)
        copy = "with open('/remote/old', 'w') as f, open('/other/old') as g: f.write(g.read() + '2')"
        await say(session, copy)
        assert content(first) == {"old": b"old2"}
        assert content(second) == {"old": b"old"}
        assert (
            await say(session, "import os\nos.chdir('/other')\nprint('other' in os.listdir('/'))") == "True\n"
        )
        await umount(session, "/other")
        await umount(session, "/other")
        assert await say(session, "print('other' in os.listdir('/'), os.getcwd())") == "False /\n"
        assert await say(session, "print(open('/remote/old').read())") == "old2\n"


async def test_files_that_nobody_closes(board: Board, address: str, tmp_path: Path) -> None:
    del board
    folder = fresh(tmp_path / "folder")
    (folder / "large").write_bytes(bytes(range(256)) * 40)

    async with on(address, folder) as (session, _):
        assert (
            await say(
                session, "for i in range(200): s = open('/remote/large', 'rb').read(5000)\nprint(len(s))"
            )
            == "5000\n"
        )


@pytest.mark.parametrize("at", ["", "/", "remote", "/a/b", "/..", "/" + "x" * 64])
async def test_places_that_are_none(at: str, tmp_path: Path) -> None:
    with pytest.raises(PathUnsafe):
        await mount(Session("none:"), tmp_path, at)


async def test_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(LocalFileFailed):
        await mount(Session("none:"), tmp_path / "no")
