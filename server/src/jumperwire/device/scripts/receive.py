# Receives files: see strategies/frames.py for the records in what frames.py gets, which has the arguments.
def _jw(W, F, w, T):
    import os

    finish = __import__("_jw_finish")
    # First, so that its buffers have the heap in one piece.
    g = __import__("_jw_frames")(W, F, w, T)
    m = next(g)
    M = len(m)
    f = o = t = None
    done = y = 0
    # What is read next, and its size: 5 for the head of a record.
    k = 5
    x = 9
    try:
        while 1:
            if k == 2:
                while x:
                    n = g.send(x)
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
            else:
                v = bytearray(x + y)
                i = 0
                while i < x + y:
                    n = g.send(x + y - i)
                    v[i : i + n] = m[:n]
                    i += n
                if k == 5:
                    k = v[0]
                    x = int.from_bytes(v[1:5], "little")
                    y = int.from_bytes(v[5:], "little")
                    if k:
                        continue
                    g.send(0)
                    break
                if k == 1:
                    t = str(v[:x], "utf8")
                    q = str(v[x:], "utf8")
                    f = open(t, "wb")
                else:
                    f.close()
                    if o:
                        o.close()
                    # Their memory is needed for what reads the file again.
                    f = o = None
                    finish(t, q, bytes(v), m)
                    t = None
                    done += 1
            k = 5
            x = 9
            y = 0
    except BaseException as e:
        try:
            g.throw(e)
        finally:
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
