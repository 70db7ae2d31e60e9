# The board's end of protocol/framed_upload.py: the content of its blocks.
# W: bytes in a piece; F: most bytes in a block; w: bits of the deflate window, 0 for none; T: milliseconds of silence
# within a frame after which it is cut off, and after which the line is quiet.
# A generator, since functions that share names take more of the heap. It yields the buffer `m`, and then, for each number
# that it is sent, how many bytes of content it got into `m`, at most that many; for 0 it acknowledges the last block. An
# exception that is thrown in comes out again once the line is drained.
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
    want = yield m
    try:
        while 1:
            while want and not left:
                # The next block. What was in the one before is written, so it is acknowledged now.
                if packed:
                    tail = b.read(fill - b.tell())
                fill = R
                put(due)
                # The flags of the last good frame; the bad ones in a row: what is no frame ends it, too.
                g = y = 0
                t = ticks_ms()
                while not g & 1:
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
                    k = h[8] & 127 | (h[9] & 127) << 7 | (h[10] & 127) << 14 | (h[11] & 127) << 21
                    if not ok or c & 0xFFFFFFF != k:
                        y += 1
                        x = drain(p, src.read, T) or x
                        if x == 3:
                            raise KeyboardInterrupt
                    elif h[5] == seq:
                        seq = 32 + (seq + 1 & 31)
                        n -= 2 * (h[7] - 32)
                        for i in range(h[7] - 32):
                            b.seek(fill + n + 2 * i)
                            c = b.read(2)
                            b.seek(fill + (c[0] << 6) + c[1] - 4160)
                            b.write(b"\3")
                        fill += n
                        y = 0
                        g = h[6]
                        due = bytes((0x86, h[5], 159 - h[5]))
                        t = None
                        if not g & 1:
                            put(due)
                            t = ticks_ms()
                        continue
                    put(bytes((0x95, seq, h[11] if ok else x)))
                left = h[2] & 127 | (h[3] & 127) << 7 | (h[4] & 127) << 14
                packed = g & 2
                b.seek(R - len(tail) if packed else R)
                if packed:
                    b.write(tail)
                    b.seek(R - len(tail))
            n = min(want, left, M)
            if n:
                n = (d if packed else b).readinto(m[:n])
                if not n:
                    raise OSError(5)
                left -= n
            else:
                put(due)
            want = yield n
    # Where it waited for long when the Ctrl-C came, nothing of ours is under way, and what comes is not for us.
    except BaseException as e:
        if not t or not isinstance(e, KeyboardInterrupt) or ticks_diff(ticks_ms(), t) < 500:
            drain(p, src.read, T)
        raise e
