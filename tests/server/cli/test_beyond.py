"""What mpremote has not: sync, mv, du, lists as JSON, several boards at once, silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address

from cli.inprocess import Said, jumper

pytestmark = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A line for a board that has its files from one line to the next."""
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("12345")
    return lambda *words: jumper("-b", unix_address(tmp_path / "flash"), *words)


def test_a_file_is_moved_and_nothing_is_replaced_unasked(line: Line) -> None:
    assert line("cp", "a.txt", ":one", "+", "mkdir", "d", "+", "touch", "two").status == 0
    assert line("mv", "one", "d").out == "mv :one :d\n"
    assert line("mv", "d/one", "two").error == "jumper: mv: d/one: File exists.\n"
    assert line("mv", "-f", "d/one", "two", "+", "cat", "two").out == "mv :d/one :two\n12345"
    assert line("mv", "two", "nope/").error == "jumper: mv: destination is not a directory\n"
    assert line("mv", "two").error == "jumper: mv: missing destination path\n"


def test_sizes_are_added_up(line: Line) -> None:
    line("mkdir", "d", "d/e", "+", "cp", "a.txt", ":d/e/one", "+", "cp", "a.txt", ":d")
    assert line("du").out == "5\t/d/e\n10\t/d\n10\t/\n"
    assert line("du", "-h", "d").out == "5\td/e\n10\td\n"
    assert line("du", "nope").status == 1


def test_lists_are_json_if_asked_for(line: Line) -> None:
    line("mkdir", "d", "+", "cp", "a.txt", ":d/a.txt")
    said = line("--json", "ls", "d", "+", "tree", "+", "du", "+", "df", "+", "sha256sum", "d/a.txt")
    ls, tree, du, df, digest = map(json.loads, said.out.splitlines())
    assert digest == {"path": "d/a.txt", "algorithm": "sha256", "digest": sha256(b"12345").hexdigest()}
    assert [(entry["name"], entry["size"], entry["folder"]) for entry in ls] == [("a.txt", 5, False)]
    assert [entry["name"] for entry in tree] == ["d", "d/a.txt"]
    assert du == {"/d": 5, "/": 5}
    assert [(mount["path"], mount["total"]) for mount in df] == [("/", 1 << 20)]
    assert isinstance(json.loads(jumper("--json", "devs").out), list)


def test_json_is_all_that_is_said_and_says_whose_it_is(tmp_path: Path, line: Line) -> None:
    line("touch", "one")
    said = line("--json", "cp", "a.txt", ":", "+", "rm", "-rv", "one", "+", "ls")
    assert [entry["name"] for entry in json.loads(said.out)] == ["a.txt"]
    boards = [unix_address(tmp_path / name) for name in ("one", "two")]
    said = jumper(*[word for board in boards for word in ("-b", board)], "--json", "mkdir", "d", "+", "ls")
    found = [json.loads(each) for each in said.out.splitlines()]
    assert sorted(each["board"] for each in found) == sorted(boards)
    assert [[entry["name"] for entry in each["value"]] for each in found] == [["d"], ["d"]]


def test_several_boards_at_once(tmp_path: Path, line: Line) -> None:
    boards = [unix_address(tmp_path / name) for name in ("one", "two")]
    words = [word for board in boards for word in ("-b", board)]
    said = jumper(*words, "exec", "print('here');print(6*7)")
    assert sorted(said.out.splitlines()) == sorted(f"{b}: {word}" for b in boards for word in ("here", "42"))
    assert jumper(*words, "exec", "1/0").status == 1
    assert "one board at a time" in jumper(*words, "repl").error


def test_only_results_are_said_if_asked_for(line: Line) -> None:
    assert line("-q", "cp", "a.txt", ":", "+", "cp", "a.txt", ":", "+", "sha1sum", "a.txt").status == 2
    assert line("-q", "cp", "a.txt", ":", "+", "ls").out == "           5 a.txt\n"


def test_a_sync_shows_its_plan_and_carries_it_out(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    (folder / "lib").mkdir(parents=True)
    (folder / "main.py").write_text("print(1)\n")
    (folder / "lib" / "m.py").write_text("x = 1\n")
    line("touch", "other.txt")
    planned = line("sync", "--dry-run", str(folder))
    assert planned.out.splitlines() == [
        f"+ /{n}  (only in the source)" for n in ("lib/", "lib/m.py", "main.py")
    ]
    assert line("ls").out.count("main.py") == 0
    assert line("sync", str(folder)).out.splitlines()[-1] == "2 sent, 0 deleted, 0 the same"
    assert line("sync", str(folder)).out == "0 sent, 0 deleted, 2 the same\n"
    assert "- /other.txt" in line("sync", "--delete", str(folder)).out
    assert line("tree").out == "tree :\n:/\n├── lib\n│   └── m.py\n└── main.py\n"


def test_a_sync_leaves_conflicts_and_says_so(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.txt").write_text("the PC's")
    line("cp", "a.txt", ":")
    said = line("sync", str(folder))
    assert (said.status, said.error) == (
        1,
        "jumper: sync: 1 left alone, because both sides have changed; --force replaces them\n",
    )
    assert line("cat", "a.txt").out == "12345"
    assert json.loads(line("--json", "-q", "sync", "-n", str(folder)).out)[0]["action"] == "conflict"
    assert line("sync", "--force", str(folder)).status == 0
    assert line("cat", "a.txt").out == "the PC's"


def test_a_run_after_a_sync_imports_what_was_synced(line: Line, tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text("import outer\nprint(outer.inner.value)\n")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "outer.py").write_text("import inner\n")
        (tmp_path / name / "inner.py").write_text(f"value = '{name}'\n")
    words = [("sync", "--force", name, "+", "run", "uses.py") for name in ("one", "two")]
    said = line(*words[0], "+", *words[1]).out.splitlines()
    assert [each for each in said if each in ("one", "two")] == ["one", "two"]


def test_a_sync_the_other_way_round(line: Line, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "own.txt").write_text("stays")
    line("cp", "a.txt", ":")
    assert line("sync", "--download", str(tmp_path / "project")).status == 0
    assert (tmp_path / "project" / "a.txt").read_text() == "12345"


def test_nothing_is_put_below_a_file_or_into_a_folder_that_is_not_there(line: Line) -> None:
    assert line("cp", "a.txt", ":one").status == 0
    for words in (("cp", "a.txt"), ("cp", "-r", "a.txt"), ("cp", ":one")):
        assert line(*words, ":one/x").error == "jumper: cp: one/x: Not a directory.\n"
        assert line(*words, ":one/x/y").error.startswith("jumper: cp: one/x/y: No")
        assert line(*words, ":no/x").error == "jumper: cp: no/x: No such file or directory.\n"
    assert line("sync", "nodir").error == "jumper: sync: there is no folder nodir on this computer\n"
