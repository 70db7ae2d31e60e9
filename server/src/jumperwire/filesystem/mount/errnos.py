"""A board's numbers for errors: those of Linux, whatever system the PC has."""

from __future__ import annotations

import errno

EPERM, ENOENT, EIO, EBADF, EACCES, EINVAL, EMFILE, EROFS = 1, 2, 5, 9, 13, 22, 24, 30
ENODEV, EISDIR = 19, 21

_NUMBERS = {
    "EPERM": EPERM,
    "ENOENT": ENOENT,
    "EBADF": EBADF,
    "EACCES": EACCES,
    "EBUSY": 16,
    "EEXIST": 17,
    "EXDEV": 18,
    "ENODEV": ENODEV,
    "ENOTDIR": 20,
    "EISDIR": EISDIR,
    "EINVAL": EINVAL,
    "EMFILE": EMFILE,
    "ETXTBSY": 26,
    "EFBIG": 27,
    "ENOSPC": 28,
    "EROFS": EROFS,
    "ENAMETOOLONG": 36,
    "ENOTEMPTY": 39,
    "ELOOP": 40,
    "EDQUOT": 28,  # no room is what it means to a board
}


def number(error: OSError) -> int:
    """What the board is told; EIO for what no board knows."""
    return _NUMBERS.get(errno.errorcode.get(error.errno or 0, ""), EIO)
