"""Boards with other roots and several file systems."""

from __future__ import annotations

from pathlib import Path

import pytest
from boards import catalog
from filesystem.test_mounts import card

from jumperwire.errors import NoFileSystem, ProjectInvalid, ReadOnly
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.filesystem.upload import upload
from jumperwire.sync.apply import Decisions
from sync.workbench import Workbench, actions, on

pytestmark = [
    pytest.mark.skipif(catalog.UNIX.missing is not None, reason=str(catalog.UNIX.missing)),
    pytest.mark.limit(90),
]


@pytest.fixture
def unix(tmp_path: Path) -> str:
    return catalog.unix_address(tmp_path / "flash")


async def run_on(bench: Workbench, source: str) -> None:
    done = await bench.board.exec(source)
    assert done.error == b"", done


async def test_a_card_is_left_alone_unless_it_is_a_target(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        await run_on(bench, card())
        await upload(bench.board, [Outgoing("/sd/log.txt", b"1")])
        bench.put(main_py="1", sd__new_txt="2")
        assert actions(await bench.plan()) == {
            "/main.py": "create",
            "/sd": "protected",
            "/sd/new.txt": "protected",
        }
        await bench.sync()
        assert await bench.there() == {"main.py": b"1", "sd/log.txt": b"1"}
        bench.write("jumperwire.toml", '[[sync]]\nsource = "sd"\ntarget = "/sd"\n')
        assert actions(await bench.plan()) == {"/sd/log.txt": "delete", "/sd/new.txt": "create"}
        await bench.sync()
        assert await bench.there() == {"main.py": b"1", "sd/new.txt": b"2"}


async def test_a_board_whose_root_is_flash(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        await run_on(bench, card("flash") + "os.umount('/')\n")
        await upload(bench.board, [Outgoing("/flash/boot.py", b"b"), Outgoing("/flash/old.py", b"o")])
        bench.put(main_py="1", lib__a_py="2")
        assert actions(await bench.plan()) == {
            "/flash/boot.py": "protected",
            "/flash/lib": "create",
            "/flash/lib/a.py": "create",
            "/flash/main.py": "create",
            "/flash/old.py": "delete",
        }
        await bench.sync()
        bench.put(main_py="2")
        assert (await bench.push("main.py")).files == 1
        there = {
            f"flash/{name}": data
            for name, data in {"boot.py": b"b", "main.py": b"2", "lib/a.py": b"2"}.items()
        }
        assert await bench.there() == there


async def test_paths_that_a_fat_card_takes_for_one(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        await run_on(bench, card())
        await upload(bench.board, [Outgoing("/sd/Readme.txt", b"board")])
        bench.put(readme_txt="mine")
        bench.write("jumperwire.toml", '[[sync]]\ntarget = "/sd"\n')
        plan = await bench.plan()
        assert actions(plan) == {
            "/sd/Readme.txt": "conflict",
            "/sd/jumperwire.toml": "ignored",
            "/sd/readme.txt": "conflict",
        }
        assert (await bench.sync()).left == ["/sd/readme.txt"]
        assert (await bench.there())["sd/Readme.txt"] == b"board"
        await bench.sync(Decisions(take=["/sd/readme.txt"]))
        assert {name.lower(): data for name, data in (await bench.there()).items()} == {
            "sd/readme.txt": b"mine"
        }


async def test_a_read_only_file_system(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        await run_on(bench, card("rom", readonly=True))
        bench.put(a_py="1")
        bench.write("jumperwire.toml", '[[sync]]\ntarget = "/rom"\n')
        with pytest.raises(ReadOnly):
            await bench.sync()


async def test_a_board_without_a_file_system(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        await run_on(bench, "import os\nos.umount('/')\n")
        bench.put(a_py="1")
        with pytest.raises(NoFileSystem):
            await bench.plan()
        await run_on(bench, card("flash"))  # for what comes after the test


async def test_two_files_for_one_place(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        bench.put(src__lib__x_py="1", lib__x_py="2")
        bench.write(
            "jumperwire.toml", '[[sync]]\nsource = "src"\n[[sync]]\nsource = "lib"\ntarget = "/lib"\n'
        )
        with pytest.raises(ProjectInvalid) as caught:
            await bench.plan()
        assert "both go to /lib/x.py" in caught.value.facts["reason"]


async def test_what_a_person_types_may_change_files(unix: str, tmp_path: Path) -> None:
    async with on(unix, tmp_path) as bench:
        bench.put(a_py="1")
        await bench.sync()
        first = await remote.tree(bench.board, ["/"], 100)
        assert await remote.tree(bench.board, ["/"], 100) is first
        await run_on(bench, "open('/typed', 'w').close()")
        again = await remote.tree(bench.board, ["/"], 100)
        assert "/typed" in again.items


async def test_a_build_without_hashes_is_asked_about(unix: str, tmp_path: Path) -> None:
    """Nothing tells whether its files are ours."""

    async with on(unix, tmp_path, "import sys\nsys.modules['hashlib'] = sys\n") as bench:
        bench.put(a_py="1", b_py="1")
        await bench.sync()
        assert actions(await bench.plan()) == {"/a.py": "conflict", "/b.py": "conflict"}
        bench.put(a_py="2")
        await bench.sync(Decisions(take=["/a.py"]))
        assert await bench.there() == {"a.py": b"2", "b.py": b"1"}
