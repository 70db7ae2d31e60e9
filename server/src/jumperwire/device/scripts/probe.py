# What kind of board this is: one line, a tuple of nine.
# Asked for once per boot. Small builds lack some of it, so each answer stands alone.
def _jw():
    import gc
    import os
    import sys

    def ask(f):
        try:
            return f()
        except Exception:
            return None

    gc.collect()
    u = ask(lambda: os.uname())
    v = ask(lambda: os.statvfs("/"))
    print(
        (
            sys.platform,
            u and u[4],
            u and u[3],
            ".".join(str(x) for x in sys.implementation[1][:3]),
            ask(lambda: "".join("%02x" % b for b in __import__("machine").unique_id())),
            ask(lambda: gc.mem_free()),
            v and v[1] * v[2],
            v and v[1] * v[3],
            sys.implementation[0],
        )
    )


_jw()
del _jw
