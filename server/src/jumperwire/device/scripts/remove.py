# Delete a file or an empty folder, or a list of them.
def _jw(p):
    import os

    for q in p if isinstance(p, list) else (p,):
        q = q if isinstance(q, bytes) else q.encode()
        if os.stat(q)[0] & 0x4000:
            os.rmdir(q)
        else:
            os.remove(q)
