"""A long copy shows how far it is, on a terminal; a short one, a pipe and --quiet do not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS

from cli.terminal import terminal
from jumperwire.cli import progress
from jumperwire.cli.progress import Bar
from jumperwire.filesystem.outgoing import Progress

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="tests have no terminal on Windows"),
    pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or ""),
]


@pytest.mark.parametrize(
    ("words", "size", "shows"), [([], 24_000, True), (["-q"], 24_000, False), ([], 100, False)]
)
def test_a_long_copy_shows_how_far_it_is(tmp_path: Path, words: list[str], size: int, shows: bool) -> None:
    (tmp_path / "noise.bin").write_bytes(os.urandom(size))
    command = unix_address(tmp_path / "flash").removeprefix("exec:").split()
    with (
        emulated(LINKS["uart"], command) as plug,
        terminal(tmp_path, [*words, "-b", plug.address, "cp", "noise.bin", ":[b]noise"]) as screen,
    ):
        assert screen.status() == 0
    assert (b"/[b]noise" in screen.shown) is shows
    assert (b"/24.0 kB" in screen.shown) is shows


def test_a_bar_that_was_not_drawn_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    bar = Bar()
    bar(Progress("/a", 1, 0, 100, 50))
    bar.close()


def test_it_is_not_drawn_more_often_than_eyes_see(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    class Bars:
        def update(self, task: object, completed: int, **_: object) -> None:
            drawn.append(completed)

        def stop(self) -> None:
            drawn.append(-1)

    monkeypatch.setattr(progress, "SOON", 0)
    monkeypatch.setattr(progress, "_drawn", lambda size: (Bars(), 0))
    bar = Bar()
    for done in range(100):
        bar(Progress("/a", 1, 0, 100, done))
    bar.close()
    assert drawn == [0, -1]
