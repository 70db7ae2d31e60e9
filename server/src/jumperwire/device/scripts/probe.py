# What kind of board this is: one line, a tuple of ten.
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

    # What a transfer left that was cut off: see settle.py.
    def sweep(f):
        t = f + "/.jwtmp"
        l = os.listdir(f or "/")
        if ".jwtmpn" in l:
            with open(t + "n") as i:
                p = i.read()
            try:
                os.stat(p)
            except OSError:
                os.rename(t, p)
        for n in l:
            if n[:6] == ".jwtmp":
                ask(lambda: os.remove(f + "/" + n))

    ask(lambda: sweep(""))
    for n in ask(lambda: os.listdir("/")) or ():
        if "." not in n:
            ask(lambda: sweep("/" + n))
    gc.collect()
    u = ask(lambda: os.uname())
    v = ask(lambda: os.statvfs("/"))
    f, b = 0, 1
    # In the order of reply.Feature.
    for c in (
        "sys.stdin.buffer",
        "sys.stdout.buffer",
        "__import__('select').poll",
        "__import__('micropython').kbd_intr",
        "__import__('deflate').DeflateIO",
        "__import__('binascii').crc32",
        "__import__('binascii').a2b_base64",
        "__import__('hashlib').sha256",
    ):
        if ask(lambda: eval(c, {"sys": sys})):
            f |= b
        b += b
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
            f,
        )
    )


_jw()
del _jw
