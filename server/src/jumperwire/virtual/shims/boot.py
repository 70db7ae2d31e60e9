# mypy: ignore-errors
# ruff: noqa: F821
"""MicroPython: running boot.py and main.py as the firmware does."""

import io
import sys

import micropython

_execfile = execfile


def run(name):
    """Run a file as the firmware does at start: interruptible, its traceback on the terminal."""
    try:
        micropython.kbd_intr(3)
        _execfile(name)
    except SystemExit:
        _tell("exit")
    except BaseException as error:  # noqa: BLE001 (what the firmware prints)
        micropython.kbd_intr(-1)
        text = io.StringIO()
        sys.print_exception(error, text)
        lines = text.getvalue().split("\n")
        if len(lines) > 2:
            del lines[1]  # this function
        sys.stdout.write("\n".join(lines))
    finally:
        micropython.kbd_intr(-1)


class _Board:
    run = staticmethod(run)


_describe()
sys.modules["_board"] = _Board
