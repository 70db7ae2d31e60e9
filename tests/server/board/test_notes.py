"""What is written down about boards is bounded, and survives whatever becomes of its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jumperwire.board.notes import Notes


def test_what_was_written_is_read_for_the_same_firmware(tmp_path: Path) -> None:
    Notes(tmp_path / "n", "a").put("1.28", strategy="lines", reason="silent")
    assert Notes(tmp_path / "n", "a").get("1.28") == {"strategy": "lines", "reason": "silent"}
    assert Notes(tmp_path / "n", "a").get("1.29") == {}
    assert Notes(tmp_path / "n", "b").get("1.28") == {}
    Notes(tmp_path / "n", "a").put("1.29", strategy="literals")
    assert Notes(tmp_path / "n", "a").get("1.28") == {}
    assert Notes(tmp_path / "n", "a").get("1.29") == {"strategy": "literals"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"\xff", b"[" * 6000, b'{"strategy": 1}', b'"' + b"x" * 9999]
)
def test_files_that_are_broken_are_not_used(tmp_path: Path, content: bytes) -> None:
    notes = Notes(tmp_path, "a")
    notes.put("1.28", strategy="lines")
    (page,) = tmp_path.iterdir()
    page.write_bytes(content)
    assert notes.get("1.28") == {}
    notes.put("1.28", strategy="lines")
    assert notes.get("1.28") == {"strategy": "lines"}


def test_facts_and_boards_are_bounded(tmp_path: Path) -> None:
    for number in range(205):
        Notes(tmp_path, str(number)).put("1.28", reason="x" * 10_000)
        (page,) = set(tmp_path.iterdir()) - {old for old, _ in _aged(tmp_path)}
        os.utime(page, (number + 1, number + 1))
    assert len(list(tmp_path.iterdir())) == 200
    assert Notes(tmp_path, "4").get("1.28") == {}
    assert len(Notes(tmp_path, "204").get("1.28")["reason"]) < 1000


def _aged(folder: Path) -> list[tuple[Path, float]]:
    return [(page, page.stat().st_mtime) for page in folder.iterdir() if page.stat().st_mtime < 10**6]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    notes = Notes(tmp_path / "file", "a")
    notes.put("1.28", strategy="lines")
    assert notes.get("1.28") == {}
