"""What was synced is remembered, and a memory that is damaged only makes the next sync ask."""

from __future__ import annotations

from pathlib import Path

from jumperwire.sync.record import Places, Record

PROJECT = Path("/project")


def test_it_lasts(tmp_path: Path) -> None:
    Record(tmp_path, PROJECT, "b").settle({"/a": b"1", "/odd\udcff": b"2"})
    again = Record(tmp_path, PROJECT, "b")
    assert again.synced == {"/a": [b"1"], "/odd\udcff": [b"2"]}
    assert Record(tmp_path, PROJECT, "c").synced == {}
    assert Record(tmp_path, Path("/other"), "b").synced == {}


def test_what_was_begun_is_known_beside_what_was_there(tmp_path: Path) -> None:
    record = Record(tmp_path, PROJECT, "b")
    record.settle({"/a": b"1"})
    for digest in (b"2", b"3", b"2"):
        record.intend({"/a": digest})
    assert Record(tmp_path, PROJECT, "b").synced == {"/a": [b"1", b"3", b"2"]}
    for digest in (b"4", b"5", b"6", b"7"):
        record.intend({"/a": digest})
    assert record.synced == {"/a": [b"4", b"5", b"6", b"7"]}
    record.settle({"/a": b"7"}, gone=["/never"])
    assert Record(tmp_path, PROJECT, "b").synced == {"/a": [b"7"]}
    record.settle({}, gone=["/a"])
    assert Record(tmp_path, PROJECT, "b").synced == {}


def test_a_damaged_record(tmp_path: Path) -> None:
    for damage in ("", "[]", '{"files": {"/a": ["zz"]}}', '{"files": 5}'):
        Record(tmp_path, PROJECT, "b").settle({"/a": b"1"})
        (file,) = tmp_path.glob("*.json")
        file.write_text(damage)
        assert Record(tmp_path, PROJECT, "b").synced == {}


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Record(tmp_path / "file" / "x", PROJECT, "b").settle({"/a": b"1"})


def test_places(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert places.board_at(PROJECT, "COM7") is None
    assert places.project_on("123") is None
    places.note(PROJECT, "COM7", "123")
    again = Places(tmp_path)
    assert again.board_at(PROJECT, "COM7") == "123"
    assert again.project_on("123") == str(PROJECT)
    assert again.board_at(PROJECT, "COM8") is None
    (tmp_path / "places.json").write_text("[]")
    assert Places(tmp_path).project_on("123") is None
