# The board's end of protocol/framed_upload.py: the content of its blocks.
# W: bytes in a piece; F: most bytes in a block; w: bits of the deflate window, 0 for none; T: milliseconds of silence
# within a frame after which it is cut off, and after which the line is quiet.
# What it makes: a function that gets up to `n` bytes of content into the buffer `m`; `m`; a function that acknowledges
# the last block; one that drains the line.
def _jw(W, F, w, T):
    import gc
    import io
    import sys
    from binascii import crc32
    from select import poll

    # What was compiled to call this left holes. Where the window is the largest, the heap has room enough.
    if w < 15:
        gc.collect()
    # A block lies behind room for what was left of the one before it.
    R = 16
    b = io.BytesIO(F + 2 * R)
    m = memoryview(bytearray(min(W, 512 if w == 15 else max(64, F // 16))))
    M = len(m)
    d = None
    if w:
        import deflate

        # Its window is made at the first read, so that is now, of a stored byte, while the heap is in one piece.
        d = deflate.DeflateIO(b, deflate.RAW, w)
        b.write(b"\0\1\0\xfe\xff\0")
        b.seek(0)
        d.readinto(m[:1])
    drain = __import__("_jw_drain")
    src = sys.stdin.buffer
    put = sys.stdout.buffer.write
    p = poll()
    p.register(src, 1)
    h = memoryview(bytearray(10))
    seq = 32
    due = b"\x95 "
    fill = left = packed = 0
    tail = b""

    def quiet():
        return drain(p, src.read, T)

    # The next good frame goes into the block; its flags.
    def frame():
        nonlocal seq, fill
        while 1:
            k = 0
            while k < 10 and p.poll(T if k else 30000):
                h[k] = src.read(1)[0]
                k += 1
            if not k:
                raise OSError(110)
            n = h[0] | h[1] << 8
            ok = k == 10 and h[5] & 0xF0 == 0xA0 and fill + n <= F + R
            c = crc32(h[:6])
            b.seek(fill)
            i = n
            while ok and i:
                if k == W:
                    put(b"\x06")
                    k = 0
                v = m[: min(W - k, i, M)]
                if not p.poll(T):
                    ok = 0
                    break
                src.readinto(v)
                c = crc32(v, c)
                b.write(v)
                k += len(v)
                i -= len(v)
            ok = ok and c == h[6] | h[7] << 8 | h[8] << 16 | h[9] << 24
            if ok and h[4] == seq:
                seq = 32 + (seq + 1 & 31)
                fill += n
                return h[5]
            if not ok and quiet():
                raise KeyboardInterrupt
            put(bytes((0x95, seq)))

    # The next block. What was in the one before is written, so it is acknowledged now.
    def fetch():
        nonlocal due, fill, left, packed, tail
        if packed:
            tail = b.read(fill - b.tell())
        fill = R
        if due:
            put(due)
        while 1:
            k = frame()
            due = bytes((0x86, h[4]))
            if k & 1:
                break
            put(due)
        left = h[2] | h[3] << 8
        packed = k & 2
        b.seek(R - len(tail) if packed else R)
        if packed:
            b.write(tail)
            b.seek(R - len(tail))

    def get(n):
        nonlocal left
        while not left:
            fetch()
        n = (d if packed else b).readinto(m[: min(n, left, M)])
        if not n:
            raise OSError(5)
        left -= n
        return n

    def end():
        put(due)

    return get, m, end, quiet
