"""Runs on MicroPython, in the Unix port, before the REPL: mounts littlefs on a file, runs boot.py, main.py.

Started by ``unix_board.py`` with JUMPERWIRE_FLASH (the file), _FLASH_SIZE, _RAW (``1``: the raw REPL
comes next) and _MARK (what to print when booted, if so).
"""
# mypy: ignore-errors
# ruff: noqa: F821, BLE001, SIM115, T201

import micropython

micropython.kbd_intr(-1)

import os  # noqa: E402
import sys  # noqa: E402

import vfs  # noqa: E402

_serve = __import__("unix_repl").serve if sys.implementation[1] < (1, 27) else id


class _Flash:
    """A block device on a file.

    A real flash driver is not Python and cannot be interrupted. The VM looks for interrupts at jumps only,
    so the methods that littlefs calls have none: no loop, no condition.
    """

    block = 4096

    def __init__(self, path, size):
        self._erased = b"\xff" * self.block
        try:
            count = os.stat(path)[6] // self.block
        except OSError:
            count = max(4, size // self.block)
            with open(path, "wb") as file:
                for _ in range(count):
                    file.write(self._erased)
        self._file = open(path, "r+b")
        self._answers = {4: count, 5: self.block}
        self._actions = {6: self._erase}

    def readblocks(self, block, buffer, offset=0):
        self._file.seek(block * self.block + offset)
        self._file.readinto(buffer)

    def writeblocks(self, block, buffer, offset=0):
        self._file.seek(block * self.block + offset)
        self._file.write(buffer)

    def ioctl(self, operation, argument):
        self._actions.get(operation, id)(argument)
        return self._answers.get(operation, 0)

    def _erase(self, block):
        self._file.seek(block * self.block)
        self._file.write(self._erased)


def _mount():
    flash = _Flash(os.getenv("JUMPERWIRE_FLASH"), int(os.getenv("JUMPERWIRE_FLASH_SIZE")))
    try:
        filesystem = vfs.VfsLfs2(flash)
    except OSError:
        vfs.VfsLfs2.mkfs(flash)
        filesystem = vfs.VfsLfs2(flash)
    vfs.umount("/")
    vfs.mount(filesystem, "/")
    os.chdir("/")
    sys.path[:] = ["", ".frozen", "/lib"]


def _run(name):
    """Run a file if it exists; whether to go on. SystemExit leaves the process, which is a soft reset."""
    try:
        os.stat(name)
    except OSError:
        return True
    micropython.kbd_intr(3)
    try:
        execfile(name)
    except Exception as error:
        sys.print_exception(error)
        return False
    except KeyboardInterrupt as error:
        sys.print_exception(error)
        return False
    finally:
        micropython.kbd_intr(-1)
    return True


_mount()
_raw = os.getenv("JUMPERWIRE_RAW") == "1"
_mark = os.getenv("JUMPERWIRE_MARK")
if _run("boot.py") and not _raw:
    _run("main.py")
if _raw:
    print(_mark)
os.putenv("MICROPYINSPECT", "1")
for _name in ("_Flash", "_mount", "_run", "_raw", "_mark", "os", "vfs", "__file__", "_name"):
    globals().pop(_name, None)
globals().pop("_serve")(globals())
