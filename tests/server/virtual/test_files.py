"""The board's flash: a folder, with a size and with the errors of a board."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from virtual.conftest import Start
from virtual.process import BoardProcess

ERRORS = {
    "open('none')": 2,
    "os.stat('none')": 2,
    "os.remove('none')": 2,
    "os.rename('none', 'x')": 2,
    "os.listdir('none')": 2,
    "os.chdir('none')": 2,
    "open('none/x', 'w')": 2,
    "os.mkdir('folder')": 17,
    "os.rmdir('folder')": 39,
    "os.remove('folder')": 21,
    "open('folder')": 21,
    "open('file/x')": 20,
    "os.rmdir('file')": 20,
    "os.listdir('file')": 20,
    "open('n' * 256, 'w')": 36,
}


@pytest.mark.parametrize("expression", ERRORS)
def test_error_numbers(raw: BoardProcess, expression: str) -> None:
    raw.run("import os\nos.mkdir('folder')\nopen('folder/in', 'w').close()\nopen('file', 'w').close()")
    out, error = raw.run(f"try: {expression}\nexcept OSError as e: print(e.errno)")
    assert (out, error) == (b"%d\r\n" % ERRORS[expression], b"")


def test_reads_and_writes_as_the_folder_shows(raw: BoardProcess) -> None:
    data = bytes(range(256)) * 40
    _, error = raw.run("f = open('b.bin', 'wb')\nfor _ in range(40): f.write(bytes(range(256)))\nf.close()")
    assert error == b""
    assert (raw.root / "b.bin").read_bytes() == data
    (raw.root / "from-pc.txt").write_bytes("größe\n".encode())
    assert raw.value("open('from-pc.txt').read().strip()") == "größe"


def test_modes_and_seeking(raw: BoardProcess) -> None:
    source = """
with open('f', 'w') as f: f.write('0123456789')
with open('f', 'a') as f: f.write('AB')
with open('f', 'r+b') as f: f.seek(2); f.write(b'xx'); print(f.tell(), f.seek(-2, 2), f.read())
with open('f', 'rb') as f: print(f.read(5), f.read(0), f.read(), f.read(), f.seek(1), f.read(1))
"""
    out, error = raw.run(source)
    assert error == b""
    assert out == b"4 10 b'AB'\r\nb'01xx4' b'' b'56789AB' b'' 1 b'1'\r\n"


def test_listing_has_kinds_and_sizes(raw: BoardProcess) -> None:
    raw.run(
        "import os\nos.mkdir('d')\nopen('d/in', 'w').close()\nwith open('a.txt', 'w') as f: f.write('hello')"
    )
    assert raw.value("list(os.ilistdir())") == "[('a.txt', 32768, 0, 5), ('d', 16384, 0, 0)]"
    assert raw.value("list(os.ilistdir('/d'))") == "[('in', 32768, 0, 0)]"
    assert raw.value("os.listdir('d')") == "['in']"
    assert raw.value("os.stat('a.txt')[6], os.stat('')[0], os.stat('/')[0]") == "5 16384 16384"


def test_folders_and_relative_names(raw: BoardProcess) -> None:
    source = """
import os
os.mkdir('lib'); os.mkdir('a'); os.mkdir('a/b')
os.chdir('a/b')
open('../x', 'w').close()
print(os.getcwd(), os.listdir('..'), os.listdir('/a'))
os.rename('../x', '/y'); os.rename('/a/b', '/c')
os.chdir('/')
print(os.listdir())
with open('/lib/helper.py', 'w') as f: f.write('value = 9')
import helper
print(helper.value)
"""
    out, error = raw.run(source)
    assert error == b""
    assert out == b"/a/b ['b', 'x'] ['b', 'x']\r\n['a', 'c', 'lib', 'y']\r\n9\r\n"


def test_rename_replaces(raw: BoardProcess) -> None:
    raw.run("import os\nfor n in 'ab':\n  with open(n, 'w') as f: f.write(n)\nos.rename('a', 'b')")
    assert raw.value("os.listdir(), open('b').read()") == "['b'] a"


def test_statvfs_is_honest(start: Start) -> None:
    board = start(flash_size=64 * 1024)
    board.to_prompt()
    board.enter_raw()
    board.run("import os\ndef free(): s = os.statvfs('/'); return s[0], s[2], s[3]")
    assert board.value("free()") == "(4096, 16, 15)"
    board.run("with open('f', 'wb') as f: f.write(bytes(10000))")
    assert board.value("free()") == "(4096, 16, 12)"
    (board.root / "from-pc").write_bytes(bytes(4096))
    assert board.value("free()") == "(4096, 16, 11)"
    board.run("os.remove('f')")
    assert board.value("free()") == "(4096, 16, 14)"


def test_flash_can_be_full(start: Start) -> None:
    board = start(flash_size=64 * 1024)
    board.to_prompt()
    board.enter_raw()
    source = """
import os
n = 0
f = open('big', 'wb')
try:
    while True: n += f.write(bytes(1000))
except OSError as e: print(e.errno, n)
f.close()
for make in (lambda: os.mkdir('d'), lambda: open('other', 'w')):
    try: make()
    except OSError as e: print(e.errno)
os.remove('big')
with open('other', 'w') as f: print(f.write('fits'))
"""
    assert board.run(source) == (b"28 61000\r\n28\r\n28\r\n4\r\n", b"")


def test_overwriting_needs_no_more_room(start: Start) -> None:
    board = start(flash_size=64 * 1024)
    board.to_prompt()
    board.enter_raw()
    source = "for _ in range(20):\n  with open('f', 'wb') as f: f.write(bytes(50000))\nprint('ok')"
    assert board.run(source) == (b"ok\r\n", b"")


def test_what_is_not_a_file_does_not_exist(raw: BoardProcess, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret")
    try:
        (raw.root / "folder").symlink_to(outside)
        (raw.root / "file").symlink_to(outside / "secret")
        (raw.root / "dangling").symlink_to(outside / "new")
    except OSError:
        pytest.skip("no symbolic links here")
    names = ["folder", "file", "dangling", "folder/secret", "../outside/secret", "/../outside/secret"]
    tries = [f"open({name!r}, {mode!r})" for name in names for mode in ("r", "w", "a")]
    tries += [f"os.listdir({name!r})" for name in names]
    tries += ["os.remove('file')", "os.rename('folder', 'x')", "os.rmdir('folder')", "os.chdir('folder')"]
    tries += ["open('folder/new', 'w')", "os.mkdir('folder/new')", "os.rename('/boot', '../outside/x')"]
    source = "import os\n" + "".join(f"try: {t}; print({t!r})\nexcept OSError: pass\n" for t in tries)
    assert raw.run(source + "print(os.listdir())") == (b"[]\r\n", b"")
    assert sorted(os.listdir(outside)) == ["secret"]
    assert (outside / "secret").read_text() == "secret"


def test_dots_stay_inside(raw: BoardProcess) -> None:
    raw.run("with open('../../../../escape', 'w') as f: f.write('x')")
    assert os.listdir(raw.root) == ["escape"]


def test_a_removed_file_that_is_open_still_takes_room(start: Start) -> None:
    board = start(flash_size=64 * 1024)
    board.to_prompt()
    board.enter_raw()
    source = """
import os
def free(): return os.statvfs('/')[3]
def fill(f):
    n = 0
    try:
        while n < 99: n += f.write(bytes(4096)) // 4096
    except OSError as e: return e.errno, n, free()
f = open('a', 'wb'); os.remove('a'); print(free(), fill(f)); f.close(); print(free())
f = open('b', 'wb'); open('c', 'w').close(); os.rename('c', 'b'); print(fill(f)); f.close(); print(free())
"""
    assert board.run(source) == (b"14 (28, 15, 0)\r\n15\r\n(28, 14, 0)\r\n14\r\n", b"")


def test_a_deep_tree_costs_a_name_and_not_the_board(start: Start) -> None:
    board = start()
    board.to_prompt()
    board.enter_raw()
    source = """
import os
def dig(top):
    os.mkdir(top); os.chdir(top)
    try:
        while True: os.mkdir('d' * 200); os.chdir('d' * 200)
    except OSError as e: print(e.errno)
    os.chdir('/')
dig('/a'); dig('/b')
down = '/a'
try:
    while True: down += '/' + os.listdir(down)[0]
except IndexError: pass
try: os.rename('/b', down + '/b')
except OSError as e: print(e.errno)
print(os.listdir('/'))
"""
    assert board.run(source) == (b"36\r\n36\r\n36\r\n['a', 'b']\r\n", b"")
    board.press_reset()
    board.to_prompt()


@pytest.mark.skipif(sys.platform != "linux", reason="how deep a path may be is the system's own")
def test_a_folder_that_nobody_can_count_does_not_stop_the_board(start: Start) -> None:
    board = start()
    board.to_prompt()
    at = os.open(board.root, os.O_RDONLY)
    for _ in range(30):  # beyond every path that can be named
        os.mkdir("d" * 200, dir_fd=at)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    try:
        board.press_reset()
        board.to_prompt()
        board.enter_raw()
        assert board.value("__import__('os').statvfs('/')[3] > 300") == "True"
    finally:
        shutil.rmtree(board.root)  # pytest cannot
