# Whether ROM partition `i` begins with `n` bytes that `h` is right about, as in finish.py. b: as in rom_prepare.py.
def _jw(i, b, n, h):
    from vfs import rom_ioctl

    m = memoryview(rom_ioctl(2, i))[:n]
    k = len(h)
    if k == 12:
        from hashlib import sha256

        d = sha256(b"")
    elif k == 8:
        from binascii import crc32
    c = k == 7
    for o in range(0, n, 4096):
        v = m[o : o + 4096]
        if k == 12:
            d.update(v)
        elif k == 8:
            c = crc32(v, c)
        else:
            for x in v:
                c = c * 31 + x & 0xFFFFFF
    print(int((d.digest()[:12] if k == 12 else int(c).to_bytes(k - 4, "little") + n.to_bytes(4, "little")) == h))
