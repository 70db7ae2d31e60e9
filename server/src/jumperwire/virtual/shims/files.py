# mypy: ignore-errors
"""MicroPython: files, where VfsPosix does otherwise than a board's file systems."""

import os
import sys
from collections import namedtuple

_vfs_ilistdir = os.ilistdir
_vfs_stat = os.stat


def _ilistdir(path=""):
    prefix = path if not path or path.endswith("/") else path + "/"
    for entry in _vfs_ilistdir(path):
        name, kind = entry[:2]
        if len(entry) > 3:
            yield entry
            continue
        size = 0 if kind & 0x4000 else _vfs_stat(prefix + name)[6]
        yield (name, kind, 0, size)


def _sync():
    pass


def _uname():
    release = ".".join(str(part) for part in sys.implementation.version[:3])
    version = sys.version.split("; MicroPython ")[-1]
    return _Uname(sys.platform, sys.platform, release, version, sys.implementation._machine)


_Uname = namedtuple("uname", ("sysname", "nodename", "release", "version", "machine"))
os.ilistdir = _ilistdir
os.sync = _sync
os.uname = _uname
