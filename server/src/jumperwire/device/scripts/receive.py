# Receives files in frames: see protocol/stream.py for those, and rungs/stream.py for the records in their content.
# W: bytes in a piece; F: most bytes in a block; w: bits of the deflate window; T: milliseconds of silence within a
# frame after which it is cut off, and after which the line is quiet.
def _jw(W, F, w, T):
    import io
    import os
    import sys
    from binascii import crc32
    from select import poll

    import micropython

    src = sys.stdin.buffer
    put = sys.stdout.buffer.write
    p = poll()
    p.register(src, 1)
    h = bytearray(10)
    hm = memoryview(h)
    W3 = b"\x03\xff\x03\xfe\x03\xfd\x03\xfc"
    m = memoryview(bytearray(min(W, 512)))
    M = len(m)
    # A block lies behind room for what was left of the one before it.
    b = io.BytesIO(F + 32)
    R = 16
    seq = 32
    due = b"\x95 "
    fill = left = packed = 0
    tail = b""
    d = f = o = t = None
    done = 0

    # Until the line is quiet. Whether the word was heard that ends this receiver; nothing that is sent holds it.
    def drain():
        z = y = 0
        while p.poll(T):
            c = src.read(1)[0]
            z = z + 1 if c == W3[z] else c == 3
            if z == 8:
                z = 0
                y = 1
        return y

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
            c = crc32(hm[:6])
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
            if not ok and drain():
                raise KeyboardInterrupt
            put(bytes((0x95, seq)))

    # The next block. What was in the one before is written, so it is acknowledged now.
    def fetch():
        nonlocal due, fill, left, packed, tail, d
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
            if d is None:
                import deflate

                d = deflate.DeflateIO(b, deflate.RAW, w)

    # Up to `n` bytes of content, in `m`.
    def get(n):
        nonlocal left
        while not left:
            fetch()
        n = (d if packed else b).readinto(m[: min(n, left, M)])
        if not n:
            raise OSError(5)
        left -= n
        return n

    def take(n):
        v = bytearray(n)
        i = 0
        while i < n:
            k = get(n - i)
            v[i : i + k] = m[:k]
            i += k
        return v

    try:
        micropython.kbd_intr(-1)
        while 1:
            r = take(9)
            k = r[0]
            x = int.from_bytes(r[1:5], "little")
            y = int.from_bytes(r[5:], "little")
            if not k:
                put(due)
                break
            if k == 1:
                t = str(take(x), "utf8")
                q = str(take(y), "utf8")
                f = open(t, "wb")
            elif k == 2:
                while x:
                    n = get(x)
                    f.write(m[:n])
                    x -= n
            elif k == 3:
                if not o:
                    o = open(q, "rb")
                o.seek(x)
                while y:
                    n = o.readinto(m[: min(y, M)])
                    if not n:
                        raise OSError(5)
                    f.write(m[:n])
                    y -= n
            elif k == 4:
                g = bytes(take(x))
                f.close()
                if o:
                    o.close()
                    o = None
                _settle(t, q, g, m)
                f = t = None
                done += 1
    except BaseException as e:
        drain()
        raise e
    finally:
        try:
            for i in (f, o):
                if i:
                    i.close()
            if t:
                os.remove(t)
        except OSError:
            pass
        print(done)
        micropython.kbd_intr(3)
