# What makes the WebAssembly port look like a board. Runs at each start, before boot.py, in a namespace of its own.
#
# `_host` is a line to the host side (see hostline.mjs): lines written to it are commands. Addresses of ROM objects go
# there, because ROM cannot be changed from Python; the host writes them.

import asyncio
import builtins
import io
import micropython
import os
import sys
import time


def _tell(*words):
    _host.write(" ".join(str(word) for word in words))


def _describe():
    import js
    import jsffi

    _tell("forget", id(js))
    _tell("forget", id(jsffi))
    for name in dir(asyncio.core):
        if name in ("js", "jsffi"):
            delattr(asyncio.core, name)
    for name in ("js", "jsffi"):
        sys.modules.pop(name, None)
    _tell("raw", id(getattr(sys.stdout, _BUFFER)), id(getattr(sys.stdin, _BUFFER)))
    _tell("flush", id(sys.stdout.flush))
    _tell("text", id(sys.platform), _PLATFORM)
    _tell("text", id(sys.implementation._machine), _MACHINE)


# --- files: what VfsPosix does otherwise than a board's file systems

_vfs_ilistdir = os.ilistdir
_vfs_stat = os.stat


def _ilistdir(path=""):
    prefix = path if not path or path.endswith("/") else path + "/"
    for name, kind, inode in _vfs_ilistdir(path):
        size = 0 if kind & 0x4000 else _vfs_stat(prefix + name)[6]
        yield (name, kind, 0, size)


def _sync():
    pass


def _uname():
    release = ".".join(str(part) for part in sys.implementation.version[:3])
    version = sys.version.split("; MicroPython ")[-1]
    return _Uname(sys.platform, sys.platform, release, version, sys.implementation._machine)


_Uname = __import__("collections").namedtuple("uname", ("sysname", "nodename", "release", "version", "machine"))
os.ilistdir = _ilistdir
os.sync = _sync
os.uname = _uname


# --- input(): the port's own would read zeros


def _input(prompt=""):
    read, write = _raw_in.read, sys.stdout.write
    write(str(prompt))
    line = bytearray()
    while True:
        key = read(1)[0]
        if key in (10, 13):
            write("\n")
            return line.decode()
        if key == 4 and not line:
            raise EOFError
        if key in (8, 127):
            while line and line[-1] & 0xC0 == 0x80:
                line = line[:-1]
            if line:
                line = line[:-1]
                write("\b \b")
        elif key >= 32:
            line.append(key)
            _raw_out.write(bytes((key,)))


_raw_in = open(3, "rb")
_raw_out = open(4, "wb")
builtins.input = _input


# --- machine, and what there is none of


class _Machine:
    __name__ = "machine"
    PWRON_RESET, HARD_RESET, SOFT_RESET = 1, 2, 5

    def __repr__(self):
        return "<module 'machine'>"

    def reset(self):
        _tell("reset")

    def soft_reset(self):
        sys.exit()

    def reset_cause(self):
        return _RESET_CAUSE

    def unique_id(self):
        return _UNIQUE_ID

    def freq(self, hz=None):
        return 125_000_000 if hz is None else None

    def idle(self):
        time.sleep_ms(1)

    def lightsleep(self, ms=0):
        time.sleep_ms(ms)

    def __getattr__(self, name):
        if name in _NO_HARDWARE:
            raise ImportError("the virtual board has no GPIO: machine." + name + " needs a real board")
        raise AttributeError("'module' object has no attribute '" + name + "'")


_NO_HARDWARE = (
    "Pin Signal ADC ADCBlock DAC PWM I2C SoftI2C I2CTarget SPI SoftSPI UART I2S CAN SDCard Timer RTC WDT TouchPad "
    "bitstream time_pulse_us dht_readinto deepsleep mem8 mem16 mem32"
).split()
sys.modules["machine"] = _Machine()
sys.path.append("/.board")  # modules that say why they are missing, see rom.mjs


# --- asyncio: the port's event loop is the browser's; here it blocks, as on a board

_core = asyncio.core


def _run_until_complete(task):
    task.state = _awaited
    while not task.done():
        _core._run_iter()
        upcoming = _core._task_queue.peek()
        if task.done():
            break
        if upcoming is None:
            return None  # nothing will ever wake it: a board's loop ends here too
        time.sleep_ms(max(0, time.ticks_diff(upcoming.ph_key, time.ticks_ms())))
    if isinstance(task.data, StopIteration):
        return task.data.value
    raise task.data


def _awaited(task, result):
    # As the state of a task: its end is noticed, so the loop does not complain about an exception nobody saw.
    pass


def _run(coro):
    return _run_until_complete(_core.create_task(coro))


def _new_event_loop():
    _core._task_queue = _core.TaskQueue(_no_timer)
    return _core.Loop


def _no_timer(delay):
    pass


_core._schedule_run_iter = _no_timer
_core.asyncio_timer = None
_core.run = asyncio.run = _run
_core.new_event_loop = asyncio.new_event_loop = _new_event_loop
_core.Loop.run_until_complete = _run_until_complete
_new_event_loop()


# --- boot.py and main.py


def run(name):
    """Run a file as the firmware does at start: interruptible, its traceback on the terminal."""
    try:
        micropython.kbd_intr(3)
        _execfile(name)
    except SystemExit:
        _tell("exit")
    except BaseException as error:
        micropython.kbd_intr(-1)
        text = io.StringIO()
        sys.print_exception(error, text)
        lines = text.getvalue().split("\n")
        if len(lines) > 2:
            del lines[1]  # this function
        sys.stdout.write("\n".join(lines))
    finally:
        micropython.kbd_intr(-1)


class _Board:
    run = staticmethod(run)


_execfile = execfile
_describe()
sys.modules["_board"] = _Board
