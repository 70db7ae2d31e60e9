"""Runs on MicroPython, in a Unix port older than 1.27, which has no raw REPL: as much as a session needs.

Lines that are typed are not run, there is no raw-paste, and Ctrl-D always is a soft reset of the interpreter.
"""
# mypy: ignore-errors
# ruff: noqa: BLE001

import sys

import micropython


def serve(names):
    """Until a soft reset; source runs with these global names."""
    read, write = sys.stdin.buffer.read, sys.stdout.buffer.write
    raw = False
    source = bytearray()
    write(b'MicroPython\r\nType "help()" for more information.\r\n>>> ')
    while True:
        char = read(1)
        if char == b"\x01":
            raw = True
            source = bytearray()
            write(b"raw REPL; CTRL-B to exit\r\n>")
        elif char == b"\x02":
            raw = False
            write(b'\r\nMicroPython\r\nType "help()" for more information.\r\n>>> ')
        elif char == b"\x03":
            source = bytearray()
            write(b"" if raw else b"\r\n>>> ")
        elif char == b"\x04" and raw and source:
            write(b"OK")
            error = None
            try:
                micropython.kbd_intr(3)
                exec(source, names)
            except BaseException as raised:
                error = raised
            finally:
                micropython.kbd_intr(-1)
            source = bytearray()
            write(b"\x04")
            if error:
                sys.print_exception(error)
            write(b"\x04>")
        elif char in (b"\x04", b""):
            sys.exit()
        elif raw:
            source += char
        elif char == b"\r":
            write(b"\r\n>>> ")
