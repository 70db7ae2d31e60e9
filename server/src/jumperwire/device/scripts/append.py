# Add to a file, which has to have the size `s` before; base64 where the data is text, and deflated where `z`.
def _jw(p, s, d, z):
    if isinstance(d, str):
        from binascii import a2b_base64

        d = a2b_base64(d)
    if z:
        import deflate
        import io

        d = deflate.DeflateIO(io.BytesIO(d), deflate.RAW, 12).read()
    with open(p, "ab" if s else "wb") as f:
        if f.seek(0, 2) != s:
            raise OSError(5)
        f.write(d)
