# Makes a small file the new `p`, or `p/n` where `p` is a folder: `c` goes to a temporary file, which is renamed once its
# SHA-256 is seen to begin with `h`. Where `c` is None, only what stands there is looked at, and `_jw_put` is left behind:
# this function, and the temporary file, which is empty; a call with b"" later takes what was added to that.
# z: the size of it all. Returns 1 where the file has this content already, and 2 more where `p` is a folder.
def _jw(p, n, z, h, c):
    import os
    import sys
    from hashlib import sha256

    def digest(q):
        with open(q, "rb") as f:
            return sha256(f.read()).digest()[:12]

    r = 0
    try:
        v = os.stat(p)
        if v[0] & 0x4000:
            r = 2
            p += "/" + n
            v = os.stat(p)
        if v[6] == z and digest(p) == h:
            return r + 1
    except OSError:
        pass
    # On the file system of `p`, at a place that features.py sweeps.
    a = (p if p[0] == "/" else os.getcwd() + "/" + p).strip("/").split("/")
    t = "/.jwtmpx"
    if a[1:] and "." not in a[0]:
        t = "/" + a[0] + t
    try:
        with open(t, "ab" if c == b"" else "wb") as f:
            if c is None:
                sys.modules["_jw_put"] = _jw, t
                return r
            f.write(c)
        if digest(t) != h:
            raise ValueError
        os.rename(t, p)
    except BaseException:
        os.remove(t)
        raise
    return r
