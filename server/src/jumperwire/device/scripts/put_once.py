# Makes a small file with the content `c` the new `p`, or `p/n` where `p` is a folder: a temporary file is renamed once it is
# seen to hold `c`. Returns 1 where the file has this content already, and 2 more where `p` is a folder. Who calls this
# removes what is left at `t` after an error: see put_away.py.
def _jw(p, n, c):
    import os

    def same(q):
        with open(q, "rb") as f:
            return f.read(len(c) + 1) == c

    r = 0
    try:
        if os.stat(p)[0] & 0x4000:
            r = 2
            p += "/" + n
        r += same(p)
    except OSError:
        pass
    if not r & 1:
        # On the file system of `p`, at a place that features.py sweeps: in its first folder.
        t = p[: p.find("/", 1) + 1 or p[0] == "/"] + ".jwtmpx"
        with open(t, "wb") as f:
            f.write(c)
        if not same(t):
            raise ValueError
        os.rename(t, p)
    return r
