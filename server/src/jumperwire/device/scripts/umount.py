# Takes away what mount.py mounted at `g`, and leaves it where one stands there.
def _jw(g):
    import os
    import sys

    try:
        from vfs import umount
    except ImportError:
        from os import umount
    l = sys.modules["_jw_mount_at"]
    if g in l:
        # One is there as well where another file system does not tell where one is.
        try:
            d = os.getcwd()
        except AttributeError:
            d = g
        if (d + "/").startswith(g + "/"):
            os.chdir("/")
        umount(g)
        l.remove(g)
