# The file system that a path is on: (bytes in all, bytes free, is read-only).
def _jw(p):
    import os

    v = os.statvfs(p)
    print((v[1] * v[2], v[1] * v[3], v[8] & 1))
