# A line for each file system: (what the board calls it, where it is, bytes in a block, blocks, blocks free).
def _jw():
    import os

    try:
        import vfs

        l = vfs.mount()
    except (ImportError, AttributeError, TypeError):
        # Builds that do not tell, up to 1.20: the root, and what is mounted in it. That is named first, and as it was asked,
        # in bytes: see tree.py.
        l = [("<unknown>", "/")]
        try:
            for e in os.ilistdir(b"/"):
                if not isinstance(e[0], bytes):
                    break
                l.append(("<unknown>", "/" + str(e[0], "utf-8")))
        except UnicodeError:
            pass
    for v, p in l:
        s = os.statvfs(p)
        print((str(v), p, s[0], s[2], s[3]))
