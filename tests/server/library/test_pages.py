"""Every block of Python on the pages for programs runs as it stands, on a virtual board."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from pathlib import Path

import pytest
from packages.index import Index

import jumperwire
from jumperwire import blocking

DOCS = Path(__file__).parents[3] / "docs"

PAGES = ("library.md", "from-mpremote-api.md", "packages.md")


def blocks() -> list[tuple[str, int, str]]:
    """The page, the line and the source of each."""
    found = []
    for page in PAGES:
        text = (DOCS / page).read_text("utf-8")
        for match in re.finditer(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            found.append((page, text.count("\n", 0, match.start()) + 2, match[1]))
    return found


@pytest.mark.parametrize(
    ("page", "line", "source"), [pytest.param(*b, id=f"{b[0]}:{b[1]}") for b in blocks()]
)
def test_block(
    page: str, line: int, source: str, virtual: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "note.txt").write_text("hello", "utf-8")
    (tmp_path / "main.py").write_text("print('main')\n", "utf-8")
    source = source.replace('"auto"', "address").replace(
        '.install("aioble"', '.install("aioble", index=index.url'
    )
    with Index() as index:
        index.package("aioble", {"aioble/__init__.py": b"x = 1\n"})
        index.package("aioble", {"aioble/__init__.mpy": b"M"}, mpy="6")
        names: dict[str, object] = {"index": index, "address": virtual}
        names |= {"asyncio": asyncio, "jumperwire": jumperwire, "blocking": blocking}
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        result = eval(compile("\n" * (line - 1) + source, str(DOCS / page), "exec", flags=flags), names)
        if inspect.iscoroutine(result):
            asyncio.run(result)


def test_the_page_of_transports_shows_the_worked_example() -> None:
    example = DOCS.parent / "examples" / "transport"
    shown = re.findall(
        r"^```(\w+)\n(.*?)^```$", (DOCS / "transports.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert [kind for kind, _ in shown] == ["toml", "python"]
    assert shown[0][1] in (example / "pyproject.toml").read_text("utf-8")
    assert shown[1][1] == (example / "src" / "jumperwire_unix_socket.py").read_text("utf-8")


def test_what_becomes_of_mpremotes_calls_is_there() -> None:
    """Each call of ours in the tables exists, with the arguments named."""
    kinds: dict[str, object] = {"board": blocking.Board, "board.fs": blocking.Files, "blocking": blocking}
    text = (DOCS / "from-mpremote-api.md").read_text("utf-8")
    calls = re.findall(r"(board\.fs|board|blocking)\.(\w+)\(([^()`]*)", text)
    assert len(calls) > 30
    for owner, name, arguments in calls:
        method = getattr(kinds[owner], name)
        for keyword in re.findall(r"(\w+)=", arguments):
            assert keyword in inspect.signature(method).parameters, (owner, name, keyword)


def test_syncs_leave_packages_alone_as_the_page_says(virtual: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "main.py").write_text("x = 1\n", "utf-8")
    with Index() as index, blocking.connect(virtual) as board:
        index.package("log", {"log.py": b"x = 1\n"})
        board.packages.install("log", index=index.url, mpy=False)
        assert board.sync(tmp_path / "work", delete=True).deleted == 0
        assert board.packages.list()[0].name == "log"


def test_there_are_blocks_on_each_page() -> None:
    for page in PAGES:
        assert sum(block[0] == page for block in blocks()) >= 3
