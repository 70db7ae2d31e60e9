"""What was synced is remembered, and a memory that is damaged only makes the next sync ask."""

from __future__ import annotations

from pathlib import Path

from jumperwire.sync.record import Record, SyncHistory

PROJECT = Path("/project")


def test_it_lasts(tmp_path: Path) -> None:
    Record(tmp_path, PROJECT, "b").update({"/a": b"1", "/odd\udcff": b"2"})
    again = Record(tmp_path, PROJECT, "b")
    assert again.synced == {"/a": [b"1"], "/odd\udcff": [b"2"]}
    assert Record(tmp_path, PROJECT, "c").synced == {}
    assert Record(tmp_path, Path("/other"), "b").synced == {}


def test_what_was_begun_is_known_beside_what_was_there(tmp_path: Path) -> None:
    record = Record(tmp_path, PROJECT, "b")
    record.update({"/a": b"1"})
    for digest in (b"2", b"3", b"2"):
        record.intend({"/a": digest})
    assert Record(tmp_path, PROJECT, "b").synced == {"/a": [b"1", b"3", b"2"]}
    for digest in (b"4", b"5", b"6", b"7"):
        record.intend({"/a": digest})
    assert record.synced == {"/a": [b"4", b"5", b"6", b"7"]}
    record.update({"/a": b"7"}, gone=["/never"])
    assert Record(tmp_path, PROJECT, "b").synced == {"/a": [b"7"]}
    record.update({}, gone=["/a"])
    assert Record(tmp_path, PROJECT, "b").synced == {}


def test_a_damaged_record(tmp_path: Path) -> None:
    for damage in ("", "[]", '{"files": {"/a": ["zz"]}}', '{"files": 5}'):
        Record(tmp_path, PROJECT, "b").update({"/a": b"1"})
        (file,) = tmp_path.glob("*.json")
        file.write_text(damage)
        assert Record(tmp_path, PROJECT, "b").synced == {}


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Record(tmp_path / "file" / "x", PROJECT, "b").update({"/a": b"1"})


def test_places(tmp_path: Path) -> None:
    history = SyncHistory(tmp_path)
    assert history.board_at(PROJECT, "COM7") is None
    assert history.project_on("123") is None
    history.note(PROJECT, "COM7", "123")
    again = SyncHistory(tmp_path)
    assert again.board_at(PROJECT, "COM7") == "123"
    assert again.project_on("123") == str(PROJECT)
    assert again.board_at(PROJECT, "COM8") is None
    (tmp_path / "places.json").write_text("[]")
    assert SyncHistory(tmp_path).project_on("123") is None
