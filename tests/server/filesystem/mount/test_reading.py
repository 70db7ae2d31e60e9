"""Programs on a board read what is in a folder of the PC."""

from __future__ import annotations

import ast
import binascii
import os
import random
from pathlib import Path

import pytest
from boards.catalog import Board

from filesystem.mount.mounted import on, say

pytestmark = pytest.mark.limit(90)

NOISE = random.Random(1).randbytes(100_000)
CONTROL = bytes(range(256)) * 8

READS = {
    "text": ("open('/remote/text').read()", "a\u00e4\u20ac\U0001f40d\nb\n"),
    "characters": (
        "[(f.read(2), f.read(2), f.read()) for f in [open('/remote/text')]]",
        [("a\u00e4", "\u20ac\U0001f40d", "\nb\n")],
    ),
    "lines": ("list(open('/remote/text'))", ["a\u00e4\u20ac\U0001f40d\n", "b\n"]),
    "readlines": ("open('/remote/text', 'rb').readlines()", ["a\u00e4\u20ac\U0001f40d\n".encode(), b"b\n"]),
    "readline, no more than": ("open('/remote/text').readline(3)", "a\u00e4"),
    "nothing": ("open('/remote/empty').read()", ""),
    "nothing binary": ("open('/remote/empty', 'rb').read()", b""),
    "control characters": ("open('/remote/control', 'rb').read() == bytes(range(256)) * 8", True),
    "a name with spaces": ("open('/remote/sub/\u00e4 b.txt').read()", "1"),
    "seek and tell": (
        "[(f.seek(10), f.read(2), f.tell(), f.seek(-1, 2), f.read(), f.seek(300), f.seek(1, 1), f.read(1)) "
        "for f in [open('/remote/control', 'rb')]]",
        [(10, b"\n\x0b", 12, 2047, b"\xff", 300, 301, b"-")],
    ),
    "readinto": (
        "[(f.readinto(b), bytes(b)) for b in [bytearray(3)] for f in [open('/remote/control', 'rb')]]",
        [(3, b"\0\1\2")],
    ),
    "a list": (
        "sorted((n[0], n[1], n[3]) for n in __import__('os').ilistdir('/remote'))",
        [
            ("control", 0x8000, 2048),
            ("empty", 0x8000, 0),
            ("noise", 0x8000, 100_000),
            ("sub", 0x4000, 0),
            ("text", 0x8000, 13),
        ],
    ),
    "names": ("__import__('os').listdir('/remote/sub')", ["\u00e4 b.txt"]),
    "status": (
        "[(s[0], s[6], s[8]) for s in [__import__('os').stat('/remote/text')]]",
        [(0x8000, 13, 1_600_000_000)],
    ),
    "status of a folder": ("__import__('os').stat('/remote/sub')[0]", 0x4000),
    "room": ("__import__('os').statvfs('/remote')[0]", 4096),
}

FAILURES = {
    "missing": ("open('/remote/no')", 2),
    "missing status": ("__import__('os').stat('/remote/no')", 2),
    "missing folder": ("__import__('os').listdir('/remote/no')", 2),
    "below a file": ("open('/remote/text/no')", 20),
    "a folder as a file": ("open('/remote/sub')", 21),
    "a file as a folder": ("__import__('os').listdir('/remote/text')", 20),
    "no mode": ("open('/remote/text', 'q')", 22),
    "above": ("open('/remote/../secret')", 1),
    "above, from within": ("open('/remote/sub/../../secret')", 1),
    "a link out": ("open('/remote/sub/../out')", 1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "folder"
    (found / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (found / "text").write_bytes("a\u00e4\u20ac\U0001f40d\nb\n".encode())
    os.utime(found / "text", (1_600_000_000, 1_600_000_000))
    (found / "empty").touch()
    (found / "control").write_bytes(CONTROL)
    (found / "noise").write_bytes(NOISE)
    (found / "sub/\u00e4 b.txt").write_text("1")
    (found / "out").symlink_to("../secret")
    return found


async def test_what_reads(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, _):
        for name, (source, wanted) in READS.items():
            said = await say(session, f"print(repr({source}))")
            assert ast.literal_eval(said) == wanted, name


async def test_what_cannot_be_read(board: Board, address: str, folder: Path) -> None:
    del board

    async with on(address, folder) as (session, _):
        for name, (source, number) in FAILURES.items():
            said = await say(session, f"try:\n {source}\nexcept OSError as e:\n print(e.args[0])\n")
            assert said == f"{number}\n", name


async def test_large_files_and_several_at_once(board: Board, address: str, folder: Path) -> None:
    del board
    source = """
import binascii
f, g = open('/remote/noise', 'rb'), open('/remote/noise', 'rb')
c = d = 0
while True:
    a = f.read(3000)
    c = binascii.crc32(a, c)
    d = binascii.crc32(g.read(3000), d)
    if not a: break
f.close()
g.close()
print(c == d, hex(c))
"""

    async with on(address, folder) as (session, _):
        assert await say(session, source) == f"True {binascii.crc32(NOISE):#x}\n"


async def test_modules_are_imported(board: Board, address: str, folder: Path) -> None:
    del board
    (folder / "first.py").write_text(
        "import pack.second\nvalue = pack.second.value + 1\n" + "# long\n" * 1000
    )
    (folder / "pack").mkdir()
    (folder / "pack/__init__.py").touch()
    (folder / "pack/second.py").write_text("value = 41\n")

    async with on(address, folder) as (session, terminal):
        source = "import sys\nsys.path.append('/remote')\nimport first\nprint(first.value)\n"
        assert await say(session, source) == "42\n"
        await session.run(
            "import os\nos.chdir('/remote/pack')\nimport second\nprint(second.value, os.getcwd())", "x.py"
        )
        await terminal.shows(b"41 /remote/pack\n")
