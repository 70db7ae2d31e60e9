"""Board code cannot reach the PC, and is told plainly what there is none of."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from jumperwire import virtual
from virtual.conftest import Start
from virtual.process import NODE, BoardProcess

ESCAPES = [
    "import js",
    "import jsffi",
    "__import__('js')",
    "__import__('jsffi')",
    "import sys; sys.modules['js']",
    "import sys; sys.modules.clear(); import js",
    "import builtins; builtins.__import__('js')",
    "import builtins\ndel builtins.__import__\nimport js",
    "import asyncio; asyncio.core.js",
    "import asyncio; asyncio.core.jsffi",
    "import sys; sys.modules['asyncio.core'].js",
    "import sys\nsys.modules.clear()\nsys.path[:] = ['.frozen']\nimport js",
    "exec('import js')",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_there_is_no_way_to_javascript(raw: BoardProcess, source: str) -> None:
    out, error = raw.run(f"{source}\nprint('reached')")
    assert b"reached" not in out
    assert b"Error: " in error


def test_javascript_modules_hold_nothing_even_when_found(raw: BoardProcess) -> None:
    source = """
import asyncio, sys
for d in (asyncio.core.__dict__, sys.modules):
    for key, value in list(d.items()):
        if 'js' in str(key) or 'module \\'js' in str(value): print('found', key, value)
print('done')
"""
    assert raw.run(source) == (b"done\r\n", b"")


@pytest.mark.parametrize("command", ["text 65536 x", "forget 70000", "raw 70000 70000", "flush 70000"])
def test_the_line_of_the_shims_is_closed_to_programs(raw: BoardProcess, command: str) -> None:
    out, error = raw.run(f"import sys\nopen(5, 'w').write({command!r})\nprint(sys.platform)")
    assert (out, error) == (b"virtual\r\n", b"")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("from machine import Pin", "the virtual board has no GPIO: machine.Pin needs a real board"),
        ("import machine; machine.PWM(1)", "the virtual board has no GPIO: machine.PWM needs a real board"),
        ("import socket", "the virtual board has no network: socket needs a real board"),
        ("import network", "the virtual board has no network: network needs a real board"),
        ("import bluetooth", "the virtual board has no Bluetooth: bluetooth needs a real board"),
        ("import _thread", "the virtual board has no threads: _thread needs a real board"),
        ("import neopixel", "the virtual board has no GPIO: neopixel needs a real board"),
    ],
)
def test_says_what_it_has_not(raw: BoardProcess, source: str, message: str) -> None:
    out, error = raw.run(source)
    assert out == b""
    assert error.endswith(f"\r\nImportError: {message}\r\n".encode())


def test_an_unknown_module_fails_as_on_any_board(raw: BoardProcess) -> None:
    assert raw.run("import nosuch")[1] == (
        b'Traceback (most recent call last):\r\n  File "<stdin>", line 1, in <module>\r\n'
        b"ImportError: no module named 'nosuch'\r\n"
    )


def test_a_module_of_ones_own_wins(raw: BoardProcess) -> None:
    (raw.root / "socket.py").write_text("mine = 1\n")
    assert raw.run("import socket; print(socket.mine)") == (b"1\r\n", b"")


def test_node_is_fenced_in_as_well(tmp_path: Path) -> None:
    """The flags that `command` gives: the same Node with them cannot read or write elsewhere."""
    outside = tmp_path / "flash-of-another"
    outside.write_text("x")
    options = virtual.VirtualOptions(root=str(tmp_path / "flash"))
    flags = [part for part in virtual.command(NODE, options) if part.startswith("--")]
    script = f"""
const fs = require("fs");
for (const act of [() => fs.readFileSync({str(outside)!r}), () => fs.writeFileSync({str(outside)!r}, "y"),
                   () => require("child_process").spawnSync("true")]) {{
  try {{ act(); console.log("reached"); }} catch (error) {{ console.log(error.code); }}
}}"""
    done = subprocess.run(
        [NODE, *flags, "-e", script], capture_output=True, text=True, timeout=10, check=True
    )
    assert done.stdout.split() == ["ERR_ACCESS_DENIED"] * 3


def test_works_without_the_fence(tmp_path: Path, start: Start) -> None:
    board = start()
    board.to_prompt()
    argument = virtual.VirtualOptions(root=str(tmp_path / "other")).to_json()
    plain = subprocess.Popen(
        [NODE, str(virtual.script_path()), argument], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert plain.stdout is not None
    assert plain.stdout.read(13) == b"\r\nMicroPython"
    plain.communicate(timeout=5)
    assert plain.returncode == 0
