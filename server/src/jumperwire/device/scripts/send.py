# Sends files in frames: see protocol/download.py. l: paths; S: most bytes in a frame; T: milliseconds of silence
# after which a request is cut off.
def _jw(l, S, T):
    import sys
    from binascii import crc32
    from hashlib import sha256
    from select import poll

    src = sys.stdin.buffer
    put = sys.stdout.buffer.write
    p = poll()
    p.register(src, 1)
    m = memoryview(bytearray(14 + S))
    m[0] = 0xA5
    m[1] = 0x5A
    r = memoryview(bytearray(15))
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

    # The number whose `k` digits of seven bits are at `j`.
    def digits(j, k):
        n = 0
        while k:
            k -= 1
            n = n << 7 | r[j + k] & 127
        return n

    # What is asked for: file, offset, most bytes; None for noise.
    def request():
        k = 0
        while k < 15 and p.poll(T):
            r[k] = src.read(1)[0]
            k += 1
        if k == 15 and r[0] == 0xA6 and crc32(r[:11]) & 0xFFFFFFF == digits(11, 4):
            return digits(1, 3), digits(4, 5), digits(9, 2)
        put(bytes((0x95, 32, __import__("_jw_drain")(p, src.read, T) or r[k - 1])))

    try:
        while 1:
            if i >= len(l) or p.poll(0):
                if not p.poll(10000):
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
