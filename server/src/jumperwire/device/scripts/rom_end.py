# All of ROM partition `i` is written. b: as in rom_prepare.py.
def _jw(i, b):
    from vfs import rom_ioctl

    k = 0 if b else rom_ioctl(5, i)
    if k and k < 0:
        raise OSError(-k)
