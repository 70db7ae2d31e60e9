# Make the file `t` the new `p` if its SHA-256 begins with `h`; else delete it and raise ValueError.
def _jw(t, p, h, m=None):
    import os
    from hashlib import sha256

    m = m or memoryview(bytearray(512))
    d = sha256(b"")
    with open(t, "rb") as f:
        while 1:
            n = f.readinto(m)
            if not n:
                break
            d.update(m[:n])
    if d.digest()[: len(h)] != h:
        os.remove(t)
        raise ValueError("digest")
    try:
        os.rename(t, p)
    except OSError as e:
        # FAT does not rename over a file: the old one steps aside. What is written down here is completed after
        # a crash by features.py.
        try:
            if os.stat(p)[0] & 0x4000:
                raise e
        except OSError:
            os.remove(t)
            raise e
        with open(t + "n", "w") as f:
            f.write(p)
        os.rename(p, t + "o")
        os.rename(t, p)
        os.remove(t + "o")
        os.remove(t + "n")
