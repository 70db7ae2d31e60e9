"""Tracebacks as boards print them: where they point, and under which name."""

from __future__ import annotations

import re

_STDIN_LINE = re.compile(rb'(File ")<stdin>(", line )(\d+)')
_FRAME = re.compile(r'Traceback \(most recent call last\):|  File "')
_ERRNO = re.compile(rb"OSError: (?:\[Errno (\d+)\]|(\d+))")


def name_source(traceback: bytes, file_name: str, first_line: int = 1) -> bytes:
    """Return the traceback with a file's name and line numbers in place of ``<stdin>``."""
    name = file_name.encode("utf-8", "replace")

    def replace(match: re.Match[bytes]) -> bytes:
        return match[1] + name + match[2] + b"%d" % (int(match[3][:9]) + first_line - 1)

    return _STDIN_LINE.sub(replace, traceback)


def last_line(traceback: bytes) -> str:
    """Return the line with the exception; empty if the traceback ends before it."""
    lines = traceback.decode("utf-8", "backslashreplace").rstrip().splitlines()
    return "" if not lines or _FRAME.match(lines[-1]) else lines[-1].strip()


def is_interrupt(traceback: bytes) -> bool:
    """Return whether the program ended by Ctrl-C."""
    return last_line(traceback).startswith("KeyboardInterrupt")


def is_out_of_memory(traceback: bytes) -> bool:
    """Return whether the heap was too small."""
    return last_line(traceback).startswith("MemoryError")


def errno(traceback: bytes) -> int | None:
    """Return the number of the OSError that ended the program, if one did. ENOENT is 2."""
    match = _ERRNO.search(traceback)
    return int((match[1] or match[2])[:6]) if match else None
