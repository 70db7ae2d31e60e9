# Makes a small file the new `p`, or `p/n` where `p` is a folder, in several calls. Unless `e`, only what stands there is looked
# at, and `_jw_put` is left behind: this function, and the temporary file, which is empty. What is added to that then is
# renamed by a last call with `e`, once its SHA-256 is seen to begin with `h`; put_away.py removes it after an error.
# z: the size of it all. Returns 1 where the file has this content already, and 2 more where `p` is a folder.
def _jw(p, n, z, h, e):
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
    if e:
        if digest(t) != h:
            raise ValueError
        os.rename(t, p)
    else:
        open(t, "wb").close()
        sys.modules["_jw_put"] = _jw, t
    return r
