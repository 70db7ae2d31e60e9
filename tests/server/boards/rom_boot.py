"""Runs on MicroPython, as boot.py: gives a board ROM partitions, whose flash is kept in files.

No interpreter here has ``vfs.rom_ioctl``. This one answers as those of stm32, samd and alif do, and is
strict: what is not erased cannot be written, nor less than the smallest write, nor what is out of range.
Partition 0 is erased in steps, 1 as older builds do it (all at once), 2 is a block device.
"""
# mypy: ignore-errors

import sys

import vfs

_EINVAL, _EIO = 22, 5
_STEP, _LEAST = 4096, 16


class _Flash(bytearray):
    """The content of a partition."""

    def load(self, number):
        self.name = f"/rom{number}"
        try:
            with open(self.name, "rb") as file:
                file.readinto(self)
        except OSError:
            self.erase(0, len(self))
        return self

    def save(self):
        with open(self.name, "wb") as file:
            file.write(self)

    def erase(self, offset, size):
        for at in range(offset, offset + size):
            self[at] = 255

    def put(self, offset, data, least):
        if offset % least or len(data) % least or offset + len(data) > len(self):
            return -_EINVAL
        if any(byte != 255 for byte in memoryview(self)[offset : offset + len(data)]):
            return -_EIO
        self[offset : offset + len(data)] = data
        return 0


class _Device(_Flash):
    """The same as a block device."""

    def ioctl(self, operation, argument):
        if operation == 6:
            self.erase(argument * _STEP, _STEP)
            return 0
        return {4: len(self) // _STEP, 5: _STEP}.get(operation)

    def writeblocks(self, block, data, offset=0):
        error = self.put(block * _STEP + offset, data, 1)
        if error:
            raise OSError(-error)
        self.save()


_flash = [_Flash(8 * _STEP).load(0), _Flash(_STEP).load(1), _Device(4 * _STEP).load(2)]


def _rom_ioctl(operation, number=None, *arguments):
    if operation == 1:
        return len(_flash)
    if number is None or not 0 <= number < len(_flash):
        return -_EINVAL
    flash = _flash[number]
    if operation == 2:
        return flash
    if number == 2:
        return -_EINVAL
    if operation == 3:
        offset, size = arguments if len(arguments) == 2 else (0, arguments[0])
        if offset + size > len(flash) or (number == 1 and len(arguments) == 2) or offset % _STEP:
            return -_EINVAL
        flash.erase(offset, -(-size // _STEP) * _STEP)
        return _LEAST
    if operation == 4:
        return flash.put(arguments[0], arguments[1], _LEAST)
    if operation == 5:
        flash.save()
        return 0
    if operation == 6 and number == 0:
        return _STEP
    return -_EINVAL


class _Vfs:
    """What `import vfs` gives from here on."""


for _name in dir(vfs):
    if _name[:2] != "__":
        setattr(_Vfs, _name, getattr(vfs, _name))
_Vfs.rom_ioctl = _rom_ioctl
sys.modules["vfs"] = _Vfs
for _each in _flash:
    try:
        vfs.mount(vfs.VfsRom(_each), "/rom")
        sys.path.append("/rom")
        break
    except OSError:
        continue
del _name, _each
