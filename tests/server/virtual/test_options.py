"""The Python side: options and frames."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from jumperwire import virtual
from virtual.process import NODE


def test_frames() -> None:
    assert virtual.frame(virtual.DATA, b"ab") == b"\x00\x02\x00\x00\x00ab"
    assert virtual.frame(virtual.CONTROL, b"") == b"\x01\x00\x00\x00\x00"


def test_options_reach_the_process_by_its_names() -> None:
    options = virtual.VirtualOptions(root="r", heap_size=65_536, latency_ms=5, raw_paste=False)
    assert json.loads(options.to_json()) == {
        "root": "r",
        "name": "virtual",
        "flashSize": 1_441_792,
        "heapSize": 65_536,
        "baud": 0,
        "ring": 0,
        "latencyMs": 5,
        "rawPaste": False,
        "stdinBuffer": True,
        "dropOnReset": False,
    }


def test_defaults_are_those_of_the_process() -> None:
    text = (virtual.script_path().parent / "options.mjs").read_text()
    script = text.replace("export ", "") + "\nconsole.log(JSON.stringify(DEFAULTS));"
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, timeout=10, check=True)
    assert {**json.loads(done.stdout), "root": "r"} == json.loads(virtual.VirtualOptions(root="r").to_json())


@pytest.mark.parametrize(
    "wrong",
    [
        {"root": ""},
        {"name": ""},
        {"baud": -1},
        {"ring": 65_537},
        {"heap_size": 1000},
        {"flash_size": 0},
        {"latency_ms": -1},
    ],
)
def test_invalid_options_cannot_be_built(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"virtual board needs|must be between"):
        virtual.VirtualOptions(**{"root": "r", **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("version", "switch"),
    [
        ((20, 20, 2), "--experimental-permission"),
        ((22, 12, 0), "--experimental-permission"),
        ((22, 13, 0), "--permission"),
        ((23, 4, 0), "--experimental-permission"),
        ((24, 0, 0), "--permission"),
    ],
)
def test_flags_fit_the_version(version: tuple[int, ...], switch: str) -> None:
    flags = virtual.node_flags(version, "/flash")
    assert flags[0] == switch
    assert "--allow-fs-write=/flash" in flags
    assert not any(flag.startswith("--allow-child") for flag in flags)


@pytest.mark.parametrize("version", [(18, 19, 0), ()])
def test_no_flags_for_a_node_that_knows_none(version: tuple[int, ...]) -> None:
    assert virtual.node_flags(version, "/flash") == []


def test_the_program_is_there() -> None:
    assert virtual.script_path().is_file()
    assert isinstance(virtual.script_path(), Path)
