"""Syncs with real boards: by plan, without surprises, and whole whatever happens."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from boards.catalog import Board, Can

from jumperwire import config
from jumperwire.errors import FileSystemFull, LocalFileFailed, PlanStale
from jumperwire.filesystem import remote
from jumperwire.filesystem.outgoing import Outgoing, Progress
from jumperwire.filesystem.upload import upload
from jumperwire.sync.apply import Decisions, apply_plan
from jumperwire.sync.plan import Action, Reason
from jumperwire.sync.prepare import Direction, Question
from jumperwire.sync.record import SyncHistory
from sync.workbench import ALL, Workbench, actions, on

pytestmark = pytest.mark.limit(90)


@pytest.fixture(autouse=True)
def _files(board: Board) -> None:
    if not board.can(Can.FILES):
        pytest.skip(f"{board} has no file system to speak of")


async def test_first_and_second_sync(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(main_py="print(1)\n", lib__a_py="a = 1\n" * 500, lib__data_txt=bytes(range(256)) * 20)
        (bench.folder / "empty").mkdir()
        bench.write(".git/config", "x")
        first = await bench.plan()
        assert first.first
        assert actions(first) == {
            "/.git": "ignored",
            "/empty": "create",
            "/lib": "create",
            "/lib/a.py": "create",
            "/lib/data.txt": "create",
            "/main.py": "create",
        }
        channel, seconds = first.cost(loss_free=False)
        assert 0 < channel < 2000
        assert 0 < seconds < 1
        outcome = await apply_plan(bench.board, first, Decisions())
        assert (outcome.files, outcome.deleted, outcome.left) == (3, 0, [])
        assert await bench.there() == {
            "main.py": b"print(1)\n",
            "lib/a.py": b"a = 1\n" * 500,
            "lib/data.txt": bytes(range(256)) * 20,
        }
        again = await bench.plan()
        assert not again.first
        assert {step.action for step in again.plan.steps} == {Action.UNCHANGED, Action.IGNORED}
        outcome = await apply_plan(bench.board, again, ALL)
        assert (outcome.files, outcome.unchanged, outcome.size) == (0, 3, 0)


async def test_an_edit_of_the_same_length_is_seen_and_goes_as_a_delta(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        content = bytes(index * 7 % 251 for index in range(9000))
        bench.put(main_py="x = 1\n", big_txt=content)
        await bench.sync()
        bench.put(main_py="x = 2\n", big_txt=content[:4000] + b"#" + content[4001:])
        plan = await bench.plan()
        assert actions(plan) == {"/main.py": "update", "/big.txt": "update"}
        assert {step.reason for step in plan.plan.steps} == {Reason.CONTENT_DIFFERS}
        assert plan.cost(loss_free=False)[0] < 1000
        assert (await apply_plan(bench.board, plan, ALL)).files == 2
        assert await bench.there() == {
            "main.py": b"x = 2\n",
            "big.txt": content[:4000] + b"#" + content[4001:],
        }


async def test_deletions_take_consent(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(main_py="1", old__a_py="2", old__b_py="3")
        await bench.sync()
        for name in ("old/a.py", "old/b.py"):
            (bench.folder / name).unlink()
        (bench.folder / "old").rmdir()
        await upload(bench.board, [Outgoing("/log.txt", b"from the board")])
        plan = await bench.plan()
        assert actions(plan) == {
            "/main.py": "unchanged",
            "/log.txt": "delete",
            "/old": "delete",
            "/old/a.py": "delete",
            "/old/b.py": "delete",
        }
        await apply_plan(bench.board, plan, Decisions(delete=False))
        assert len(await bench.there()) == 4
        outcome = await bench.sync(Decisions(delete=True, without=["/log.txt"]))
        assert outcome.deleted == 2
        assert {entry.name for entry in await remote.walk(bench.board, "/")} == {"main.py", "log.txt"}


async def test_protected_and_ignored_files_stay(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        board = {
            "/boot.py": b"b",
            "/data/log": b"d",
            "/data2/x": b"x",
            "/.conf": b"c",
            "/__pycache__/m": b"m",
            "/secrets.py": b"s",
        }
        await upload(bench.board, [Outgoing(path, data) for path, data in board.items()])
        bench.put(main_py="1", boot_py="mine", data__log="mine")
        bench.write("jumperwire.toml", 'protect = ["/data/"]\n')
        assert actions(await bench.plan()) == {
            "/.conf": "protected",
            "/__pycache__": "ignored",
            "/__pycache__/m": "ignored",
            "/boot.py": "protected",
            "/data/log": "protected",
            "/data2": "delete",
            "/data2/x": "delete",
            "/jumperwire.toml": "ignored",
            "/main.py": "create",
            "/secrets.py": "protected",
        }
        await bench.sync()
        there = await bench.there()
        assert there.pop("main.py") == b"1"
        assert {f"/{path}": data for path, data in there.items()} == {
            path: data for path, data in board.items() if path != "/data2/x"
        }


async def test_protected_files_that_the_board_lacks_are_created_once(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(main_py="1", boot_py="b", secrets_py="s")
        bench.write(".hidden", "h")
        assert actions(await bench.plan()) == {
            "/.hidden": "protected",
            "/boot.py": "create",
            "/main.py": "create",
            "/secrets.py": "create",
        }
        await bench.sync()
        assert await bench.there() == {"main.py": b"1", "boot.py": b"b", "secrets.py": b"s"}
        bench.put(main_py="1", boot_py="other")
        await bench.sync(Decisions(delete=True))
        assert (await bench.there())["boot.py"] == b"b"
        await bench.sync(Decisions(take=["/boot.py", "/secrets.py"]))
        assert await bench.there() == {"main.py": b"1", "boot.py": b"other", "secrets.py": b"s"}
        bench.put(main_py="1", boot_py="a third")
        protected = (await bench.plan()).plan.of(Action.PROTECTED)
        assert [step.path for step in protected if step.decidable] == ["/boot.py"]
        await bench.sync()
        assert (await bench.there())["boot.py"] == b"other"


async def test_installed_packages_are_never_deleted(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        listed = b'{"v":1,"packages":{"p":{"version":"1","wanted":true,"files":["p.py"]}}}'
        board = {"/lib/one/a.py": b"a", "/vendor/p.py": b"p", "/vendor/.jumperwire-packages.json": listed}
        board |= {"/vendor/not_one.py": b"x"}
        await upload(bench.board, [Outgoing(path, data) for path, data in board.items()])
        bench.put(main_py="1", lib__mine_py="2")
        await bench.sync()
        (bench.folder / "lib/mine.py").unlink()
        plan = await bench.plan()
        assert {step.path for step in plan.plan.of(Action.DELETE)} == {"/lib/mine.py"}
        await bench.sync(Decisions(delete=True))
        assert {path for path in await bench.there() if "not" not in path} >= {"lib/one/a.py", "vendor/p.py"}


async def test_a_file_that_was_changed_on_the_board_is_a_conflict(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1", b_py="1", c_py="1")
        await bench.sync()
        await upload(bench.board, [Outgoing(f"/{name}.py", b"board") for name in "abc"])
        bench.put(a_py="mine", b_py="mine")
        (bench.folder / "c.py").unlink()
        plan = await bench.plan()
        assert {step.reason for step in plan.plan.of(Action.CONFLICT)} == {Reason.TARGET_CHANGED}
        outcome = await apply_plan(bench.board, plan, Decisions(delete=True, take=["/a.py"]))
        assert outcome.left == ["/b.py", "/c.py"]
        assert await bench.there() == {"a.py": b"mine", "b.py": b"board", "c.py": b"board"}
        await bench.sync(Decisions(take=["/b.py", "/c.py"]))
        assert await bench.there() == {"a.py": b"mine", "b.py": b"mine"}


async def test_what_was_never_synced_is_not_overwritten_unasked(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        await upload(bench.board, [Outgoing("/main.py", b"somebody's"), Outgoing("/same.py", b"same")])
        bench.put(main_py="mine", same_py="same")
        plan = await bench.plan()
        assert [(step.path, step.reason) for step in plan.plan.steps] == [
            ("/main.py", Reason.NEVER_SYNCED),
            ("/same.py", Reason.SAME_CONTENT),
        ]
        assert (await bench.sync()).left == ["/main.py"]
        assert (await bench.there())["main.py"] == b"somebody's"


async def test_a_file_in_the_place_of_a_folder(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        await upload(bench.board, [Outgoing("/lib/a", b"1"), Outgoing("/d", b"2")])
        bench.put(lib="file", d__x="in a folder")
        plan = await bench.plan()
        assert set(actions(plan).values()) == {"conflict"}
        await apply_plan(bench.board, plan, Decisions(take=["/lib", "/d"]))
        assert await bench.there() == {"lib": b"file", "d/x": b"in a folder"}


async def test_a_sync_that_is_cancelled_is_continued(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        old = {f"m{index}.py": b"old %d" % index * 200 for index in range(12)}
        for name, data in old.items():
            bench.write(name, data)
        await bench.sync()
        new = {name: b"new " + data for name, data in old.items()}
        for name, data in new.items():
            bench.write(name, data)
        plan = await bench.plan()
        half = asyncio.Event()

        def tell(progress: Progress) -> None:
            if progress.files_done >= 4:
                half.set()

        running = asyncio.ensure_future(apply_plan(bench.board, plan, ALL, tell))
        await asyncio.wait([running, asyncio.ensure_future(half.wait())], return_when=asyncio.FIRST_COMPLETED)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        there = await bench.there()
        assert set(there) == set(old)
        assert all(data in (old[name], new[name]) for name, data in there.items())
        bench.write("m0.py", "newer")  # edited before it goes on: still no conflict
        plan = await bench.plan()
        assert not plan.plan.of(Action.CONFLICT)
        await apply_plan(bench.board, plan, ALL)
        assert await bench.there() == {**new, "m0.py": b"newer"}


async def test_a_board_that_changes_behind_the_plan(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1", b_py="1")
        await bench.sync()
        bench.put(a_py="2")
        plan = await bench.plan()
        done = await bench.board.exec("f = open('/a.py', 'w')\nf.write('program')\nf.close()")
        assert done.error == b""
        with pytest.raises(PlanStale) as caught:
            await apply_plan(bench.board, plan, ALL)
        assert caught.value.facts["path"] == "/a.py"
        assert (await bench.there())["a.py"] == b"program"


async def test_what_does_not_fit_is_known_before(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        free = (await remote.space(bench.board, "/")).free
        bench.write("big", bytes(free + 1))
        plan = await bench.plan()
        (short,) = plan.short(plan.plan.work(delete=False))
        assert short.place == "/"
        assert short.missing > 0
        with pytest.raises(FileSystemFull):
            await apply_plan(bench.board, plan, ALL)
        assert await bench.there() == {}


async def test_deletions_come_first_where_their_room_is_needed(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        free = (await remote.space(bench.board, "/")).free
        bench.write("old", bytes(free * 2 // 3))
        await bench.sync()
        (bench.folder / "old").unlink()
        content = bytes(7 for _ in range(free * 2 // 3))
        bench.write("new", content)
        plan = await bench.plan()
        assert plan.short(plan.plan.work(delete=True))
        assert not plan.short(plan.plan.work(delete=True, room_first=True))
        with pytest.raises(FileSystemFull):
            await apply_plan(bench.board, plan, Decisions())
        assert (await apply_plan(bench.board, plan, ALL)).deleted == 1
        assert await bench.there() == {"new": content}


async def test_saving_a_file_sends_that_one(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1", b_py="1", boot_py="1")
        await bench.sync()
        bench.put(a_py="2", new__c_py="3", boot_py="2", x_pyc="no")
        pushed = await bench.pushed("a.py", "b.py", "new/c.py", "boot.py", "x.pyc", "gone.py")
        outcome = pushed.outcome
        assert (sorted(pushed.same), pushed.deleted) == (["/a.py", "/b.py", "/new/c.py"], [])
        assert (outcome.files, outcome.unchanged, outcome.deleted, outcome.left) == (2, 1, 0, [])
        there = {"a.py": b"2", "b.py": b"1", "new/c.py": b"3", "boot.py": b"1"}
        assert await bench.there() == there
        await remote.remove(bench.board, "/boot.py")
        assert (await bench.pushed("boot.py")).same == ["/boot.py"]
        assert await bench.there() == there | {"boot.py": b"2"}
        await upload(bench.board, [Outgoing("/a.py", b"board")])
        bench.put(a_py="3", b_py="2")
        outcome = await bench.push("a.py", "b.py")
        assert (outcome.files, outcome.left) == (1, ["/a.py"])
        assert await bench.there() == {"a.py": b"board", "b.py": b"2", "new/c.py": b"3", "boot.py": b"2"}


async def test_deleting_a_file_deletes_it_where_the_project_says_so(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1", b_py="1")
        await bench.sync()
        (bench.folder / "a.py").unlink()
        assert (await bench.push("a.py")).deleted == 0
        bench.write("jumperwire.toml", 'delete = "always"')
        await upload(bench.board, [Outgoing("/b.py", b"board")])
        (bench.folder / "b.py").unlink()
        pushed = await bench.pushed("a.py", "b.py")
        assert (pushed.outcome.deleted, pushed.same, pushed.deleted) == (1, [], ["/a.py"])
        assert await bench.there() == {"b.py": b"board"}


async def test_a_file_that_became_smaller_is_an_update(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="largest", b_py="1")
        await bench.sync()
        bench.put(a_py="less")
        assert actions(await bench.plan()) == {"/a.py": "update", "/b.py": "unchanged"}
        (bench.folder / "a.py").unlink()
        (step,) = (await bench.plan()).plan.of(Action.DELETE)
        assert step.reason is Reason.DELETED_IN_SOURCE


async def test_deleting_a_folder_deletes_the_files_that_were_synced_in_it(
    address: str, tmp_path: Path
) -> None:
    async with on(address, tmp_path) as bench:
        bench.write("jumperwire.toml", 'delete = "always"')
        bench.put(a_py="1", box__b_py="1", box__deep__c_py="1", boxes_py="1")
        await bench.sync()
        await upload(bench.board, [Outgoing("/box/own.py", b"board")])
        shutil.rmtree(bench.folder / "box")
        assert (await bench.push("box")).deleted == 2
        assert await bench.there() == {"a.py": b"1", "boxes.py": b"1", "box/own.py": b"board"}


async def test_the_other_way_round(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1", b_py="1", mine_py="1", boot_py="mine")
        bench.write(".venv/x", "1")
        await bench.sync()
        board = {"/a.py": b"board", "/b.py": b"board", "/lib/new.py": b"new", "/__pycache__/x": b"x"}
        await upload(bench.board, [Outgoing(path, data) for path, data in board.items()])
        bench.put(b_py="mine too")
        await remote.remove(bench.board, "/mine.py")
        plan = await bench.plan(Direction.DOWNLOAD)
        assert actions(plan) == {
            "/.venv": "ignored",
            "/__pycache__": "ignored",
            "/__pycache__/x": "ignored",
            "/a.py": "update",
            "/b.py": "conflict",
            "/boot.py": "unchanged",
            "/lib": "create",
            "/lib/new.py": "create",
            "/mine.py": "delete",
        }
        outcome = await apply_plan(bench.board, plan, Decisions())
        assert (outcome.files, outcome.left) == (2, ["/b.py"])
        assert (bench.folder / "a.py").read_bytes() == b"board"
        assert (bench.folder / "lib/new.py").read_bytes() == b"new"
        assert (bench.folder / "b.py").read_bytes() == b"mine too"
        assert (bench.folder / "mine.py").exists()
        await bench.sync(Decisions(delete=True, take=["/b.py"]), Direction.DOWNLOAD)
        assert (bench.folder / "b.py").read_bytes() == b"board"
        assert not (bench.folder / "mine.py").exists()
        assert (bench.folder / ".venv/x").exists()
        assert (bench.folder / "boot.py").exists()
        again = await bench.plan()
        assert not again.plan.of(Action.CREATE, Action.UPDATE, Action.CONFLICT, Action.DELETE)


async def test_a_file_of_the_pc_that_changes_behind_the_plan(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1")
        await bench.sync()
        await upload(bench.board, [Outgoing("/a.py", b"board"), Outgoing("/b.py", b"board")])
        plan = await bench.plan(Direction.DOWNLOAD)
        bench.put(b_py="just written")
        with pytest.raises(PlanStale):
            await apply_plan(bench.board, plan, ALL)
        assert (bench.folder / "b.py").read_bytes() == b"just written"
        assert (bench.folder / "a.py").read_bytes() == b"1"


async def test_several_folders_and_targets(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(src__main_py="1", assets__logo_txt="2", notes_txt="3")
        bench.write(
            "jumperwire.toml",
            '[[sync]]\nsource = "assets"\ntarget = "/www/img"\n[[sync]]\nsource = "src"\n',
        )
        await upload(bench.board, [Outgoing("/www/img/old.txt", b"x"), Outgoing("/www/other.txt", b"x")])
        plan = await bench.plan()
        assert actions(plan) == {
            "/main.py": "create",
            "/www/img/logo.txt": "create",
            "/www/img/old.txt": "delete",
            "/www/other.txt": "delete",
        }
        await apply_plan(bench.board, plan, ALL)
        assert await bench.there() == {"main.py": b"1", "www/img/logo.txt": b"2"}


async def test_another_board_or_project_than_last_time(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1")
        await bench.sync()
        assert (await bench.plan()).doubts == []
        other = Workbench(bench.board, tmp_path / "other", bench.address)
        other.put(a_py="1")
        (doubt,) = (await other.plan()).doubts
        assert doubt.question is Question.OTHER_PROJECT
        assert doubt.detail == str(bench.folder)
        await other.sync()
        assert (await other.plan()).doubts == []
        SyncHistory(config.data_dir() / "sync").note(other.folder, other.address, "another board's number")
        (doubt,) = (await other.plan()).doubts
        assert (doubt.question, doubt.detail) == (Question.OTHER_BOARD, "another board's number")


async def test_names_that_are_no_names_here_or_there(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jumperwire.filesystem.local.unsafe.__defaults__", ("win32",))

    async with on(address, tmp_path) as bench:
        bench.put(a_py="1")
        await upload(
            bench.board, [Outgoing(path, b"1") for path in ("/what?.txt", "/con", "/.git/config", "/.x/y")]
        )
        plan = await bench.plan(Direction.DOWNLOAD)
        conflicts = plan.plan.of(Action.CONFLICT)
        assert {(step.path, step.reason, step.decidable) for step in conflicts} == {
            ("/con", Reason.UNSAFE_NAME, False),
            ("/what?.txt", Reason.UNSAFE_NAME, False),
        }
        outcome = await apply_plan(bench.board, plan, Decisions(take=["/con", "/what?.txt"]))
        assert outcome.left == ["/con", "/what?.txt"]
        assert {path.name for path in bench.folder.iterdir()} == {"a.py"}


async def test_a_local_file_that_vanishes(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sent is what was read for the plan: as of one moment."""

    async with on(address, tmp_path) as bench:
        bench.put(a_py="as planned")
        plan = await bench.plan()
        (bench.folder / "a.py").unlink()
        await apply_plan(bench.board, plan, ALL)
        assert await bench.there() == {"a.py": b"as planned"}
        bench.put(sub__x="1")
        monkeypatch.setattr(Path, "read_bytes", _refuse)
        with pytest.raises(LocalFileFailed):
            await bench.plan()


def _refuse(self: Path) -> bytes:
    raise PermissionError(13, "not yours")


async def test_what_was_saved_behind_a_plan_stays_known(address: str, tmp_path: Path) -> None:
    async with on(address, tmp_path) as bench:
        bench.put(a_py="1", b_py="1")
        await bench.sync()
        bench.put(b_py="2")
        plan = await bench.plan()
        bench.put(a_py="2")
        assert (await bench.push("a.py")).files == 1
        await apply_plan(bench.board, plan, ALL)
        bench.put(a_py="3")
        assert actions(await bench.plan()) == {"/a.py": "update", "/b.py": "unchanged"}
