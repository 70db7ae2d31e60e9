"""What a board names stays in the folder that was meant; what cannot be here does not hold up the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from boards import catalog

from filesystem.leased import on
from jumperwire.board.lease import Lease
from jumperwire.errors import FileOperationFailed, LocalFileFailed, PathHidden, PathUnsafe
from jumperwire.filesystem.download import NewFolder, Wanted, download, find
from jumperwire.filesystem.incoming import Incoming, Receiver
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.upload import upload

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.skipif(sys.platform == "win32", reason="links take rights there, and limits are POSIX's"),
]


@pytest.fixture
def flash(tmp_path: Path) -> str:
    """The address of a board."""
    return catalog.unix_address(tmp_path / "flash")


@pytest.fixture
def pc(tmp_path: Path) -> Path:
    """Where a download goes, with a link out of it."""
    folder = tmp_path / "pc"
    (folder / "all").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (folder / "all" / "link").symlink_to(tmp_path / "outside")
    return folder


async def put(board: Lease, **files: str) -> None:
    """Files by their paths, with ``__`` for a slash."""
    await put_all(board, {f"/{name.replace('__', '/')}": content for name, content in files.items()})


async def put_all(board: Lease, files: dict[str, str]) -> None:
    await upload(board, [Outgoing(path, content.encode()) for path, content in files.items()])


async def test_a_link_that_is_there_leads_nowhere(flash: str, pc: Path, tmp_path: Path) -> None:
    inside = pc / "all"

    async with on(flash) as board:
        await put(board, link__evil="x", a="a")
        with pytest.raises(PathUnsafe):
            await download(board, [await find(board, "/", inside)])
        file = Incoming("/link/evil", 1, inside / "link" / "evil", inside)
        with pytest.raises(PathUnsafe):  # a board that does not list the folder
            await download(board, [Wanted([], [file])])
        with pytest.raises(PathUnsafe):
            await download(board, [Wanted([NewFolder(inside / "link" / "made", inside)], [])])
        with pytest.raises(PathUnsafe):  # the last part may be the board's as well
            await download(board, [await find(board, "/link", inside / "link")])
    assert list((tmp_path / "outside").iterdir()) == []


async def test_hidden_folders_take_a_word(flash: str, pc: Path) -> None:
    (pc / "all" / "link").unlink()
    (pc / "all" / ".git").mkdir()
    (pc / "all" / ".git" / "config").write_text("mine")

    async with on(flash) as board:
        await put_all(board, {"/main": "m", "/.git/config": "g"})
        with pytest.raises(PathHidden) as caught:
            await download(board, [await find(board, "/", pc / "all")])
        assert caught.value.facts == {"path": ".git", "folder": ".git"}
        assert (pc / "all" / ".git" / "config").read_text() == "mine"
        assert (pc / "all" / "main").read_text() == "m"
        await download(board, [await find(board, "/", pc / "all", hidden=True)])
        assert (pc / "all" / ".git" / "config").read_text() == "g"


async def test_a_name_that_cannot_be_here_does_not_hold_up_the_rest(
    flash: str, pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on(flash) as board:
        await put_all(
            board, {"/good": "g", "/more/good": "m", "/12:30.csv": "t", "/what?/a": "", "/what?/b": ""}
        )
        await download(board, [await find(board, "/", pc / "linux")])
        assert (pc / "linux" / "12:30.csv").read_text() == "t"
        monkeypatch.setattr("jumperwire.filesystem.local.unsafe.__defaults__", ("win32",))
        with pytest.raises(PathUnsafe) as caught:
            await download(board, [await find(board, "/", pc / "windows")])
        assert caught.value.facts["others"] == "1"
        assert (pc / "windows" / "more" / "good").read_text() == "m"


async def test_a_full_disk_is_told_and_leaves_nothing(flash: str, pc: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    async with on(flash) as board:
        await upload(board, [Outgoing("/large", bytes(300_000))])
        wanted = await find(board, "/large", pc / "large")
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        try:
            with pytest.raises(LocalFileFailed) as caught:
                await download(board, [wanted])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert caught.value.facts["path"] == str(pc / "large")
    assert [each.name for each in pc.iterdir()] == ["all"]


async def test_no_more_comes_than_a_file_may_have_grown(pc: Path) -> None:
    receiver = Receiver("b", [Incoming("/f", 5, pc / "f")], Meter(lambda _: None, 1, 5))
    for _ in range(64):
        assert receiver.data(0, bytes(1024))
    assert not receiver.data(0, bytes(1024))
    with pytest.raises(FileOperationFailed):
        await receiver.settle()
    await receiver.aclose()
    assert [each.name for each in pc.iterdir()] == ["all"]
