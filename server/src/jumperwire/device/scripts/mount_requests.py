# The board's end of protocol/mounting.py. B: most bytes in an answer; P: most bytes in a piece of it; F: whether the link
# loses nothing; w: bits of the deflate window, 0 for none; R: how many ms later than on a quick link answers come.
# What it makes: a function that asks the PC; the buffer for answers that are wanted nowhere else.
# To ask: the operation, a buffer with room for a head of 8 bytes and an end of 4 around `n` bytes, and where the answer's
# content goes. Returns how many bytes that has. Raises OSError with what the PC says, 110 where it says nothing for 2 s,
# 11 where it hears, but never all of this. `again`: this was asked before, and then there was a Ctrl-C that the PC is to have.
def _jw(B, P, F, w, R):
    import io
    import sys
    from select import poll
    from time import ticks_diff, ticks_ms

    from micropython import kbd_intr

    try:
        from binascii import crc32
    except ImportError:

        def crc32(d, c=0):
            for b in d:
                c = c * 31 + b & 0xFFFFFF
            return c

    if w:
        import deflate
    try:
        from _thread import allocate_lock

        lock = allocate_lock()
    except ImportError:
        lock = None
    src = sys.stdin.buffer
    put = sys.stdout.buffer.write
    p = poll()
    p.register(src, 1)
    # It leaves nothing behind on the heap, where there is one.
    look = getattr(p, "ipoll", p.poll)
    a = memoryview(bytearray(P + 8))
    y = memoryview(bytearray(B))
    short = memoryview(bytearray(113))
    # What was typed before we began to listen, which the PC types again.
    typed = bytearray()
    one = bytearray(1)
    seq = 31

    def ready(t):
        for _ in look(t):
            return 1
        return 0

    # Where bytes may be lost, each is waited for with a limit.
    def get(m):
        if F:
            return ready(100) and src.readinto(m)
        for k in range(len(m)):
            if not ready(100):
                return 0
            src.readinto(one)
            m[k] = one[0]
        return 1

    def frame(op, m, n):
        m[0] = 0x18
        m[1] = 0xF5
        m[2] = 0xFA
        m[3] = n & 255
        m[4] = n >> 8
        m[5] = seq
        m[6] = op
        m[7] = m[3] + m[4] + seq + op & 255
        c = crc32(m[3 : n + 8])
        for k in range(4):
            m[n + 8 + k] = c >> 8 * k & 255
        put(m[: n + 12])
        # Some firmware holds back what fills its last USB packet.
        if not n + 12 & 63:
            put(b"\x18")

    def say(op, i, d=b""):
        short[8] = i
        short[9 : 9 + len(d)] = d
        frame(op, short, 1 + len(d))

    # The number of the next good piece, which is in `a`; None for silence; -1 after noise, when the line is quiet; -2
    # for what is none of ours. What was typed before we began to listen stands before any piece.
    def piece(T):
        while 1:
            if not ready(T):
                return
            src.readinto(one)
            if one[0] == 0xA7:
                break
            if len(typed) < 100:
                typed.extend(one)
            # Pasted: the PC has it now, and types it behind the answer. Where bytes may be lost it is noise.
            if F and len(typed) == 100:
                say(0x41, 0, typed)
                typed[:] = b""
        if get(a[:8]):
            n = a[2] | a[3] << 8
            s = a[0]
            i = a[1]
            c = crc32(a[:4])
            d = a[4] | a[5] << 8 | a[6] << 16 | a[7] << 24
            if n <= P and (not n or get(a[8 : 8 + n])) and crc32(a[8 : 8 + n], c) == d:
                return i if s == seq else -2
        drain(50)
        return -1

    def drain(t):
        while ready(t):
            src.readinto(one)

    # Takes what the PC has sent until it says that this was all: it may have answered twice, or late. `t`: for at most so long.
    # It asks less and less often: else, where a round trip takes longer than it waits, there is always one more on its way.
    def settle(t):
        b = ticks_ms()
        k = 0
        j = None
        while 1:
            u = t - ticks_diff(ticks_ms(), b)
            if u < 1:
                break
            if j is None:
                k += 1
                say(0x45, k & 255)
            j = piece(min(u, 200 + 2 * R << k))
            if j == 253 and a[8] == k & 255:
                break

    def answer(op, m, n, out):
        frame(op, m, n)
        i = k = left = again = bad = 0
        T = 200 + 2 * R
        t = ticks_ms()
        while bad < 40:
            u = 2000 + 3 * R - ticks_diff(ticks_ms(), t)
            if u < 0:
                break
            j = piece(min(u + 1, T if i else T + (n >> 3)))
            if j in (i, 254, 255):
                T = 200 + 2 * R
                t = ticks_ms()
            if j == i:
                bad = 0
                d = a[8 : 8 + (a[2] | a[3] << 8)]
                if not i:
                    e = d[0]
                    z = d[1]
                    left = d[2] | d[3] << 8
                    size = d[4] | d[5] << 8
                    to = y if z or out is None else out
                    d = d[6:]
                to[k : k + len(d)] = d
                k += len(d)
                i += 1
                if k == left:
                    # What was asked for twice may come twice. A Ctrl-C alone is no rest of that.
                    if again:
                        settle(2000 + 3 * R)
                        if not F and typed not in (b"\x03", b"\r\x03"):
                            typed[:] = b""
                    return e, z, k, size, i
                say(0x41, i)
                continue
            if j == 255 or j == -2 or j is not None and 0 <= j < i:
                continue
            # What was heard may be the rest of a piece.
            again = 1
            if j is None:
                T += 100
            else:
                bad += 1
                if j == 254 and n > 70 and bad > 1:
                    raise OSError(11)
                if j > i:
                    drain(50)
            if i:
                say(0x47, i)
            else:
                frame(op, m, n)
        raise OSError(110)

    def ask(op, m, n, out=None, again=0):
        nonlocal seq, typed
        if lock:
            lock.acquire()
        try:
            seq = seq + 1 if seq < 255 else 32
            typed = bytearray()
            kbd_intr(-1)
            try:
                e, z, k, size, i = answer(op, memoryview(m), n, out)
            except BaseException:
                # Also a Ctrl-C from just before. An answer that still comes is not for who reads next.
                settle(700 + R)
                say(0x58, 0)
                raise
            finally:
                kbd_intr(3)
            d = typed
            stop = b"\x03" in d and not again
            if again:
                d = b"\x03"
            elif stop:
                d = b""
            say(0x41, i, d)
        finally:
            if lock:
                lock.release()
        if stop:
            raise KeyboardInterrupt
        if e:
            raise OSError(e)
        if z:
            f = deflate.DeflateIO(io.BytesIO(y[:k]), deflate.RAW, w)
            k = 0
            while k < size:
                n = f.readinto(out[k:size])
                if not n:
                    raise OSError(5)
                k += n
        return k

    return ask, y
