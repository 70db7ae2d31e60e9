# Make the file `t` the new `p` if `h` is right about it; else delete it and raise ValueError. `h` is by its length:
# 12: how its SHA-256 begins; 8: its CRC-32 and size; 7: what `checksum24` in protocol/base64_upload.py gives, and size.
def _jw(t, p, h, m=None):
    import os

    m = m or memoryview(bytearray(512))
    k = len(h)
    if k == 12:
        from hashlib import sha256

        d = sha256(b"")
    elif k == 8:
        from binascii import crc32
    c = k == 7
    s = 0
    with open(t, "rb") as f:
        while 1:
            n = f.readinto(m)
            if not n:
                break
            s += n
            v = m[:n]
            if k == 12:
                d.update(v)
            elif k == 8:
                c = crc32(v, c)
            else:
                for x in v:
                    c = c * 31 + x & 0xFFFFFF
    if (d.digest()[:12] if k == 12 else int(c).to_bytes(k - 4, "little") + s.to_bytes(4, "little")) != h:
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
        import micropython

        # A Ctrl-C waits meanwhile.
        i = getattr(micropython, "kbd_intr", int)
        i(-1)
        try:
            with open(t + "n", "w") as f:
                f.write(p)
            os.rename(p, t + "o")
            os.rename(t, p)
            os.remove(t + "o")
            os.remove(t + "n")
        finally:
            i(3)
