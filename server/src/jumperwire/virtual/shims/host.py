# mypy: ignore-errors
# ruff: noqa: F821
"""MicroPython: what makes the WebAssembly port look like a board. Runs at each start, before boot.py.

The files of this folder run one after the other in one namespace. `_host` is a line to the process around
the interpreter (see hostline.mjs): what is written to it are commands. Addresses of ROM objects go there,
because ROM cannot be changed from Python. `_MACHINE` and other names in capitals are set before.
"""

import asyncio
import gc
import sys


def _tell(*words):
    _host.write(" ".join(str(word) for word in words))


def _describe():
    import js
    import jsffi

    _tell("forget", id(js))
    _tell("forget", id(jsffi))
    for name in dir(asyncio.core):
        if name in ("js", "jsffi"):
            delattr(asyncio.core, name)
    for name in ("js", "jsffi"):
        sys.modules.pop(name, None)
    if _HAS_BUFFER:
        _tell("raw", id(sys.stdout.buffer), id(sys.stdin.buffer))
    _tell("flush", id(sys.stdout.flush))
    _tell("text", id(sys.platform), _PLATFORM)
    _tell("text", id(sys.implementation._machine), _MACHINE)


# Garbage is collected between two inputs, once this much was allocated: a small heap cannot wait for the
# usual 16 KiB.
gc.threshold(_GC_THRESHOLD)
