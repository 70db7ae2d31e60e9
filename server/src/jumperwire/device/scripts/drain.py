# Reads until the line is quiet, `T` milliseconds with nothing for the poll `p`; the last byte, or 3 where a Ctrl-C came
# while the interrupt character was off.
def _jw(p, read, T):
    x = 0
    while p.poll(T):
        c = read(1)[0]
        if x != 3:
            x = c
    return x
