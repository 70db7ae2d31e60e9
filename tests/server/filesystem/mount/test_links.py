"""Mounts over links that are slow, that have a small ring, and that lose and change bytes."""

from __future__ import annotations

import asyncio
import random
import shlex
from pathlib import Path

import pytest
from board.sessions import PATIENCE, Terminal, connected, until, usable
from boards import catalog
from boards.faulty import FaultyOpener
from boards.link import emulated
from boards.linkspec import LINKS, LinkSpec

from filesystem.mount.mounted import say
from jumperwire.board.session import Session
from jumperwire.filesystem.mount import mount

pytestmark = pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing))

NOISE = random.Random(1).randbytes(3_000) + bytes(range(256)) * 4
TEXT = b"".join(b"value_%d = 'text of line %d'\n" % (number, number) for number in range(100))

COPY = """
import os, time
print('ready')
while 'go' not in os.listdir('/'): time.sleep_ms(10)
for name in ('noise', 'text'):
    with open('/remote/' + name, 'rb') as f, open('/remote/new ' + name, 'wb') as g:
        while True:
            data = f.read(700)
            if not data: break
            g.write(data)
os.mkdir('/remote/done')
time.sleep(1)
print(os.listdir('/remote'))
"""

FAULTS = (
    LinkSpec("loses", loss=0.001),
    LinkSpec("loses much", loss=0.003),
    LinkSpec("changes", corruption=0.001),
    LinkSpec("changes much", corruption=0.003),
    LinkSpec("stalls", stall=0.01),
    LinkSpec("late", latency=0.02, jitter=0.02),
    LinkSpec("holds", hold=True),
    LinkSpec("all", loss=0.001, corruption=0.001, jitter=0.01, stall=0.005, latency=0.005),
)


def filled(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "noise").write_bytes(NOISE)
    (folder / "text").write_bytes(TEXT)
    return folder


def copied(folder: Path) -> None:
    assert (folder / "new noise").read_bytes() == NOISE
    assert (folder / "new text").read_bytes() == TEXT


@pytest.mark.limit(60)
@pytest.mark.parametrize("link", ["usb", "uart", "rfc2217"])
async def test_slow_links(link: str, tmp_path: Path) -> None:
    folder = filled(tmp_path)

    command = shlex.split(catalog.unix_address(tmp_path / "flash").partition(":")[2])
    with emulated(LINKS[link], command) as plug:
        address = plug.address
        async with connected(address) as (session, _):
            await mount(session, folder)
            said = await say(session, COPY.replace("'go' not in", "'go' in"))
            assert said == "ready\n['done', 'new noise', 'new text', 'noise', 'text']\n"
    copied(folder)
    assert plug.stats["up"]["dropped"] == 0


@pytest.mark.limit(90)
@pytest.mark.parametrize("spec", FAULTS, ids=lambda spec: spec.name)
async def test_bad_links(spec: LinkSpec, tmp_path: Path) -> None:
    folder = filled(tmp_path)

    opener = FaultyOpener()
    session = Session(catalog.unix_address(tmp_path / "flash"), opener=opener.open)
    terminal = Terminal(session)
    await session.connect()
    await mount(session, folder)
    running = asyncio.ensure_future(session.run(COPY.replace("listdir('/')", "listdir('/remote')"), "x.py"))
    await terminal.shows(b"ready\n")
    opener.become(spec)
    (folder / "go").touch()
    await until(lambda: (folder / "done").exists() or running.done(), lambda: "done", 6 * PATIENCE)
    opener.become(LinkSpec("good"))
    outcome = await running
    assert outcome.traceback == ""
    copied(folder)
    await usable(session)
    await session.disconnect()
    await opener.aclose()
