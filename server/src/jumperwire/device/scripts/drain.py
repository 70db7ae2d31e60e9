# Reads until the line is quiet, `T` milliseconds with nothing for the poll `p`. Whether the word was heard that ends our
# receivers; nothing that is sent to them holds it.
def _jw(p, read, T):
    w = b"\x03\xff\x03\xfe\x03\xfd\x03\xfc"
    z = y = 0
    while p.poll(T):
        c = read(1)[0]
        z = z + 1 if c == w[z] else c == 3
        if z == 8:
            z = 0
            y = 1
    return y
