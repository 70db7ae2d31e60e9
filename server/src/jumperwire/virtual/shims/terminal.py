# mypy: ignore-errors
"""MicroPython: input(). The port's own would read zeros."""

import builtins
import sys

_raw_in = open(3, "rb")  # noqa: SIM115
_raw_out = open(4, "wb")  # noqa: SIM115


def _input(prompt=""):
    read, write = _raw_in.read, sys.stdout.write
    write(str(prompt))
    line = bytearray()
    while True:
        key = read(1)[0]
        if key in (10, 13):
            write("\n")
            return line.decode()
        if key == 4 and not line:
            raise EOFError
        if key in (8, 127):
            while line and line[-1] & 0xC0 == 0x80:
                line = line[:-1]
            if line:
                line = line[:-1]
                write("\b \b")
        elif key >= 32:
            line.append(key)
            _raw_out.write(bytes((key,)))


builtins.input = _input
