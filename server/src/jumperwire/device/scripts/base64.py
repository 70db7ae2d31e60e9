# Receives files in lines: see protocol/base64_upload.py for those, and strategies/base64_lines.py for what they have it do.
# K: whether CRC-32 checks them; w: bits of the deflate window.
def _jw(K, w):
    import io
    import os
    import sys
    from binascii import a2b_base64

    # What `checksum24` in protocol/base64_upload.py does.
    def check(d):
        c = 1
        for x in d:
            c = c * 31 + x & 0xFFFFFF
        return c

    if K:
        from binascii import crc32 as check

    finish = __import__("_jw_finish")
    get = getattr(getattr(sys, "stdin", None), "readline", input)
    s = done = 0
    b = bytearray()
    m = memoryview(bytearray(256))
    f = o = t = None

    # As text this is four bytes: what stands before the three is passed over.
    def say(k, x):
        print(chr(k) + chr(32 + s) + x, end="")

    try:
        say(0x95, "\0")
        while 1:
            l = "?"
            try:
                l = get().strip()
                if not l:
                    continue
                d = a2b_base64(l)
                n = d[4] if len(d) > 4 else -1
            # Not UTF-8, or not base64.
            except ValueError:
                n = -1
            if n >> 3 != s or check(d[4:]) != int.from_bytes(d[:4], "little"):
                say(0x95, l[-1])
                continue
            b += d[5:]
            k = n & 7
            if k == 1:
                t, p = str(b, "utf8").split("\0")
                f = open(t, "wb")
            elif k == 2:
                f.write(b)
            elif k == 3:
                import deflate

                f.write(deflate.DeflateIO(io.BytesIO(b), deflate.RAW, w).read())
            elif k == 4:
                if not o:
                    o = open(p, "rb")
                o.seek(int.from_bytes(b[:4], "little"))
                y = int.from_bytes(b[4:], "little")
                while y:
                    n = o.readinto(m[: min(y, 256)])
                    if not n:
                        raise OSError(5)
                    f.write(m[:n])
                    y -= n
            elif k == 5:
                f.close()
                if o:
                    o.close()
                    o = None
                finish(t, p, bytes(b), m)
                f = t = None
                done += 1
            if k:
                b = bytearray()
            say(0x86, chr(127 - s))
            s = s + 1 & 31
            if k == 6:
                break
    finally:
        try:
            for i in (f, o):
                if i:
                    i.close()
            if t:
                os.remove(t)
        except OSError:
            pass
        print("\n%d" % done)
