"""``mip`` beyond what mpremote has: lists, uninstalling, locks; and that nothing is done by halves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from boards.catalog import UNIX, unix_address
from packages.index import Index

from cli.inprocess import Said, jumper

pytestmark = pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")

Line: TypeAlias = Callable[..., Said]


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """Where packages come from, without an ``--index``."""
    with Index() as index:
        files = {"net/__init__.mpy": b"M\x06", "net/core.mpy": b"core = 1\n"}
        for version in ("latest", "1.0"):
            index.package("net", files, version=version, mpy="6", deps=[["log", "2"]])
            index.package("tool", {"tool.py": b"tool = 1\n"}, version=version)
        for version in ("latest", "2"):
            index.package("log", {"log.mpy": b"log = 1\n"}, version=version, mpy="6")
        monkeypatch.setattr("jumperwire.cli.commands.installing.INDEX", index.url)
        yield index


@pytest.fixture
def line(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A line for a board that has its files from one line to the next."""
    for name, value in {"JUMPERWIRE_HOME": "home", "XDG_CONFIG_HOME": "config"}.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("12345")
    return lambda *words: jumper("-b", unix_address(tmp_path / "flash"), *words)


def test_what_is_installed_is_listed(line: Line, index: Index) -> None:
    one = index.put("one.py", "one = 1\n")
    assert line("mip", "list").out == ""
    line("mip", "install", "net", one)
    assert line("mip", "list").out.splitlines() == [
        f"{one}  -    1 file",
        f"{'log':{len(one)}}  2    1 file, a dependency",
        f"{'net':{len(one)}}  1.0  2 files",
    ]
    [net] = json.loads(line("--json", "mip", "list", "net").out)
    assert (net["name"], net["version"], net["wanted"], len(net["files"])) == ("net", "1.0", True, 2)
    assert line("mip", "list", "nope").error.startswith("jumper: mip: nope is not installed in /lib on ")
    assert line("mip", "list", "--target", "other").out == ""


def test_uninstalling_tells_what_goes(line: Line) -> None:
    line("mip", "install", "net")
    said = line("mip", "uninstall", "net", "log")
    assert said.out == (
        "Uninstall net\nRemoving: /lib/net/__init__.mpy\nRemoving: /lib/net/core.mpy\nDone\n"
        "Uninstall log\nRemoving: /lib/log.mpy\nDone\n"
    )
    again = line("mip", "uninstall", "net")
    assert (again.status, again.out) == (1, "Uninstall net\n")
    assert "net is not installed" in again.error


def test_a_package_that_is_not_whole_changes_nothing(line: Line, index: Index) -> None:
    index.put(index.package("bad", {"bad.py": b"right"}, mpy="6")["bad.py"], b"wrong")
    for name, why in (
        ("bad", "bad.py of bad does not match its hash"),
        ("nope", f"Package not found: nope at {index.url}"),
        ("log@9", f"Package not found: log (version 9) at {index.url}"),
        (f"{index.url}/x.py", f"{index.url}/x.py could not be downloaded: Not Found"),
        ("nowhere.json", "nowhere.json: No such file or directory"),
    ):
        said = line("mip", "install", "net", name)
        assert (said.status, said.out, said.error) == (1, "Install net\n", f"jumper: mip: {why}\n")
    assert line("ls", "lib").status == 1


def test_a_lock_repeats_what_was_installed(line: Line, index: Index, tmp_path: Path) -> None:
    line("mip", "install", "--lock", "first.lock", "net")
    assert line("mip", "freeze", "--lock", "second.lock").status == 0
    frozen = json.loads(line("mip", "freeze").out)
    assert frozen == json.loads((tmp_path / "second.lock").read_text("utf-8"))
    first = json.loads((tmp_path / "first.lock").read_text("utf-8"))
    parts = [
        {part["path"]: part["digest"] for each in lock["packages"] for part in each["parts"]}
        for lock in (first, frozen)
    ]
    assert parts[0] == parts[1]
    index.package("net", {"net/__init__.mpy": b"newer"}, mpy="6")
    for lock in ("first.lock", "second.lock"):
        assert line("rm", "-r", "lib", "+", "mip", "install", "--lock", lock).out.endswith("Done\n")
        assert line("cat", "lib/net/core.mpy").out == "core = 1\n"
        assert [row.split()[:2] for row in line("mip", "list").out.splitlines()] == [
            ["log", "2"],
            ["net", "1.0"],
        ]


def test_what_was_changed_by_hand_is_not_frozen(line: Line, tmp_path: Path) -> None:
    line("mip", "install", "net")
    line("cp", "a.txt", ":lib/net/core.mpy")
    said = line("mip", "freeze", "--lock", "a.lock")
    assert said.error.startswith("jumper: mip: /lib/net/core.mpy on ")
    assert not (tmp_path / "a.lock").exists()
    line("rm", "lib/net/core.mpy")
    assert line("mip", "freeze").status == 1


def test_sources_and_what_is_elsewhere_are_frozen(line: Line, index: Index) -> None:
    index.put("repo/m.py", "m = 1\n")
    index.put("repo/package.json", {"urls": [["m.py", "m.py"]], "version": "3"})
    line("mip", "install", "--no-mpy", "--target", "/own", "tool", f"{index.url}/repo@branch")
    frozen = json.loads(line("mip", "freeze", "--target", "/own").out)
    assert frozen["mpy"] == "py"
    assert [(each["name"], each["version"], each["asked"]) for each in frozen["packages"]] == [
        (f"{index.url}/repo", "3", "branch"),
        ("tool", "1.0", "1.0"),
    ]


def test_a_package_is_frozen_from_the_index_that_it_is_of(line: Line) -> None:
    with Index() as other:
        other.package("tool", {"tool.py": b"tool = 'another'\n"})
        other.package("tool", {"tool.py": b"tool = 'another'\n"}, version="1.0")
        line("mip", "install", "--no-mpy", "--index", other.url, "tool")
        assert line("mip", "freeze", "--lock", "a.lock").error == ""
        line("rm", "-r", "lib", "+", "mip", "install", "--lock", "a.lock")
        assert line("cat", "lib/tool.py").out == "tool = 'another'\n"


def test_words_that_do_not_fit(line: Line) -> None:
    for words in ([], ["install"], ["uninstall"], ["freeze", "net"], ["install", "--bad", "net"]):
        said = line("mip", *words)
        assert (said.status, said.out) == (2, ""), words
    said = line("mip", "update", "net")
    assert said.error == "jumper: mip: 'update' is not a command; use install, list, uninstall, freeze\n"


def test_silence_and_json(line: Line) -> None:
    assert (
        line("-q", "mip", "install", "net", "+", "mip", "list", "log").out == "log  2  1 file, a dependency\n"
    )
    done = json.loads(line("--json", "mip", "install", "--target", "/two", "net").out)
    assert (done["target"], [each["name"] for each in done["packages"]]) == ("/two", ["net", "log"])
    removed = json.loads(line("--json", "mip", "uninstall", "net").out)
    assert removed == {"package": "net", "removed": ["/lib/net/__init__.mpy", "/lib/net/core.mpy"]}
    assert json.loads(line("--json", "mip", "freeze").out)["packages"][0]["name"] == "log"


def test_several_boards_at_once(line: Line, tmp_path: Path) -> None:
    boards = [unix_address(tmp_path / name) for name in ("one", "two")]
    words = [word for board in boards for word in ("-b", board)]
    assert jumper(*words, "mip", "install", "log@2", "net").status == 0
    listed = jumper(*words, "mip", "list", "log").out.splitlines()
    assert sorted(listed) == sorted(f"{board}: log  2  1 file" for board in boards)
    for command in ("install", "freeze"):
        said = jumper(*words, "mip", command, "--lock", "a.lock", *(["log"] if command == "install" else []))
        assert (said.status, said.error.count("one board at a time")) == (2, 2)
