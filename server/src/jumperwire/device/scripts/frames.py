# The board's end of protocol/framed_upload.py: the content of its blocks.
# W: bytes in a piece; F: most bytes in a block; w: bits of the deflate window, 0 for none; T: milliseconds of silence
# within a frame after which it is cut off, and after which the line is quiet.
# What it makes: a function that gets up to `n` bytes of content into the buffer `m`; `m`; a function that acknowledges
# the last block; one that drains the line for an exception.
def _jw(W, F, w, T):
    import gc
    import io
    import sys
    from binascii import crc32
    from select import poll
    from time import ticks_diff, ticks_ms

    # What was compiled to call this left holes. Where the window is the largest, the heap has room enough.
    if w < 15:
        gc.collect()
    # A block lies behind room for what was left of the one before it, and before the places of its holes.
    R = 16
    b = io.BytesIO(F + 96)
    # What it reads at once, without a time limit, is less than what follows a silence.
    M = min(W - 16, 240, max(64, F // 16))
    m = memoryview(bytearray(M))
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
    h = memoryview(bytearray(12))
    seq = 32
    due = b"\x95 \0"
    fill = left = packed = 0
    tail = b""
    # When it last read something; None while it does something else.
    t = None

    # The next good frame goes into the block; its flags.
    def frame():
        nonlocal seq, fill, t
        t = ticks_ms()
        # Bad ones in a row: what is no frame ends it, too.
        y = 0
        while 1:
            k = 0
            while k < 12 and p.poll(T if k else 10000):
                h[k] = src.read(1)[0]
                k += 1
            if not k or y > 99:
                raise OSError(110)
            n = h[0] & 127 | (h[1] & 127) << 7
            ok = k == 12 and h[6] & 0xF0 == 0xA0 and fill + n <= F + 80
            c = crc32(h[:8])
            b.seek(fill)
            i = n
            x = h[k - 1]
            s = M
            while ok and i:
                if k == W:
                    put(b"\x06")
                    k = 0
                v = m[: min(W - k, i, s)]
                if not p.poll(T):
                    ok = 0
                    break
                src.readinto(v)
                t = ticks_ms()
                # These may stand for what was lost, and end anywhere.
                if s > 1 and not any(v[-4:]):
                    s = 1
                x = v[-1]
                c = crc32(v, c)
                b.write(v)
                k += len(v)
                i -= len(v)
            if ok and c & 0xFFFFFFF == h[8] & 127 | (h[9] & 127) << 7 | (h[10] & 127) << 14 | (h[11] & 127) << 21:
                if h[5] == seq:
                    seq = 32 + (seq + 1 & 31)
                    n -= 2 * (h[7] - 32)
                    for i in range(h[7] - 32):
                        b.seek(fill + n + 2 * i)
                        c = b.read(2)
                        b.seek(fill + (c[0] << 6) + c[1] - 4160)
                        b.write(b"\3")
                    fill += n
                    t = None
                    return h[6]
            else:
                y += 1
                x = drain(p, src.read, T) or x
                if x == 3:
                    raise KeyboardInterrupt
            put(bytes((0x95, seq, h[11] if ok else x)))

    # The next block. What was in the one before is written, so it is acknowledged now.
    def fetch():
        nonlocal due, fill, left, packed, tail
        if packed:
            tail = b.read(fill - b.tell())
        fill = R
        put(due)
        while 1:
            k = frame()
            due = bytes((0x86, h[5], 159 - h[5]))
            if k & 1:
                break
            put(due)
        left = h[2] & 127 | (h[3] & 127) << 7 | (h[4] & 127) << 14
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

    # Where it waited for long when the Ctrl-C came, nothing of ours is under way, and what comes is not for us.
    def quiet(e):
        if not t or not isinstance(e, KeyboardInterrupt) or ticks_diff(ticks_ms(), t) < 500:
            drain(p, src.read, T)

    return get, m, end, quiet
