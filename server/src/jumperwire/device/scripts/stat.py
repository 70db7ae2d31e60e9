# One path: the year in which the board's time begins, then (path, is folder, size, time of the last change).
def _jw(p):
    import os

    s = os.stat(p)
    try:
        from time import gmtime

        print(gmtime(0)[0])
    except ImportError:
        print(0)
    d = s[0] & 0x4000
    print((p, 1 if d else 0, 0 if d else s[6], s[8] if len(s) > 8 else 0))
