# Writes to ROM partition `i` at `o`: base64 where the data is text, and deflated where `z`. b: as in rom_prepare.py.
def _jw(i, b, o, d, z):
    from vfs import rom_ioctl

    if isinstance(d, str):
        from binascii import a2b_base64

        d = a2b_base64(d)
    if z:
        import deflate
        import io

        d = deflate.DeflateIO(io.BytesIO(d), deflate.RAW, 12).read()
    if b:
        rom_ioctl(2, i).writeblocks(o // b, d, o % b)
        return
    k = rom_ioctl(4, i, o, d)
    if k and k < 0:
        raise OSError(-k)
