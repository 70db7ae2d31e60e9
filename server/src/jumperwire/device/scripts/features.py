# What of use to transfers this build has: a number whose bits are in
# the order of reply.Feature, and its complement, to tell it from what was changed on the way. And tidies up.
def _jw():
    import os
    import sys

    def ask(f):
        try:
            return f()
        except Exception:
            return None

    # What a transfer left that was cut off: see finish.py.
    def sweep(f):
        t = f + "/.jwtmp"
        l = os.listdir(f or "/")
        if ".jwtmpn" in l:
            with open(t + "n") as i:
                p = i.read()
            try:
                os.stat(p)
            except OSError:
                os.rename(t if ".jwtmp" in l else t + "o", p)
        for n in l:
            if n[:6] == ".jwtmp":
                ask(lambda: os.remove(f + "/" + n))

    ask(lambda: sweep(""))
    for n in ask(lambda: os.listdir("/")) or ():
        if "." not in n:
            ask(lambda: sweep("/" + n))
    f, b = 0, 1
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
    print((f, ~f))


_jw()
del _jw
