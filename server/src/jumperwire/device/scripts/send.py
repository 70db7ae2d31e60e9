# Sends files in frames: see protocol/download.py. l: paths; S: most bytes in a frame; T: milliseconds of silence
# after which a request is cut off.
def _jw(l, S, T):
    import sys
    from binascii import crc32
    from hashlib import sha256
    from select import poll

    import micropython

    src = sys.stdin.buffer
    put = sys.stdout.buffer.write
    p = poll()
    p.register(src, 1)
    m = memoryview(bytearray(14 + S))
    m[0] = 0xA5
    m[1] = 0x5A
    r = memoryview(bytearray(13))
    i = o = 0
    f = h = None
    # What of which file is in the hash `h`.
    hi = hp = -1

    def number(v, n, k):
        for j in range(k):
            v[j] = n >> 8 * j & 255

    def frame(n, e):
        number(m[2:], i, 2)
        number(m[4:], o, 4)
        number(m[8:], n | e, 2)
        number(m[10:], crc32(m[14 : 14 + n], crc32(m[2:10])), 4)
        put(m[: 14 + n])
        # Some firmware holds back what fills its last USB packet.
        if not 14 + n & 63:
            put(b"\n")

    # What is asked for: file, offset, most bytes; None for noise.
    def request():
        k = 0
        while k < 13 and p.poll(T):
            r[k] = src.read(1)[0]
            k += 1
        c = crc32(r[:9])
        if k == 13 and r[0] == 0xA6 and all(r[9 + j] == c >> 8 * j & 255 for j in range(4)):
            return r[1] | r[2] << 8, r[3] | r[4] << 8 | r[5] << 16 | r[6] << 24, r[7] | r[8] << 8
        if __import__("_jw_drain")(p, src.read, T):
            raise KeyboardInterrupt
        put(b"\x95 ")

    try:
        micropython.kbd_intr(-1)
        while 1:
            if i >= len(l) or p.poll(0):
                if not p.poll(30000):
                    break
                q = request()
                if q:
                    if q[0] == 0xFFFF:
                        break
                    i, o, S = q
                    if f:
                        f.close()
                        f = None
                continue
            if not f:
                f = open(l[i], "rb")
                if hi != i:
                    hi = i
                    hp = 0
                    h = sha256(b"")
                    while hp < o:
                        n = f.readinto(m[14 : 14 + min(S, o - hp)])
                        h.update(m[14 : 14 + n])
                        hp += n
                f.seek(o)
            n = f.readinto(m[14 : 14 + S])
            if n:
                if o == hp:
                    h.update(m[14 : 14 + n])
                    hp += n
                frame(n, 0)
                o += n
            else:
                # The digest of a hash can be asked for only once.
                if hp >= 0:
                    d = h.digest()[:12]
                    hp = -1
                m[14:26] = d
                frame(12, 0x8000)
                f.close()
                f = None
                i += 1
                o = 0
    finally:
        if f:
            f.close()
        micropython.kbd_intr(3)
