# Delete a file, or a folder: with all that is in it, if `r`.
def _jw(p, r):
    import os

    def remove(p):
        if os.stat(p)[0] & 0x4000:
            if r:
                for e in list(os.ilistdir(p)):
                    remove(p + b"/" + e[0])
            os.rmdir(p)
        else:
            os.remove(p)

    remove(p if isinstance(p, bytes) else p.encode())
