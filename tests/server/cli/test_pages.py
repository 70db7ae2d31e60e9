"""Each ``jumper`` that a page shows is run here, on a board that has its files from one line to the next."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS
from packages.index import Index

from cli.inprocess import Said, jumper

ROOT = Path(__file__).absolute().parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

NEEDS_HARDWARE = {"jumper rtc --set": "RTC", "jumper romfs deploy package": "ROMFS is not enabled"}
"""What the Unix port has not, and what is said of it."""

NEEDS_TERMINAL = "the REPL needs a terminal"
"""Said by lines that end in the REPL: test_repl.py has those."""


def shown(page: Path) -> list[str]:
    blocks = BLOCK.findall(page.read_text("utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.split()[:1] == ["jumper"]]


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[dict[str, str]]:
    """By the names that pages give them."""
    with ExitStack() as stack:
        found = {}
        for name in ("/dev/ttyACM0", "/dev/ttyACM1"):
            command = unix_address(tmp_path / name[-1]).removeprefix("exec:").split()
            found[name] = stack.enter_context(emulated(LINKS["unthrottled"], command)).address
        yield found


@pytest.fixture
def index() -> Iterator[Index]:
    """Has what pages install."""
    with Index() as index:
        for mpy, ending in (("6", "mpy"), ("py", "py")):
            for version in ("latest", "0.6.1", "1.0"):
                index.package("aioble", {f"aioble.{ending}": b"aioble"}, mpy=mpy, version=version)
        yield index


def test_pages_show_some() -> None:
    assert len([line for page in PAGES for line in shown(page)]) > 40


def _until_ctrl_c(words: list[str]) -> Said:
    """As a person ends it who has seen that it works."""
    command = [sys.executable, "-I", "-m", "jumperwire.cli.main", *words]  # a page has a file copy.py
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if "Ctrl-C" in line:
                process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=10)
        return Said(process.returncode, "", error)


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
@pytest.mark.parametrize("page", [page for page in PAGES if shown(page)], ids=lambda page: page.name)
def test_what_a_page_shows_works(
    page: Path, boards: dict[str, str], index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pc"
    for name in ("main.py", "lib.py", "package/sub/one.py", "package/two.py", "project/app.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"print({name!r})\n")
    monkeypatch.chdir(folder)
    for name, value in {"JUMPERWIRE_HOME": "home", "XDG_CONFIG_HOME": "config"}.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr("jumperwire.cli.commands.installing.INDEX", index.url)
    for line in shown(page):
        words = [boards.get(word, word) for word in shlex.split(line)[1:]]
        if not {*words} & {*boards.values()}:
            words[:0] = ["-b", boards["/dev/ttyACM0"]]
        said = _until_ctrl_c(words) if "--watch" in words else jumper(*words)
        if "repl" in words or words[2:] in ([], ["mount", "."]):
            assert NEEDS_TERMINAL in said.error, line
        elif line in NEEDS_HARDWARE:
            assert NEEDS_HARDWARE[line] in said.error, line
        else:
            assert (said.status, said.error) == (0, ""), f"{line}: {said}"
