"""Files of the PC are written by a thread, in order, each whole or not at all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from jumperwire import atomic
from jumperwire.errors import LocalFileFailed, TransferCorrupt
from jumperwire.filesystem import incoming, writer
from jumperwire.filesystem.incoming import Incoming, Receiver
from jumperwire.filesystem.outgoing import Meter
from jumperwire.filesystem.writer import Writer


class Disk:
    """A disk that does nothing while it is held."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.reached = threading.Event()
        self.threads: set[threading.Thread] = set()

    def wait(self) -> None:
        self.threads.add(threading.current_thread())
        self.reached.set()
        assert self.goes_on.wait(20)

    def ended(self) -> None:
        """Wait for the end of the threads that write."""
        for thread in self.threads:
            thread.join(20)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    write = atomic.NewFile.write

    def slow(self: atomic.NewFile, data: bytes | memoryview) -> None:
        disk.wait()
        write(self, data)

    monkeypatch.setattr(atomic.NewFile, "write", slow)
    yield disk
    disk.goes_on.set()
    disk.ended()


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def reached(disk: Disk) -> None:
    await asyncio.to_thread(disk.reached.wait, 20)


def receiver_of(*files: Incoming) -> Receiver:
    return Receiver("b", files, Meter(lambda _: None, len(files), sum(each.size for each in files)))


async def test_a_disk_that_stands_still_holds_nobody_up(disk: Disk, tmp_path: Path) -> None:
    receiver = receiver_of(Incoming("/a", 200_000, tmp_path / "a"), Incoming("/b", 2, tmp_path / "b"))
    for number in range(200):
        assert receiver.data(0, bytes([number]) * 1000)
    assert receiver.end(0, b"")
    assert receiver.data(1, b"bb")
    assert receiver.end(1, b"")
    await reached(disk)
    settling = asyncio.ensure_future(receiver.settle())
    await asyncio.sleep(0)
    assert not settling.done()
    assert [name for name in names(tmp_path) if not name.startswith(".jumperwire-")] == []
    disk.goes_on.set()
    await settling
    await receiver.aclose()
    assert threading.current_thread() not in disk.threads
    assert (tmp_path / "a").read_bytes() == b"".join(bytes([number]) * 1000 for number in range(200))
    assert (names(tmp_path), (tmp_path / "b").read_bytes()) == (["a", "b"], b"bb")
    assert (receiver.done, receiver.size) == (2, 200_002)


async def test_who_leaves_does_not_wait_for_the_disk_and_nothing_stays(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_LEAVE", 0.01)
    receiver = receiver_of(Incoming("/a", 3, tmp_path / "a"), Incoming("/b", 2, tmp_path / "b"))
    assert receiver.data(0, b"aaa")
    assert receiver.end(0, b"")
    await reached(disk)
    await receiver.aclose()
    assert names(tmp_path) != []
    disk.goes_on.set()
    await asyncio.to_thread(disk.ended)
    assert names(tmp_path) == []


async def test_no_more_waits_for_the_disk_than_memory_is_meant_for_it(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_MOST_WAITING", 100_000)
    receiver = receiver_of(Incoming("/a", 1_000_000, tmp_path / "a"))
    taken = 0
    while receiver.data(0, bytes(10_000)):
        taken += 10_000
    disk.goes_on.set()
    assert 100_000 <= taken < 200_000
    with pytest.raises(LocalFileFailed, match="too slow"):
        await receiver.settle()
    await receiver.aclose()
    assert names(tmp_path) == []


async def test_what_cannot_be_written_ends_it_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    receiver = receiver_of(Incoming("/a", 3, tmp_path / "folder"), Incoming("/b", 2, tmp_path / "b"))
    assert receiver.data(0, b"aaa")
    assert receiver.end(0, b"")
    with pytest.raises(LocalFileFailed) as told:
        await receiver.settle()
    assert told.value.facts["path"] == str(tmp_path / "folder")
    assert not receiver.data(1, b"bb")
    assert not receiver.end(1, b"")
    with pytest.raises(LocalFileFailed):  # another attempt would meet it again
        await receiver.restart()
    await receiver.aclose()
    assert names(tmp_path) == ["folder"]


async def test_nothing_is_written_behind_a_failure(tmp_path: Path) -> None:
    made = Writer()
    (tmp_path / "file").touch()
    made.write(tmp_path / "file" / "a", None, b"1")
    made.commit(tmp_path / "b", None, b"2")
    with pytest.raises(LocalFileFailed):
        await made.settle()
    made.discard()
    made.commit(tmp_path / "c", None, b"3")
    await made.settle()
    await made.aclose()
    assert names(tmp_path) == ["c", "file"]


async def test_a_file_that_was_damaged_comes_again(tmp_path: Path) -> None:
    receiver = receiver_of(Incoming("/a", 3, tmp_path / "a"))
    assert receiver.data(0, b"axa")
    assert not receiver.end(0, b"no digest")
    with pytest.raises(TransferCorrupt):
        await receiver.settle()
    await receiver.restart()
    assert receiver.error is None
    assert receiver.data(0, b"aaa")
    assert receiver.end(0, b"")
    await receiver.settle()
    await receiver.aclose()
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"aaa")
