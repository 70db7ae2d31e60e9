"""The error numbers of boards, which are those of Linux, whatever system the PC has."""

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
    "EDQUOT": 28,  # to a board, this means that there is no space
}


def number(error: OSError) -> int:
    """Return the number that the board is told; EIO for errors that no board knows."""
    return _NUMBERS.get(errno.errorcode.get(error.errno or 0, ""), EIO)
