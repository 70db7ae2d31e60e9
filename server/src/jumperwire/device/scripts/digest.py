# The digest of a file by an algorithm of hashlib; None where that is not in this build.
def _jw(p, a):
    b = bytearray(512)
    w = memoryview(b)
    with open(p, "rb") as f:
        try:
            import hashlib

            h = getattr(hashlib, a)(b"")
        except (ImportError, AttributeError):
            print(None)
            return
        while 1:
            n = f.readinto(b)
            if not n:
                break
            h.update(w[:n])
    print(h.digest())
