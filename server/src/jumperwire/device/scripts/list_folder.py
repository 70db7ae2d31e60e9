# The entries of a folder: one line each, (name, is folder, size). Names are bytes where they are not UTF-8.
def _jw(p):
    import os

    try:
        l = os.ilistdir(p)
    except AttributeError:
        l = ((n, 0x8000, 0, os.size(n)) for n in os.listdir())
    for e in l:
        d = e[1] & 0x4000
        s = e[3] if len(e) > 3 else 0
        print((e[0], 1 if d else 0, s))
