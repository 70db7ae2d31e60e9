# Make folders and those above them; those that are there are left alone.
def _jw(l):
    import os

    for p in l:
        i = 0
        while i >= 0:
            i = p.find("/", i + 1)
            q = p[:i] if i > 0 else p
            try:
                os.mkdir(q)
            except OSError as e:
                try:
                    d = os.stat(q)[0] & 0x4000
                except OSError:
                    d = 0
                if not d:
                    raise e
