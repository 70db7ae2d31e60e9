# Make a file if it is not there, else have it changed now.
def _jw(p):
    open(p, "ab").close()
