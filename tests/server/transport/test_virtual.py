"""The transport of the virtual board: finding Node, its options, and an installation behind a link."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from boards.catalog import VIRTUAL

import jumperwire
from jumperwire import virtual
from jumperwire.errors import AddressInvalid, NodeMissing, OpenFailed, PortInUse
from jumperwire.transport.opening import open_link

pytestmark = pytest.mark.skipif(VIRTUAL.missing is not None, reason=str(VIRTUAL.missing))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))


async def _greeting(address: str) -> bytes:
    link = await open_link(address)
    heard = b""
    while b">>> " not in heard:
        heard += await link.stream.read()
    await link.stream.aclose()
    return heard


async def test_it_starts_and_greets(tmp_path: Path) -> None:
    assert b"MicroPython" in await _greeting("virtual:x")
    assert (tmp_path / "data" / "virtual" / "x").is_dir()


async def test_its_link_loses_bytes_only_where_it_is_told_to() -> None:
    for address, loss_free in (("virtual:x", True), ("virtual:x?ring=256", False)):
        link = await open_link(address)
        assert (link.traits.loss_free, link.traits.starts_board) == (loss_free, True)
        await link.stream.aclose()


@pytest.mark.parametrize("address", ["virtual:x?heap=1", "virtual:x?flash=1"])
async def test_options_that_no_board_has_are_refused(address: str) -> None:
    with pytest.raises(AddressInvalid) as refused:
        await _greeting(address)
    assert refused.value.facts["expected"]


async def test_without_node_it_says_what_it_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUMPERWIRE_NODE", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(NodeMissing) as missing:
        await _greeting("virtual:x")
    assert missing.value.facts == {"tried": "node"}
    monkeypatch.setenv("JUMPERWIRE_NODE", "/nonexistent/node")
    with pytest.raises(NodeMissing) as missing:
        await _greeting("virtual:x")
    assert missing.value.facts == {"tried": "/nonexistent/node"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_it_runs_from_an_installation_behind_a_link(tmp_path: Path) -> None:
    """Node's permissions are for real paths; an editor's extensions folder may be a link."""
    package = Path(jumperwire.__file__).parent
    (tmp_path / "linked").symlink_to(package.parent, target_is_directory=True)
    program = (
        "import asyncio; from jumperwire.transport.opening import open_link\n"
        "async def main():\n"
        "    link = await open_link('virtual:x'); heard = b''\n"
        "    while b'>>> ' not in heard: heard += await link.stream.read()\n"
        "    await link.stream.aclose(); print('greeted')\n"
        "asyncio.run(main())"
    )
    paths = os.pathsep.join(
        [str(tmp_path / "linked"), *(path for path in sys.path if "site-packages" in path)]
    )
    env = {**os.environ, "PYTHONPATH": paths}
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.strip() == "greeted", done.stderr
    assert shutil.which("node")


OWNER = """
import asyncio, sys
from jumperwire.transport.opening import open_link

async def main():
    link = await open_link("virtual:x")
    print("mine", flush=True)
    await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


async def test_a_board_that_another_process_has_is_refused_until_that_one_dies() -> None:
    pipe = asyncio.subprocess.PIPE
    owner = await asyncio.create_subprocess_exec(sys.executable, "-c", OWNER, stdin=pipe, stdout=pipe)
    assert owner.stdout is not None
    assert (await owner.stdout.readline()).split() == [b"mine"]
    assert b">>> " in await _greeting("virtual:other")
    with pytest.raises(PortInUse) as refused:
        await _greeting("virtual:x")
    assert refused.value.facts == {"port": "virtual:x", "program": "Jumperwire", "pid": str(owner.pid)}
    owner.kill()
    assert b">>> " in await _greeting("virtual:x")
    await owner.communicate()


async def test_a_board_is_free_once_it_is_closed_cancelled_or_could_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(2):
        await _greeting("virtual:x")
    link = await open_link("virtual:x")
    second = asyncio.ensure_future(open_link("virtual:x"))
    await asyncio.sleep(0.1)
    second.cancel()
    await asyncio.wait([second])
    assert second.cancelled()
    await link.stream.aclose()
    await link.stream.aclose()
    for seconds in (0.0, 0.01, 0.03, 0.1):
        starting = asyncio.ensure_future(open_link("virtual:x"))
        await asyncio.sleep(seconds)
        starting.cancel()
        await asyncio.wait([starting])
        if not starting.cancelled():
            await starting.result().stream.aclose()
    with monkeypatch.context() as patch:
        patch.setattr(virtual, "command", lambda node, options: ["/nonexistent"])
        with pytest.raises(OpenFailed):
            await open_link("virtual:x")
    await _greeting("virtual:x")


async def test_where_files_cannot_be_locked_a_board_opens_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lock(file: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("jumperwire.transport.claim._lock", lock)
    await _greeting("virtual:x")
    assert "another process may use that board too" in caplog.text


async def test_a_claim_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "data" / "virtual").mkdir(parents=True)
    (tmp_path / "data" / "virtual" / ".claims").touch()
    with pytest.raises(OpenFailed) as refused:
        await _greeting("virtual:x")
    assert refused.value.facts["cause"] in ("File exists", "Not a directory")


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")


@pytest.mark.parametrize("home", ["file/below", pytest.param("/proc/none", marks=LINUX)])
async def test_a_home_that_cannot_be_written_is_not_nodes_fault(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / home))
    with pytest.raises(OpenFailed) as failed:
        await _greeting("virtual:x")
    assert str(Path(home).parent.name) in failed.value.facts["cause"]
