# Mounts a folder of the PC. i: its number there; g: where; r: read-only; the others as in mount_requests.py.
def _jw(i, g, r, B, P, F, w, R):
    # Not for each file anew: that would look for a module of this name in the folder first, and a Ctrl-C meanwhile is lost.
    import io
    import os
    import sys
    from time import localtime, ticks_diff, ticks_ms

    try:
        import vfs
    except ImportError:
        vfs = os
    S = sys.modules
    if "_jw_mount_open" not in S:
        S["_jw_mount_open"] = __import__("_jw_mount_requests")(B, P, F, w, R) + ([],)
        S["_jw_mount_at"] = []
    # What asks, where answers go, and what saves the files that have something to be written.
    ask, y, D = S["_jw_mount_open"]
    # Where the board counts its seconds from.
    E = 946684800 if localtime(0)[0] == 2000 else 0
    d = "/"
    # What is known of a folder's files for a moment: the folder, records as in `each`, since when.
    known = None, b"", 0
    # Whether the PC has interrupted, and when it was told to.
    over = 0
    caught = ticks_ms() - 1000

    def full(q):
        if isinstance(q, bytes):
            q = str(q, "utf-8")
        return q if q[:1] == "/" else d + q

    # Whatever is asked for may change what is known.
    def tell(op, m, n, out=None, again=0):
        nonlocal known, over, caught
        known = None, b"", 0
        try:
            return ask(op, m, n, out, again)
        except OSError as x:
            if x.args[0] != 4:
                raise x
        over = 1
        caught = ticks_ms() - 1000
        raise KeyboardInterrupt

    def send(op, a, out=None, again=0):
        while D:
            D[0]()
        a = bytes((i,)) + a.encode()
        return tell(op, bytearray(8) + a + bytes(4), len(a), out, again)

    # Records: kind, size, time, length of the name, name.
    def each(m):
        k = 0
        while k < len(m):
            n = k + 10 + m[k + 9]
            yield m[k], number(m[k + 1 : k + 5]), number(m[k + 5 : k + 9]), str(m[k + 10 : n], "utf-8")
            k = n

    def number(m):
        return int.from_bytes(m, "little")

    def folder(q):
        k = q.rfind("/") + 1
        return q[:k], q[k:]

    def found(q, again=0):
        nonlocal known
        f, n = folder(q)
        if not again and known[0] == f and ticks_diff(ticks_ms(), known[2]) < 500:
            for x in each(known[1]):
                if x[3] == n:
                    return x
        k = send(1, q, None, again)
        known = f, bytes(y[:k]), ticks_ms()
        for x in each(known[1]):
            return x

    def status(q, again):
        x = found(full(q), again)
        if not x[0]:
            raise OSError(2)
        t = x[2] - E
        return 0x4000 if x[0] == 2 else 0x8000, 0, 0, 0, 0, 0, x[1], t, t, t

    class Mount:
        def mount(self, readonly, mkfs):
            pass

        def umount(self):
            pass

        # An import takes a Ctrl-C here for a file that is not there. So the PC has it, and interrupts what comes next.
        def stat(self, q):
            nonlocal over, caught
            over = 0
            try:
                return status(q, 0)
            except KeyboardInterrupt:
                # It comes again where nothing else is done but this.
                if over or ticks_diff(ticks_ms(), caught) < 1000:
                    raise
                caught = ticks_ms()
            return status(q, 1)

        def ilistdir(self, q):
            nonlocal known
            # Who asks in bytes has the names in bytes.
            z = isinstance(q, bytes)
            q = full(q)
            if q[-1] != "/":
                q += "/"
            n = ""
            while 1:
                k = send(2, q + "\0" + n)
                m = bytes(y[1:k])
                more = y[0]
                known = q, m, ticks_ms()
                for x in each(m):
                    n = x[3]
                    yield n.encode() if z else n, 0x4000 if x[0] == 2 else 0x8000, 0, x[1]
                if not more:
                    return

        def open(self, q, mode):
            w = {"r": 1, "w": 2, "a": 6, "x": 2}.get(mode[0], 0)
            if not w:
                raise OSError(22)
            if "+" in mode:
                w |= 3
            b = bytearray(17 + B)
            n = send(3, full(q) + "\0" + mode, memoryview(b)[8 : 13 + B]) - 5
            s = number(b[9:13])
            W = B if F else 512
            return __import__("_jw_mount_file")(io, tell, B, b[8], "b" not in mode, w, b, n, s, W, D, ticks_ms)

        def mkdir(self, q):
            send(7, full(q))

        def rmdir(self, q):
            send(8, full(q))

        def remove(self, q):
            send(9, full(q))

        def rename(self, q, to):
            send(10, full(q) + "\0" + full(to))

        def statvfs(self, q):
            send(11, full(q))
            f = number(y[4:8])
            return 4096, 4096, number(y[:4]), f, f, 0, 0, 0, r, 255

        def chdir(self, q):
            nonlocal d
            l = []
            for n in full(q).split("/"):
                if n == "..":
                    l = l[:-1]
                elif n and n != ".":
                    l.append(n)
            q = "/" + "/".join(l)
            if l and found(q)[0] != 2:
                raise OSError(2)
            d = q + "/" if l else q

        def getcwd(self):
            return d if d == "/" else d[:-1]

    # A Ctrl-C may have come between any two of these.
    l = S["_jw_mount_at"]
    if g in l:
        try:
            vfs.umount(g)
        except OSError:
            pass
    else:
        l.append(g)
    try:
        vfs.mount(Mount(), g, readonly=r)
    except OSError:
        l.remove(g)
        raise
