"""MicroPython's Unix port, dressed up as a board: a program that speaks as a serial port would.

    python tests/server/boards/unix_board.py --flash FILE [--stdio | --port N] [--heap 256k] [--flash-size 1M]
                                               [--program PATH]

It speaks on stdin and stdout, or to one TCP client at a time (port 0: a free one, printed to stderr).

As on a board: littlefs (on FILE) is ``/``; boot.py and main.py run; a Ctrl-C interrupts, and throws away
typed-ahead input, only while the interrupt character is armed; Ctrl-D, ``sys.exit()`` and whatever ends
the interpreter is a soft reset, in the REPL mode that was on. Input is held back while it is not read
(a loss-free link) and nothing is ever dropped toward the host.

Not as on a board: ``print`` ends lines with LF alone (what is text and what is binary cannot be told
apart out here, so the wrapper leaves all bytes alone); OSErrors show numbers without names; a soft reset
does not close open files, so what they had not flushed is lost; there is no ``machine.reset`` and no
hardware; flash takes no time; which REPL mode is on is read from the banners, so a program that prints
one can deceive the wrapper. Linux only: it looks into /proc.

With --program or $MICROPYTHON another build is used. It gets a SIGINT for a Ctrl-C, which the Unix port
takes badly: during a garbage collection it breaks the heap, and two at once may end the interpreter.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BOOT = Path(__file__).with_name("unix_boot.py")
INTERPRETER = Path(__file__).with_name("unix_interpreter.py")
RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n"
FRIENDLY_BANNER = b'Type "help()" for more information.'
CTRL_A, CTRL_C = b"\x01", 3
QUEUE = 64 * 1024
"""Bytes held in either direction before the other side is no longer read."""
PIPE = 4096
"""The smallest pipe that Linux makes: a board does not hold much input either."""

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How each interpreter is started."""

    flash: Path
    flash_size: int
    heap: str
    program: str | None

    def command(self) -> list[str]:
        """The interpreter: $MICROPYTHON, or else the package from PyPI."""
        start = [self.program] if self.program else [sys.executable, str(INTERPRETER)]
        return [*start, "-X", f"heapsize={self.heap}", str(BOOT)]


class Interpreter:
    """One life of MicroPython, from one reset to the next."""

    def __init__(self, settings: Settings, raw: bool, mark: str) -> None:
        host_in, self._stdin = os.pipe()
        fcntl.fcntl(host_in, fcntl.F_SETPIPE_SZ, PIPE)
        environment = {
            "HOME": "/nonexistent",
            "PATH": os.environ.get("PATH", ""),
            "JUMPERWIRE_FLASH": str(settings.flash),
            "JUMPERWIRE_FLASH_SIZE": str(settings.flash_size),
            "JUMPERWIRE_RAW": "1" if raw else "0",
            "JUMPERWIRE_MARK": mark,
        }
        self._interrupt = signal.SIGINT if settings.program else signal.SIGUSR1
        self._process = subprocess.Popen(
            settings.command(),
            stdin=host_in,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        assert self._process.stdout is not None
        self.output = self._process.stdout.fileno()
        self._typed_ahead = os.open(f"/proc/self/fd/{host_in}", os.O_RDONLY | os.O_NONBLOCK)
        os.close(host_in)
        os.set_blocking(self._stdin, False)

    @property
    def input(self) -> int:
        """The descriptor that takes what is typed."""
        return self._stdin

    def interrupt(self) -> bool:
        """Ctrl-C, if the interrupt character is armed; whether it was.

        The process is stopped meanwhile, so that it cannot disarm it between the look and the signal.
        """
        pid = self._process.pid
        os.kill(pid, signal.SIGSTOP)
        os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        armed = _catches_sigint(pid)
        if armed:
            with contextlib.suppress(BlockingIOError):
                os.read(self._typed_ahead, PIPE)
            os.kill(pid, self._interrupt)
        os.kill(pid, signal.SIGCONT)
        return armed

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        for descriptor in (self._stdin, self._typed_ahead):
            os.close(descriptor)


class Board:
    """Interpreters one after the other, seen as bytes from and to a host."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._mark = f"\x1f{secrets.token_hex(16)}"
        self._raw = False
        self._heard = b""
        self._hidden: bytearray | None = None
        self.typed = bytearray()
        self.said = bytearray()
        self.interpreter = Interpreter(settings, raw=False, mark=self._mark)

    def take(self, data: bytes) -> None:
        """Bytes from the host."""
        for byte in data:
            if byte != CTRL_C or not self._interrupt():
                self.typed.append(byte)

    def push(self) -> None:
        """Hand typed bytes to the interpreter, as many as it takes."""
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            del self.typed[: os.write(self.interpreter.input, self.typed)]

    def pull(self) -> None:
        """Take what the interpreter says; its end is a soft reset."""
        data = os.read(self.interpreter.output, QUEUE)
        if not data:
            self._soft_reset()
        elif self._hidden is None:
            self._say(data)
        else:
            self._hidden += data
            self._show_boot()

    def close(self) -> None:
        """End the interpreter."""
        self.interpreter.close()

    def _interrupt(self) -> bool:
        armed = self.interpreter.interrupt()
        if armed:
            self.typed.clear()
        return armed

    def _say(self, data: bytes) -> None:
        self.said += data
        heard = self._heard + data
        raw, friendly = heard.rfind(RAW_BANNER), heard.rfind(FRIENDLY_BANNER)
        if raw != friendly:
            self._raw = raw > friendly
        self._heard = heard[-len(FRIENDLY_BANNER) + 1 :]

    def _soft_reset(self) -> None:
        self.interpreter.close()
        self.typed.clear()
        self._heard = b""
        self.said += b"MPY: soft reboot\r\n"
        if self._raw:
            self.typed += CTRL_A
            self._hidden = bytearray()
        self.interpreter = Interpreter(self._settings, self._raw, self._mark)

    def _show_boot(self) -> None:
        """After a reset from the raw REPL: what boot.py says is shown, the friendly banner is not."""
        assert self._hidden is not None
        boot, mark, rest = bytes(self._hidden).partition(self._mark.encode())
        if not mark:
            keep = boot.rfind(b"\x1f")
            shown = boot if keep < 0 else boot[:keep]
            self.said += shown
            del self._hidden[: len(shown)]
        elif (at := rest.find(RAW_BANNER)) >= 0:
            self._hidden = None
            self._say(boot + rest[at:])


class Host:
    """The other end: two descriptors, or one socket."""

    def __init__(self, source: int, sink: int) -> None:
        self.source, self.sink = source, sink
        os.set_blocking(source, False)
        os.set_blocking(sink, False)

    def read(self) -> bytes | None:
        """What it sent; empty when it is gone, None when there is nothing yet."""
        try:
            return os.read(self.source, QUEUE)
        except BlockingIOError:
            return None
        except ConnectionError:
            return b""

    def write(self, data: bytearray) -> None:
        """Send as much of ``data`` as it takes, and remove that."""
        try:
            del data[: os.write(self.sink, data)]
        except BlockingIOError:
            pass
        except ConnectionError:  # reading finds out, too
            data.clear()


class Loop:
    """Moves the bytes until the host is gone (stdio), or for ever (TCP)."""

    def __init__(self, board: Board, listener: socket.socket | None) -> None:
        self._board = board
        self._listener = listener
        self._client: socket.socket | None = None
        self._host = None if listener else Host(sys.stdin.fileno(), sys.stdout.fileno())

    def run(self) -> None:
        """Until the end."""
        while self._listener or self._host:
            reads, writes = self._reads(), self._writes()
            readable, writable, _ = select.select(reads, writes, [])
            for act in [reads[d] for d in readable] + [writes[d] for d in writable]:
                act()

    def _reads(self) -> dict[int, Act]:
        board = self._board
        reads: dict[int, Act] = {}
        if len(board.said) < QUEUE:
            reads[board.interpreter.output] = board.pull
        if self._host and len(board.typed) < QUEUE:
            reads[self._host.source] = self._read_host
        if self._listener and not self._host:
            board.said.clear()
            reads[self._listener.fileno()] = self._accept
        return reads

    def _writes(self) -> dict[int, Act]:
        writes: dict[int, Act] = {}
        if self._board.typed:
            writes[self._board.interpreter.input] = self._board.push
        if self._host and self._board.said:
            writes[self._host.sink] = self._write_host
        return writes

    def _accept(self) -> None:
        assert self._listener is not None
        self._client, _ = self._listener.accept()
        self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = Host(self._client.fileno(), self._client.fileno())

    def _read_host(self) -> None:
        assert self._host is not None
        data = self._host.read()
        if data:
            self._board.take(data)
            # Not when select says so: it calls a pipe of one page full as soon as anything is in it.
            self._board.push()
        elif data is not None:
            self._host = None
            if self._client:
                self._client.close()

    def _write_host(self) -> None:
        if self._host:
            self._host.write(self._board.said)


def main() -> None:
    """Run a board until stdin closes or a signal comes."""
    parser = argparse.ArgumentParser(description="MicroPython's Unix port as a board")
    parser.add_argument("--flash", type=Path, required=True, help="the file that holds the flash")
    parser.add_argument("--flash-size", type=_size, default=1 << 20, help="of a new flash; default 1M")
    parser.add_argument("--heap", default="256k")
    parser.add_argument("--program", default=os.environ.get("MICROPYTHON"), help="another build")
    link = parser.add_mutually_exclusive_group()
    link.add_argument("--port", type=int, help="serve TCP on 127.0.0.1; 0 for a free port, see stderr")
    link.add_argument("--stdio", action="store_true", help="speak on stdin and stdout (the default)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    listener = None
    if options.port is not None:
        listener = socket.create_server(("127.0.0.1", options.port))
        print(listener.getsockname()[1], file=sys.stderr, flush=True)  # noqa: T201
    board = Board(Settings(options.flash.absolute(), options.flash_size, options.heap, options.program))
    try:
        Loop(board, listener).run()
    finally:
        board.close()


def _size(text: str) -> int:
    units = {"k": 1 << 10, "M": 1 << 20}
    return int(text[:-1]) * units[text[-1]] if text[-1:] in units else int(text)


def _catches_sigint(pid: int) -> bool:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)
    return False


if sys.platform == "linux":
    _PRCTL = ctypes.CDLL(None).prctl
    _PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Even when the wrapper is killed, nothing stays behind."""
    _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
