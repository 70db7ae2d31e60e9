# Rename `s` to `t`, or copy it if `c`; what is at `t` is replaced if `o`. Between file systems a move is a copy.
def _jw(s, t, o, c):
    import os

    def kind(p):
        try:
            return os.stat(p)[0] & 0x4000 and 2 or 1
        except OSError:
            return 0

    def remove(p):
        if kind(p) == 2:
            for e in list(os.ilistdir(p)):
                remove(p + b"/" + e[0])
            os.rmdir(p)
        else:
            os.remove(p)

    def copy(s, t):
        if kind(s) == 2:
            os.mkdir(t)
            for e in list(os.ilistdir(s)):
                copy(s + b"/" + e[0], t + b"/" + e[0])
            return
        b = bytearray(512)
        m = memoryview(b)
        with open(s, "rb") as i:
            with open(t, "wb") as f:
                while 1:
                    n = i.readinto(b)
                    if not n:
                        break
                    f.write(m[:n])

    s = s if isinstance(s, bytes) else s.encode()
    t = t if isinstance(t, bytes) else t.encode()
    os.stat(s)
    k = kind(t)
    if k and not o:
        raise OSError(17)
    u = t + b".jwtmp"
    if kind(u):
        remove(u)
    if not c:
        try:
            if k:
                os.rename(t, u)
            os.rename(s, t)
            if k:
                remove(u)
            return
        except OSError:
            if k and not kind(t):
                os.rename(u, t)
    try:
        copy(s, u)
        if k:
            remove(t)
        os.rename(u, t)
    except Exception as e:
        if kind(u) and kind(t):
            remove(u)
        raise e
    if not c:
        remove(s)
