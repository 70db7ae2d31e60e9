# Delete a file or a folder, or a list of them: with all that is in it, if `r`.
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

    for q in p if isinstance(p, list) else (p,):
        remove(q if isinstance(q, bytes) else q.encode())
