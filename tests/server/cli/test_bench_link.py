"""``bench-link``: figures that a link of known speed bears out, and an error where bytes change."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from boards.catalog import UNIX, unix_address
from boards.link import emulated
from boards.linkspec import LINKS, LinkSpec

from cli.inprocess import Said, jumper


def measured(folder: Path, spec: LinkSpec, *options: str) -> Said:
    command = unix_address(folder / "flash").removeprefix("exec:").split()
    with emulated(spec, command) as plug:
        return jumper("-b", plug.address, *options, "bench-link")


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_a_line_of_known_speed(tmp_path: Path) -> None:
    said = measured(tmp_path, LINKS["uart"], "--json")
    found = json.loads(said.out)
    assert (said.status, said.error) == (0, "")
    line = LINKS["uart"].rate
    assert line
    for way in ("to_board", "from_board"):
        assert line / 4 < found[way] <= line
    assert 2 * LINKS["uart"].latency < found["round_trip"] <= found["slowest_round_trip"]


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_a_table_for_people(tmp_path: Path) -> None:
    said = measured(tmp_path, LINKS["usb"])
    assert (said.status, said.error) == (0, "")
    assert re.fullmatch(
        r"round trip      \d+\.\d ms, \d+\.\d ms at most\n"
        r"to the board    \d+\.\d KiB/s\n"
        r"from the board  \d+\.\d KiB/s\n",
        said.out,
    )


@pytest.mark.skipif(bool(UNIX.missing), reason=UNIX.missing or "")
def test_a_link_that_changes_bytes(tmp_path: Path) -> None:
    said = measured(tmp_path, LinkSpec("bad", corruption=0.002))
    assert (said.status, said.out) == (1, "")
    assert said.error.startswith("jumper: bench-link: ")
