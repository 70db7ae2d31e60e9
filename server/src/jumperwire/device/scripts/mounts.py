# A line for each file system: (what the board calls it, where it is, bytes in a block, blocks, blocks free).
def _jw():
    import os

    try:
        import vfs

        l = vfs.mount()
    except (ImportError, AttributeError, TypeError):
        # Builds that do not tell: the root, and its folders that may be others.
        l = [("<unknown>", "/" + n) for n in [""] + os.listdir("/") if os.stat("/" + n)[0] & 0x4000]
    for v, p in l:
        s = os.statvfs(p)
        print((str(v), p, s[0], s[2], s[3]))
