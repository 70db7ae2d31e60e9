"""Whatever a board answers: no raw exception, no hang, nothing written outside, and the loop goes on.

JUMPERWIRE_HOSTILE_BOARDS says how many boards; each seed makes the same one.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from cli.inprocess import jumper
from rpc.editor import Editor, RequestFailed, result, served

import jumperwire
from hostile.answers import Answers
from hostile.board import ADDRESS, hostile
from hostile.clock import leaping
from jumperwire.errors import JumperwireError
from jumperwire.library.board import Board

BOARDS = int(os.environ.get("JUMPERWIRE_HOSTILE_BOARDS", "200"))
FIRST = int(os.environ.get("JUMPERWIRE_HOSTILE_FIRST", "0"))
WAYS = 3
PARTS = 4
HANGS = 60.0
"""Seconds after which one board counts as one that hangs the program."""

HELD = 0.2
"""Seconds of CPU that the loop may be held at once; of the product's, so nothing traces it here."""

pytestmark = pytest.mark.no_cover

COMMANDS = [
    "ls",
    "tree",
    "tree -s",
    "du :",
    "df",
    "cat main.py",
    "cp -r : out",
    "cp -r : in",
    "cp -r --hidden : in",
    "cp -r :d in",
    "cp :main.py in",
    "cp :d/x in/y",
    "cp -r :d :e",
    "cp in/own :",
    "cp -r in :z",
    "rm -rv d",
    "rm main.py",
    "mkdir q",
    "touch q",
    "mv main.py lib",
    "sha256sum main.py",
    "md5sum main.py",
    "sync -n in",
    "sync in",
    "sync --delete in",
    "sync --download in",
    "sync --download --force --delete in",
    "edit main.py",
    "doctor",
    "mip list",
    "mip uninstall p",
    "rtc",
    "eval 1+1",
    "exec print(1)",
    "run in/own",
    "romfs query",
    "fs -v ls :",
    "rmdir d",
    "resume ls",
    "soft-reset",
    "compile in/own.py",
    "--json ls",
    "--json df",
    "--json du :",
]


FAILED_ONCE: tuple[list[int], ...] = ([3072, 3807, 8529], [6235], [])
"""Boards, by the way in which they are met, that more seeds than are usual have found."""


def seeds(way: int, part: int) -> Iterator[int]:
    """Each board is met in one of three ways."""
    yield from range(FIRST + way + WAYS * part, FIRST + BOARDS, WAYS * PARTS)
    yield from FAILED_ONCE[way][part::PARTS]


def answers_of(chance: random.Random) -> Answers:
    spoils = chance.choice([0.05, 0.2, 0.5, 1.0])
    return Answers(chance, spoils, honest=chance.choice([0, 2, 3, 5]))


class Sandbox:
    """Folders of a PC: one that may be written, with a link out of it; all else stays as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inside = folder / "pc" / "in"
        (folder / "outside").mkdir(parents=True)
        (folder / "outside" / "evil").write_bytes(b"as it was")
        (folder / "pc" / "evil").mkdir(parents=True)
        self.inside.mkdir()
        (self.inside / "own").write_bytes(b"print(2)\n")
        (self.inside / ".git").mkdir()
        (self.inside / ".git" / "config").write_bytes(b"mine")
        try:
            (self.inside / "link").symlink_to(folder / "outside", target_is_directory=True)
        except OSError:
            assert sys.platform == "win32"
        self._before = self._seen()

    def ensure_whole(self) -> None:
        """Nothing outside of the folders that commands name was written, and nothing half stays inside."""
        assert self._seen() == self._before
        left = list((self.folder / "pc").rglob(".jumperwire-*"))
        assert left == []

    def _seen(self) -> dict[str, bytes | None]:
        """All but what is in the folders that are downloaded to."""
        found: dict[str, bytes | None] = {}
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder).as_posix()
            if not name.startswith(("pc/in", "pc/out", "home")):
                found[name] = None if path.is_dir() else path.read_bytes()
        return found


@contextmanager
def timed() -> Iterator[None]:
    """Fails what hangs, where the system has such alarms."""
    if sys.platform == "win32":
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"nothing ended it in {HANGS} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EDITOR", "true")


@pytest.mark.parametrize("part", range(PARTS))
def test_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    for seed in seeds(0, part):
        chance = random.Random(seed)
        sandbox = Sandbox(tmp_path / str(seed))
        monkeypatch.chdir(sandbox.folder / "pc")
        answers = answers_of(chance)
        command = chance.choice(COMMANDS)
        with hostile(answers, loss_free=chance.random() < 0.8), leaping() as seen, timed():
            said = jumper("-b", ADDRESS, *command.split(" "))
        story = f"seed {seed}: {command}: {answers.asked}: {said}"
        assert said.status in (0, 1, 2), story
        assert seen.leapt < HANGS, f"{seen}: {story}"
        assert "Traceback" not in said.error.split("raised")[0], story
        assert all(char.isprintable() or char in "\n\t" for char in said.error), story
        if command.split()[0] not in ("cat", "exec", "run", "eval", "soft-reset"):
            assert all(char.isprintable() or char in "\n\t" for char in said.out), story
        assert seen.held < HELD, f"{seen}: {story}"
        sandbox.ensure_whole()


WORK: list[Callable[[Board, Path], Awaitable[object]]] = [
    lambda board, pc: board.fs.list("/"),
    lambda board, pc: board.fs.walk("/"),
    lambda board, pc: board.fs.stat("/main.py"),
    lambda board, pc: board.fs.exists("/lib"),
    lambda board, pc: board.fs.read("/d/x"),
    lambda board, pc: board.fs.write("/new/w", b"w" * 3000),
    lambda board, pc: board.fs.upload(pc, "/up"),
    lambda board, pc: board.fs.download("/", pc),
    lambda board, pc: board.fs.download("/main.py", pc / "main.py"),
    lambda board, pc: board.fs.remove("/d", recursive=True),
    lambda board, pc: board.fs.rename("/main.py", "/m"),
    lambda board, pc: board.fs.copy("/main.py", "/m"),
    lambda board, pc: board.fs.space("/"),
    lambda board, pc: board.fs.sha256("/main.py"),
    lambda board, pc: board.sync(pc),
    lambda board, pc: board.sync(pc, "download", delete=True),
    lambda board, pc: board.exec("print(1)"),
]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_library(tmp_path: Path, part: int) -> None:
    for seed in seeds(1, part):
        run(seed, _work(seed, Sandbox(tmp_path / str(seed))))


async def _work(seed: int, sandbox: Sandbox) -> None:
    chance = random.Random(seed)
    answers = answers_of(chance)
    with hostile(answers, loss_free=chance.random() < 0.8):
        async with jumperwire.connect(ADDRESS) as board:
            for work in chance.sample(WORK, 3):
                try:
                    await asyncio.wait_for(work(board, sandbox.inside), HANGS)
                except JumperwireError:
                    continue
                except Exception as error:
                    raise AssertionError(f"seed {seed}: {answers.asked}") from error
    sandbox.ensure_whole()


def requests(chance: random.Random, pc: Path) -> list[tuple[str, dict[str, object]]]:
    folder: dict[str, object] = {"folder": str(pc)}
    transfer: dict[str, object] = {"items": [{"local": str(pc), "remote": "/"}]}
    plan: dict[str, object] = {**folder, "direction": chance.choice(["upload", "download"])}
    some: list[tuple[str, dict[str, object]]] = [
        ("files/list", {"path": "/"}),
        ("files/stat", {"path": "/main.py"}),
        ("files/read", {"path": "/d/x"}),
        ("files/write", {"path": "/w", "base64": "d3d3"}),
        ("files/remove", {"path": "/d", "recursive": True}),
        ("files/move", {"source": "/main.py", "target": "/m"}),
        ("files/space", {"path": "/"}),
        ("files/upload", transfer),
        ("files/download", transfer),
        ("sync/plan", plan),
        ("packages/list", {}),
        ("board/info", {}),
        ("sync/plan, sync/apply", plan),
    ]
    return chance.sample(some, 3)


def run(seed: int, work: Coroutine[object, object, None]) -> None:
    """To its end, which nothing of the loop waits for long."""
    with leaping() as seen, timed():
        asyncio.run(work)
    assert seen.held < HELD, f"seed {seed}: {seen}"


async def _ask(editor: Editor, board: str, method: str, params: dict[str, object]) -> None:
    """One request, or a plan that is applied."""
    first, _, second = method.partition(", ")
    _, answering = editor.begin(first, {"board": board, "whenRunning": "interrupt", **params})
    answer = result(await asyncio.wait_for(answering, HANGS))
    if second:
        conflicts = {each["path"]: "board" for each in answer["steps"] if each["action"] == "conflict"}
        await editor.ask(second, plan=answer["id"], delete=True, choices=conflicts, exclude=[])


@pytest.mark.parametrize("part", range(PARTS))
def test_the_sidecar(tmp_path: Path, part: int) -> None:
    for seed in seeds(2, part):
        run(seed, _serve(seed, Sandbox(tmp_path / str(seed)), tmp_path / "home" / str(seed)))


async def _serve(seed: int, sandbox: Sandbox, home: Path) -> None:
    chance = random.Random(seed)
    answers = answers_of(chance)
    with hostile(answers, loss_free=chance.random() < 0.8):
        async with served(home) as editor:
            board = (await editor.ask("boards/add", address=ADDRESS))["id"]
            await editor.ask("board/connect", board=board)
            for method, params in requests(chance, sandbox.inside):
                try:
                    await _ask(editor, board, method, params)
                except RequestFailed as error:
                    if error.data.get("code") in (None, "internal", "request_invalid"):
                        raise AssertionError(f"seed {seed}: {method}: {answers.asked}") from error
                except asyncio.TimeoutError as error:
                    raise AssertionError(f"seed {seed}: {method} hangs: {answers.asked}") from error
    sandbox.ensure_whole()
