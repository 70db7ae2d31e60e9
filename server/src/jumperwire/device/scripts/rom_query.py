# A line for each ROM partition: its number, bytes in it and in its blocks, whether it is a block device, how it begins.
# None where the build knows of none.
def _jw():
    try:
        from vfs import rom_ioctl
    except ImportError:
        print(None)
        return
    for i in range(rom_ioctl(1)):
        d = rom_ioctl(2, i)
        if isinstance(d, int):
            continue
        o = int(hasattr(d, "ioctl"))
        if o:
            b = d.ioctl(5, 0)
            n = b * d.ioctl(4, 0)
        else:
            n = len(d)
            # What is erased at once; older builds cannot tell, and erase all.
            b = rom_ioctl(6, i)
            if b <= 0:
                b = n
        print((i, n, b, o, bytes(memoryview(d)[:12])))
