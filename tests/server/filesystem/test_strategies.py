"""Each way to move files, on real boards; and that a board which cannot go one goes the next."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from boards import catalog

from filesystem.leased import nothing_left_behind, on
from jumperwire.board.lease import Lease
from jumperwire.board.registry import Registry
from jumperwire.board.store import BoardStore
from jumperwire.device.reply import ALL_FEATURES, Feature
from jumperwire.errors import BoardSilent, FileOperationFailed, JumperwireError, TransferCorrupt
from jumperwire.filesystem import remote, transfer
from jumperwire.filesystem.download import download, find
from jumperwire.filesystem.incoming import Incoming, Receiver
from jumperwire.filesystem.mount import mount
from jumperwire.filesystem.outgoing import Meter, Outgoing
from jumperwire.filesystem.strategies import base64_lines, frames, literals
from jumperwire.filesystem.strategies.strategy import TransferStrategy
from jumperwire.filesystem.transfer import STRATEGY
from jumperwire.filesystem.upload import upload

pytestmark = pytest.mark.limit(90)

RUNGS = [
    *frames.strategies(100_000, ALL_FEATURES),
    *base64_lines.strategies(100_000, ALL_FEATURES),
    *literals.strategies(ALL_FEATURES),
]
FILES = [
    Outgoing("/d/empty", b""),
    Outgoing("/d/text", b"some text, over and over\n" * 200),
    Outgoing("/d/noise", random.Random(1).randbytes(5000)),
]


@pytest.mark.parametrize("at", range(len(RUNGS)), ids=[strategy.name for strategy in RUNGS])
async def test_every_rung_moves_every_byte(address: str, tmp_path: Path, at: int) -> None:
    async with on(address) as board:
        board.facts.put(STRATEGY, RUNGS[at].name)
        for turn in range(2):
            files = [Outgoing(file.path, file.data + bytes([turn])) for file in FILES]
            assert (await upload(board, files)).files == len(files)
            await download(board, [await find(board, "/d", tmp_path / "d")])
            for file in files:
                assert (tmp_path / file.path[1:]).read_bytes() == file.data
        assert board.facts.get(STRATEGY) == RUNGS[at].name


def test_what_a_board_lacks_decides() -> None:
    assert RUNGS[0].name == "frames"
    for missing in (Feature.POLL, Feature.STDIN_BUFFER, Feature.CRC32, Feature.SHA256):
        assert frames.strategies(100_000, ALL_FEATURES & ~missing) == []
    assert [strategy.name for strategy in literals.strategies(Feature(0))] == ["short literals"]
    assert base64_lines.strategies(100_000, ALL_FEATURES & ~Feature.BASE64) == []
    (plain,) = base64_lines.strategies(9000, Feature.BASE64)
    assert (plain.name, plain) == ("base64 lines", base64_lines.Base64Lines(1024, 0, Feature.BASE64))
    sizes = [
        frames.strategies(heap, ALL_FEATURES)[0] for heap in (200_000, 70_000, 40_000, 20_000, 13_000, 5000)
    ]
    assert [(strategy.block, strategy.bits) for strategy in sizes if isinstance(strategy, frames.Frames)] == [
        (4096, 15),
        (4096, 12),
        (4096, 11),
        (2048, 10),
        (1024, 9),
        (512, 9),
    ]


async def test_a_build_without_binascii(address: str, tmp_path: Path) -> None:
    """It takes the slowest strategy, and its digests are in hexadecimal."""

    async with on(address) as board:
        hidden = await board.exec("import sys\nsys.modules['binascii'] = type('binascii', (), {})")
        assert hidden.error == b""
        for turn in range(2):
            summary = await upload(board, FILES)
            assert (summary.files, summary.unchanged) == ((3, 0), (0, 3))[turn]
        info = await board.info()
        assert info is not None
        assert not (info.features or Feature(0)) & (Feature.BASE64 | Feature.CRC32)
        await download(board, [await find(board, "/d", tmp_path / "d")])
        for file in FILES:
            assert (tmp_path / file.path[1:]).read_bytes() == file.data


HIDDEN = {
    "hashlib": {"hashlib": []},
    "hashlib and CRC-32": {"hashlib": [], "binascii": ["a2b_base64", "b2a_base64"]},
    "hashlib and binascii": {"hashlib": [], "binascii": []},
}


async def hide(board: Lease, modules: dict[str, list[str]]) -> None:
    """Have these modules know these names alone."""
    for module, names in modules.items():
        hidden = await board.exec(
            f"import sys, {module} as m\n"
            f"sys.modules[{module!r}] = type({module!r}, (), {{n: getattr(m, n) for n in {names}}})"
        )
        assert hidden.error == b""


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
async def test_a_build_without_hashes(address: str, tmp_path: Path, hidden: dict[str, list[str]]) -> None:
    """What is there is not known, so all is sent; and verified all the same."""

    async with on(address) as board:
        await hide(board, hidden)
        for _ in range(2):
            assert (await upload(board, FILES)).files == len(FILES)
        await download(board, [await find(board, "/d", tmp_path / "d")])
        for file in FILES:
            assert (tmp_path / file.path[1:]).read_bytes() == file.data
        info = await board.info()
        assert info is not None
        assert info.features is not None
        for strategy in [*base64_lines.strategies(9000, info.features), *literals.strategies(info.features)]:
            with pytest.raises(TransferCorrupt):
                await strategy.send(board, [Spoiled("/d/text", b"new" * 100)], Meter(lambda _: None, 1, 300))
            assert await remote.read_file(board, "/d/text") == FILES[1].data
        await nothing_left_behind(board)


class Spoiled(Outgoing):
    """What arrives is not what was meant."""

    def proof(self, features: Feature) -> bytes:
        proof = super().proof(features)
        return bytes([proof[0] ^ 1]) + proof[1:]


class Broken:
    """A way that never works."""

    def __init__(self, name: str = "a broken way") -> None:
        self.name = name
        self.attempts = 0

    async def send(self, board: Lease, files: Sequence[Outgoing], meter: Meter) -> None:
        self.attempts += 1
        raise TransferCorrupt(board=board.name, path=files[0].path)

    async def receive(self, board: Lease, receiver: Receiver) -> None:
        self.attempts += 1
        raise BoardSilent(board=board.name)


@pytest.mark.parametrize("way", ["up", "down"])
async def test_a_way_that_fails_twice_is_left_with_a_word(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    broken = Broken()

    async def strategies(board: Lease) -> list[object]:
        del board
        return [broken, RUNGS[0]]

    with caplog.at_level(logging.WARNING, "jumperwire"):
        async with on(address) as board:
            await upload(board, FILES)
            monkeypatch.setattr(transfer, "_strategies", strategies)
            for turn in range(2):
                if way == "up":
                    await upload(board, [Outgoing("/d/text", bytes([turn]) * 100)])
                    assert await remote.read_file(board, "/d/text") == bytes([turn]) * 100
                else:
                    await download(board, [await find(board, "/d/noise", tmp_path / "noise")])
                    assert (tmp_path / "noise").read_bytes() == FILES[2].data
            assert broken.attempts == 2
    (told,) = [record.getMessage() for record in caplog.records if "from now on" in record.getMessage()]
    assert "from now on files go by frames, since: " in told


async def test_scripts_that_are_gone_are_sent_again(address: str, tmp_path: Path) -> None:
    """The board was reset, and nobody heard it."""

    async with on(address) as board:
        await upload(board, FILES)
        for turn in range(2):
            await download(board, [await find(board, "/d", tmp_path / "d")])
            await _forget(board)
            await upload(board, [Outgoing("/d/text", bytes([turn]) * 1000)])
            await _forget(board)
        await download(board, [await find(board, "/d", tmp_path / "d")])
        assert (tmp_path / "d/text").read_bytes() == bytes([1]) * 1000
        assert board.facts.get(STRATEGY) is None


async def _forget(board: Lease) -> None:
    done = await board.exec(
        "import sys\nfor n in list(sys.modules):\n if n[:4] == '_jw_': del sys.modules[n]\n"
    )
    assert done.error == b""


async def test_where_nothing_works_the_last_error_is_raised(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def strategies(board: Lease) -> list[object]:
        del board
        return [Broken()]

    async with on(address) as board:
        monkeypatch.setattr(transfer, "_strategies", strategies)
        with pytest.raises(TransferCorrupt):
            await upload(board, FILES[1:])


async def test_the_next_sidecar_takes_the_way_that_worked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Until the board has another firmware; where none worked, or with mounts, nothing is kept."""
    if catalog.UNIX.missing:
        pytest.skip(catalog.UNIX.missing)
    broken = Broken()
    firmware = ["one"]
    works: list[TransferStrategy] = []

    async def strategies(board: Lease) -> list[object]:
        del board
        return [broken, *works] if works else [broken, Broken("worse")]

    async def version(board: Lease) -> str:
        del board
        return firmware[0]

    monkeypatch.setattr(transfer, "_strategies", strategies)
    monkeypatch.setattr(transfer, "firmware", version)

    async def sidecar(*versions: str, mounts: bool = False) -> None:
        registry = Registry(BoardStore(tmp_path / "boards.json"), list, data=tmp_path)
        board_id = registry.add(catalog.unix_address(tmp_path / "flash"), None).id
        await registry.connect(board_id)
        try:
            for firmware[0] in versions:
                if mounts:
                    await mount(registry.session(board_id), tmp_path)
                async with registry.session(board_id).lease() as board:
                    await upload(board, [Outgoing("/f", os.urandom(13_000))])  # smaller ones need no strategy
        finally:
            await registry.aclose()

    with pytest.raises(TransferCorrupt):
        await sidecar("one")
    works.append(RUNGS[0])
    broken.attempts = 0
    with caplog.at_level(logging.INFO, "jumperwire"):
        await sidecar("one", mounts=True)
        assert broken.attempts == 2
        await sidecar("one", "one")
        assert broken.attempts == 4
        await sidecar("one")
    assert broken.attempts == 4
    assert any("files go by frames, as before, since: " in record.getMessage() for record in caplog.records)
    await sidecar("one", "two")
    assert broken.attempts == 6
    await sidecar("two")
    assert broken.attempts == 6


async def test_an_error_of_the_file_system_is_no_failure_of_the_strategy(
    address: str, tmp_path: Path
) -> None:
    async with on(address, folder="/folder") as board:
        big = random.Random(5).randbytes(20_000)
        with pytest.raises(JumperwireError) as raised:
            await upload(board, [Outgoing("/folder", big)])
        assert not isinstance(raised.value, (BoardSilent, TransferCorrupt))
        assert not board.facts.get(STRATEGY, "")
        assert await remote.list_folder(board, "/folder") == []
        assert (await upload(board, [Outgoing("/file", big)])).files == 1
        await nothing_left_behind(board)


async def test_a_file_that_is_far_longer_than_it_was_listed_is_not_tried_again(
    address: str, tmp_path: Path
) -> None:
    async with on(address) as board:
        await upload(board, [Outgoing("/d/long", bytes(200_000))])
        (tmp_path / "new").mkdir()
        receiver = Receiver(
            "board", [Incoming("/d/long", 5, tmp_path / "new" / "long")], Meter(lambda _: None, 1, 5)
        )
        with pytest.raises(FileOperationFailed) as raised:
            await transfer.receive(board, receiver)
        assert "listed with 5 bytes" in str(raised.value.facts["cause"])
        await receiver.aclose()
        assert list((tmp_path / "new").iterdir()) == []
        assert not board.facts.get(STRATEGY, "")
