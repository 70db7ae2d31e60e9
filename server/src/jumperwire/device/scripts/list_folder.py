# A folder's entries, or with `r` all that is below it, folders before what is in them. First the year in which the
# board's time begins, then a line for each: (path from the folder, is folder, size, time of the last change).
# Paths are bytes: a name that is not UTF-8 is an error as text.
def _jw(p, r):
    import os

    try:
        from time import gmtime

        print(gmtime(0)[0])
    except ImportError:
        print(0)

    # What is mounted in the root, then what is in the root's own file system: see tree.py.
    def root():
        try:
            for e in os.ilistdir(b"/"):
                if not isinstance(e[0], bytes):
                    break
                yield e
        except UnicodeError:
            pass
        try:
            for e in os.ilistdir(b"//"):
                yield e
        except OSError as e:
            if e.args[0] != 19:
                raise e

    def walk(p, n):
        if not hasattr(os, "ilistdir"):
            l = ((e.encode(), 0x8000) for e in os.listdir())
        elif len(p) == 1:
            l = root()
        else:
            # FAT takes no slash at the end.
            l = os.ilistdir(p[:-1])
        for e in l:
            k = e[0]
            d = e[1] & 0x4000
            try:
                s = os.stat(p + k)
            except (AttributeError, OSError):
                s = (0,) * 6 + (e[3] if len(e) > 3 else 0 if d else os.size(str(k, "utf-8")),)
            m = n + k
            print((m, 1 if d else 0, 0 if d else s[6], s[8] if len(s) > 8 else 0))
            if d and r:
                walk(p + k + b"/", m + b"/")

    p = p if isinstance(p, bytes) else p.encode()
    walk(p if p.endswith(b"/") else p + b"/", b"")
