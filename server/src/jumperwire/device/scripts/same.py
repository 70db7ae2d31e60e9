# Whether the file `p`, or `p/n` where `p` is a folder, has `z` bytes and a SHA-256 that begins with `h`: returns 1 then, and
# 2 more where `p` is a folder.
def _jw(p, n, z, h):
    import os
    from hashlib import sha256

    r = 0
    try:
        v = os.stat(p)
        if v[0] & 0x4000:
            r = 2
            p += "/" + n
            v = os.stat(p)
        if v[6] == z:
            d = sha256(b"")
            b = memoryview(bytearray(1024))
            with open(p, "rb") as f:
                while 1:
                    k = f.readinto(b)
                    if not k:
                        break
                    d.update(b[:k])
            r += d.digest()[:12] == h
    except OSError:
        pass
    return r
