# Receives files: see strategies/frames.py for the records in what frames.py gets, which has the arguments.
def _jw(W, F, w, T):
    import os

    finish = __import__("_jw_finish")
    get, m, end, quiet = __import__("_jw_frames")(W, F, w, T)
    M = len(m)
    f = o = t = None
    done = 0

    def take(n):
        v = bytearray(n)
        i = 0
        while i < n:
            k = get(n - i)
            v[i : i + k] = m[:k]
            i += k
        return v

    try:
        while 1:
            r = take(9)
            k = r[0]
            x = int.from_bytes(r[1:5], "little")
            y = int.from_bytes(r[5:], "little")
            if not k:
                end()
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
                finish(t, q, g, m)
                f = t = None
                done += 1
    except BaseException as e:
        quiet(e)
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
