# A file's content: lines of base64, or of bytes literals where the build has no binascii.
def _jw(p):
    try:
        from binascii import b2a_base64 as f
    except ImportError:
        f = repr
    with open(p, "rb") as i:
        while 1:
            d = i.read(384)
            if not d:
                break
            x = f(d)
            print(x if f is repr else str(x, "ascii"), end="\n" if f is repr else "")
