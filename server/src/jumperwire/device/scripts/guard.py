# Runs source that arrived as it was sent, and ends its output with a checksum of that. k: number of the call, which is
# not done twice; n: CRC-32 of `s`; a: where `s` belongs in a source that comes in pieces, whose call has None for it; -2
# where it is deflated and in base64.
# An exception is output too, behind a 15; the checksum is behind a 06.
def _jw(k, n, s, a=-1):
    import io
    import sys
    from binascii import crc32

    # The pieces, the number of the last call, its output, the checksum of that.
    g = sys.modules["_jw_guard_memory"]
    if a >= 0:
        if crc32(s) == n and a <= len(g[0]):
            g[0] = g[0][:a] + s
            print("=%d" % a)
        return
    s = s or g[0]
    if a == -2:
        import deflate
        from binascii import a2b_base64

        s = deflate.DeflateIO(io.BytesIO(a2b_base64(s)), deflate.RAW, 10).read()
    if crc32(s) != n:
        return

    # Agents keep the one of the call that brought them, so it has no state of its own.
    def p(*v, end="\n"):
        t = " ".join(str(x) for x in v) + end
        g[3] = crc32(t, g[3])
        print(t, end="")
        if len(g[2]) < 4:
            g[2].append(t)

    o = g[2]
    g[2] = []
    g[3] = 0
    if g[1] == k and len(o) < 4:
        for t in o:
            p(t, end="")
    else:
        try:
            exec(s, {"print": p})
        except Exception as e:
            t = io.StringIO()
            sys.print_exception(e, t)
            p("\x15" + t.getvalue(), end="")
    g[1] = k
    print("\x06%d" % g[3])
