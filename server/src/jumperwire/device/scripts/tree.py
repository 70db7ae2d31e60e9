# All that is below the folders `l`, each line beginning with what it is:
# "@ (path, place, free)": for each of `l` where it is on this board, the file system that this is on, and of that
#   (bytes in a block, blocks free, is read-only), or None;
# "/ path" a folder; "! path" another file system, which is not entered;
# "size digest path" a file: the first twelve bytes of its SHA-256 as in survey.py, or "-" where it is larger than `m`,
#   cannot be read, or the build has no SHA-256. No files and folders at all where `m` is below zero.
# What is in a folder that was there before is not said again. Paths are printed as literals, since a name may hold
# anything. Where nothing is mounted at the root, but something at /flash, that is meant by the root: so do these boards
# themselves.
def _jw(l, m):
    import os

    try:
        from hashlib import sha256
    except ImportError:
        sha256 = None
    try:
        from binascii import b2a_base64

        def text(d):
            return str(b2a_base64(d), "ascii")[:-1]

    except ImportError:

        def text(d):
            return "".join("%02x" % c for c in d)

    b = bytearray(1024)
    w = memoryview(b)

    def digest(p):
        h = sha256(b"")
        with open(p, "rb") as f:
            while 1:
                n = f.readinto(b)
                if not n:
                    break
                h.update(w[:n])
        return text(h.digest()[:12])

    def system(p):
        try:
            s = os.statvfs(p)
            return (s[1], s[3], s[8] & 1) if s[2] else None
        except OSError:
            return None

    def walk(p, q):
        # FAT takes no slash at the end; `q` is the path as the files' names continue it.
        if len(p) == 1:
            for n in x:
                print("!", q + n)
            p = b"//"
        for n in os.ilistdir(p):
            r = q + n[0]
            if n[1] & 0x4000:
                print("/", r)
                walk(r, r + b"/")
                continue
            try:
                s = n[3] if len(n) > 3 and n[3] >= 0 else os.stat(r)[6]
                print(s, digest(r) if s <= m and sha256 else "-", r)
            except OSError:
                print(0, "-", r)

    # The root names what is mounted in it first, as it was asked, in bytes; then what is in its own file system, as text,
    # which not every name is. With two slashes that file system itself is asked; without one it is an ENODEV.
    x = []
    try:
        for n in os.ilistdir(b"/"):
            if not isinstance(n[0], bytes):
                break
            x.append(n[0])
    except UnicodeError:
        pass
    h = b"/flash" if b"flash" in x and not system("/") else b""
    d = []
    for p in l:
        p = p.encode()
        f = p.split(b"/")[1]
        if f in x:
            v = b"/" + f
        else:
            v = h or b"/"
            p = h + p
        p = p if len(p) == 1 or p[-1] != 47 else p[:-1]
        print("@", (p, v, system(v)))
        if [y for y in d if (p + b"/").startswith(y + b"/") or len(y) == 1 and f not in x]:
            continue
        d.append(p)
        if m < 0:
            continue
        try:
            walk(p, p if p == b"/" else p + b"/")
        except OSError as e:
            # What is not there yet is empty.
            if e.args[0] != 2 and (e.args[0] != 19 or len(p) > 1):
                raise e
