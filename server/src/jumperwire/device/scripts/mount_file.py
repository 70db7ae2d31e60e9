# A file of a mount. io: the module; ask: see mount_requests.py; B: bytes of it that are kept here; h: its number on the PC, 255 where all
# that it has is here; t: text; w: what may be done, 1: read, 2: write, 4: always at its end; b: a buffer with room for a
# head of 8 bytes, 5 of arguments, B of the file, and an end of 4; n: how many of them it holds; s: the file's size;
# W: most bytes that are written at once; D: what saves the files that have something to be written; now: the time in ms, a function.
def _jw(io, ask, B, h, t, w, b, n, s, W, D, now):
    v = memoryview(b)
    # What is kept of the file begins at `o` and has `n` bytes, which are still to be written where `dirty`; `p` is
    # where one stands; `last`: when it was saved.
    o = dirty = 0
    p = s if w & 4 else 0
    last = now() - 200

    # Bytes in an item of a buffer.
    def width(m):
        return len(bytes(m[:1])) if len(m) else 1

    def command(op, at, k):
        if h is None:
            raise OSError(9)
        b[8] = h
        for i in range(4):
            b[9 + i] = at >> 8 * i & 255
        return ask(op, b, 5 + k, v[13 : 13 + B])

    def save():
        nonlocal dirty, n, o, s, W, last
        if not dirty:
            return
        dirty = 0
        D.remove(save)
        i, n = n, 0
        while i:
            k = min(i, W)
            # The end of the request takes the place of what comes next, and the answer that of what was written.
            e = bytes(v[13 + k : 17 + k])
            try:
                command(5, 0xFFFFFFFF if w & 4 else o, k)
                s = v[13] | v[14] << 8 | v[15] << 16 | v[16] << 24
                m = k
            except OSError as x:
                if x.args[0] != 11 or k < 33:
                    raise x
                # A link that always loses something.
                W = k // 2
                m = 0
            v[13 + k : 17 + k] = e
            o += m
            i -= m
            v[13 : 13 + i] = v[13 + m : 13 + m + i]
        last = now()

    # What is kept from `p` on, fetched where there is nothing.
    def ahead():
        nonlocal o, n
        if not w & 1 or h is None:
            raise OSError(9)
        if dirty:
            save()
        if not o <= p < o + n:
            if h == 255:
                return v[:0]
            n = 0
            n = command(4, p, 0)
            o = p
        return v[13 + p - o : 13 + n]

    class File(io.IOBase):
        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.close()

        def __iter__(self):
            return self

        def __next__(self):
            l = self.readline()
            if l:
                return l
            raise StopIteration

        def readinto(self, m, k=-1):
            nonlocal p
            a = m
            m = memoryview(m)
            i = width(m)
            if i > 1:
                i *= len(m)
                d = bytearray(min(i, k) if k >= 0 else i)
                i = self.readinto(d)
                return io.BytesIO(d[:i]).readinto(a)
            k = len(m) if k < 0 else min(k, len(m))
            i = 0
            while i < k:
                d = ahead()[: k - i]
                if not d:
                    break
                m[i : i + len(d)] = d
                i += len(d)
                p += len(d)
            return i

        # As many characters, where it is text.
        def read(self, k=-1):
            nonlocal p
            r = bytearray()
            while k:
                d = ahead()
                if not d:
                    break
                if k > 0:
                    d = d[:k]
                    if t:
                        k += sum(1 for c in d if c & 0xC0 == 0x80)
                    k -= len(d)
                r.extend(d)
                p += len(d)
            while t and k == 0 and r:
                d = ahead()
                if not d or d[0] & 0xC0 != 0x80:
                    break
                r.append(d[0])
                p += 1
            return str(r, "utf-8") if t else bytes(r)

        def readline(self, k=-1):
            nonlocal p
            r = b""
            while k < 0 or len(r) < k:
                d = bytes(ahead())
                i = d.find(b"\n") + 1
                if i or k >= 0:
                    d = d[: min(i or len(d), k - len(r) if k >= 0 else len(d))]
                r += d
                p += len(d)
                if i or not d:
                    break
            return str(r, "utf-8") if t else r

        def readlines(self):
            return list(self)

        def write(self, d):
            nonlocal o, n, p, dirty
            if not w & 2 or h is None:
                raise OSError(9)
            d = memoryview(d.encode() if isinstance(d, str) else d)
            i = 0
            if width(d) > 1:
                while len(d):
                    i += self.write(bytes(d[:64]))
                    d = d[64:]
                return i
            while i < len(d):
                if not dirty or p != o + n or n == B:
                    save()
                    if w & 4:
                        p = s
                    o = p
                    n = 0
                    D.append(save)
                    dirty = 1
                e = d[i : i + B - n]
                v[13 + n : 13 + n + len(e)] = e
                n += len(e)
                p += len(e)
                i += len(e)
            # A file that nobody closes is not to lose much.
            if not 0 <= now() - last < 100:
                save()
            return i

        def flush(self):
            save()

        def seek(self, k, whence=0):
            nonlocal p
            save()
            if whence:
                k += p if whence == 1 else s
            if k < 0 or h is None:
                raise OSError(22)
            p = k
            return k

        def tell(self):
            return p

        def close(self):
            nonlocal h
            if h is None:
                return
            try:
                save()
                if h < 255:
                    command(6, 0, 0)
            finally:
                h = None

        def ioctl(self, q, x):
            if q == 1:
                save()
            elif q == 4:
                self.close()
            elif q == 11:
                # Of the buffer of an import: with its own head it fills whole blocks of the heap.
                return 249
            else:
                return -1
            return 0

    return File()
