"""Deltas make the new content from the old one, and what is kept for them is bounded."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.filesystem.contents import Contents
from jumperwire.filesystem.delta import Copy, Delta, instructions
from jumperwire.filesystem.outgoing import Outgoing

pieces = st.lists(st.binary(min_size=1, max_size=90), min_size=1, max_size=12)


def applied(old: bytes, parts: list[Copy | bytes]) -> bytes:
    return b"".join(
        old[part.offset : part.offset + part.length] if isinstance(part, Copy) else part for part in parts
    )


@given(pieces, st.data())
def test_applying_the_instructions_gives_the_new_content(parts: list[bytes], data: st.DataObject) -> None:
    old = b"".join(parts)
    new = b"".join(data.draw(st.lists(st.sampled_from([*parts, b"new", b""]), max_size=20)))
    assert applied(old, list(instructions(old, new))) == new


def test_a_changed_line_costs_about_itself() -> None:
    lines = [b"line %d of a file, with some text\n" % number for number in range(1500)]
    old = b"".join(lines)
    lines[700] = b"this one is another\n"
    new = b"".join(lines)
    parts = Outgoing("/f", new, old).parts()
    assert applied(old, parts) == new
    assert sum(1 if isinstance(part, Copy) else len(part) for part in parts) < 100


def test_where_little_is_left_the_whole_is_sent() -> None:
    chance = random.Random(1)
    old, new = chance.randbytes(5000), chance.randbytes(5000)
    assert Outgoing("/f", new, old).parts() == [new]
    assert Outgoing("/f", new).parts() == [new]
    assert Outgoing("/f", b"", old).parts() == [b""]


def test_what_is_reordered_heavily_is_sent_whole() -> None:
    chance = random.Random(1)
    lines = [b"reading %d = sensor.read(%d)  # once a minute\n" % (n, n % 7) for n in range(2000)]
    old = b"".join(lines)
    chance.shuffle(lines)
    new = b"".join(lines)
    assert Outgoing("/f", new, old).parts() == [new]


def test_a_few_moved_functions_are_copies() -> None:
    chance = random.Random(2)
    functions = [chance.randbytes(4000) for _ in range(10)]
    old, new = b"".join(functions), b"".join(functions[::-1])
    parts = Outgoing("/f", new, old).parts(loss_free=True)
    assert applied(old, parts) == new
    assert all(isinstance(part, Copy) for part in parts)


@pytest.mark.parametrize(("copies", "pays"), [(10, True), (160, False)])
def test_the_work_of_the_board_counts(copies: int, pays: bool) -> None:
    delta = Delta([], copies=copies, size=3000, packed=1000, whole=9000, whole_packed=4000)
    assert delta.pays(deflates=True, per_copy=24) is pays
    assert delta.pays(deflates=False, per_copy=24)


def test_contents_are_found_by_digest(tmp_path: Path) -> None:
    contents = Contents(tmp_path / "sent")
    files = [Outgoing(f"/f{number}", bytes([number]) * 1000) for number in range(5)]
    assert contents.get(files[0].digest) is None
    contents.keep([*files, Outgoing("/small", b"too small to keep")])
    assert [contents.get(file.digest) for file in files] == [file.data for file in files]
    assert len(os.listdir(tmp_path / "sent")) == 5


def test_those_not_used_for_longest_go_first(tmp_path: Path) -> None:
    contents = Contents(tmp_path, limit=3500)
    files = [Outgoing(f"/f{number}", bytes([number]) * 1000) for number in range(5)]
    for age, file in enumerate(files[:3]):
        contents.keep([file])
        os.utime(tmp_path / file.digest.hex(), (age, age))
    assert contents.get(files[0].digest) is not None
    contents.keep(files[3:])
    assert contents.get(files[0].digest) is not None
    assert contents.get(files[1].digest) is None
    assert sum(entry.stat().st_size for entry in os.scandir(tmp_path)) <= 3500


def test_what_was_spoiled_is_not_used(tmp_path: Path) -> None:
    contents = Contents(tmp_path)
    file = Outgoing("/f", b"x" * 1000)
    contents.keep([file])
    (tmp_path / file.digest.hex()).write_bytes(b"y" * 1000)
    assert contents.get(file.digest) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    Contents(tmp_path / "file" / "below").keep([Outgoing("/f", b"x" * 1000)])
