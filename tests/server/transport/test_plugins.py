"""Transports of other packages: found by their scheme, and a broken one harms nobody else."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from boards import catalog

import jumperwire
from jumperwire.board.registry import Registry
from jumperwire.board.store import BoardStore, Remembered
from jumperwire.errors import AddressInvalid, LinkLost, OpenFailed
from jumperwire.rpc import present
from jumperwire.transport import plugins
from jumperwire.transport.address import Address, parse
from jumperwire.transport.opening import open_link
from transport import plugin

if sys.platform == "win32":
    pytest.skip("the worked example is about Unix domain sockets", allow_module_level=True)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    plugin.install(tmp_path / "site", broken="not_there:open", exec="jumperwire_unix_socket:open_unix_socket")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    plugins.installed.cache_clear()
    yield tmp_path / "site"
    plugins.installed.cache_clear()


def test_addresses(site: Path) -> None:
    assert parse("unix:/run/board") == Address("unix", "/run/board", "unix:/run/board")
    assert parse("unix://host/x").rest == "host/x"
    assert parse("exec:true").scheme == "exec"  # ours go first
    for text in ("unix:", "other:x", "UNIX:/run/board"):
        with pytest.raises(AddressInvalid):
            parse(text)


async def test_what_does_not_open(site: Path, tmp_path: Path) -> None:
    with pytest.raises(OpenFailed) as broken:
        await open_link("broken:x")
    assert "not_there" in broken.value.facts["cause"]
    with pytest.raises(OpenFailed):
        await open_link(f"unix:{tmp_path}/none")


def test_it_is_listed_in_the_editor(site: Path, tmp_path: Path) -> None:
    store = BoardStore(tmp_path / "boards.json")
    store.put(Remembered("unix:/run/board", "unix:/run/board"))
    listed = [present.board(board) for board in Registry(store, lister=list).boards()]
    assert [(board.id, board.kind) for board in listed] == [
        ("unix:/run/board", "socket"),
        ("virtual:demo", "virtual"),
    ]


async def test_a_board_behind_the_worked_example(site: Path, tmp_path: Path) -> None:
    if catalog.VIRTUAL.missing:
        pytest.skip(catalog.VIRTUAL.missing)
    path = str(tmp_path / "relay")

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        board = (await open_link("virtual:test")).stream

        async def from_board() -> None:
            with contextlib.suppress(LinkLost):
                while True:
                    writer.write(await board.read())

        back = asyncio.ensure_future(from_board())
        while data := await reader.read(4096):
            await board.write(data)
        await board.aclose()
        await back
        writer.close()

    with catalog.VIRTUAL.start(tmp_path):
        server = await asyncio.start_unix_server(relay, path)
        async with jumperwire.connect(f"unix:{path}") as board:
            await board.fs.write("/a.txt", "through a package's transport")
            assert await board.fs.read("/a.txt") == b"through a package's transport"
        server.close()
        await server.wait_closed()
        await asyncio.sleep(0.2)  # the relay notices


def test_a_program_that_has_it_installed(site: Path) -> None:
    source = "from jumperwire.transport.address import parse\nprint(parse('unix:/x').scheme)"
    environment = {"PYTHONPATH": str(site), "PATH": ""}
    said = subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout == "unix\n"
