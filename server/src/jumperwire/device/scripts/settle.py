# Make the file `t` the new `p` if its SHA-256 begins with `h`; else delete it and print what it begins with.
def _jw(t, p, h):
    import os
    from hashlib import sha256

    b = bytearray(1024)
    m = memoryview(b)
    d = sha256(b"")
    with open(t, "rb") as f:
        while 1:
            n = f.readinto(b)
            if not n:
                break
            d.update(m[:n])
    d = d.digest()[: len(h)]
    if d != h:
        os.remove(t)
        print(d)
        return
    try:
        os.rename(t, p)
    except OSError as e:
        # FAT does not rename over a file: the old one steps aside. What is written down here is completed by the
        # probe after a crash.
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
