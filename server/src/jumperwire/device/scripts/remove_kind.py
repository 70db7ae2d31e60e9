# Delete a file, or an empty folder if `d`. Some file systems would delete one by the name of the other.
def _jw(p, d):
    import os

    if bool(os.stat(p)[0] & 0x4000) != bool(d):
        raise OSError(20 if d else 21)
    if d:
        os.rmdir(p)
    else:
        os.remove(p)
