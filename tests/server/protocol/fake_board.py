"""A board that follows MicroPython's pyexec to the letter, slowly, and does not forgive.

It runs no Python: what a source does is told to it. It works byte by byte when told to, pays its flow
control late, and fails the test when its receive ring overflows or raw-paste's credit is overdrawn.

The facts are those of ``shared/runtime/pyexec.c`` (1.29) and ``py/reader``'s window; the bytes were compared
with the Unix port and with the micro:bit's 1.9. What no board at hand can show (a refused raw-paste, a
late grant, text from a timer) follows the sources alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto

CTRL_A, CTRL_B, CTRL_C, CTRL_D, CTRL_E = 1, 2, 3, 4, 5
Script = Generator[None, int, None]


class Strictness(AssertionError):
    """The host did what would break a real board."""


class RawPaste(Enum):
    """What a firmware makes of 05 'A' 01."""

    SUPPORTED = auto()
    REFUSED = auto()
    """It knows the question, and its answer is no."""
    UNKNOWN = auto()
    """From before 1.14: the banner again."""


@dataclass(frozen=True, slots=True)
class Firmware:
    """What differs between builds."""

    raw_paste: RawPaste = RawPaste.SUPPORTED
    window: int = 128
    ring: int = 260
    """Bytes that wait unread before the next one is lost: ``MICROPY_REPL_STDIN_BUFFER_MAX`` and 4 more."""
    newline: bytes = b"\r\n"
    """``\\r\\r\\n`` where both the port and its console cook."""
    prompt: bytes = b">>> "
    version: bytes = b"MicroPython v1.29.0 on 2026-01-01; Fake with RP2040"
    help_line: bytes | None = b'Type "help()" for more information.'
    soft_reboot: bytes = b"MPY: soft reboot"
    aiorepl: bool = False
    """No banner on Ctrl-B, and a soft reset that is none."""


class End(Enum):
    """How a program ends."""

    RETURNS = auto()
    EXITS = auto()
    """``sys.exit()``: a soft reset, and the raw REPL again."""
    RESTARTS = auto()
    """``machine.reset()``: a new life, and the friendly REPL."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What running a source does: what it prints, what it raises, and how it ends."""

    output: bytes = b""
    error: bytes = b""
    end: End = End.RETURNS


@dataclass(frozen=True, slots=True)
class Lexing:
    """A raw-paste that the board gives up after some bytes, with this traceback."""

    after: int
    error: bytes


class FakeBoard:
    """Feed it with `receive`, let it `work`, read it with `take`."""

    def __init__(
        self,
        firmware: Firmware = Firmware(),
        run: Callable[[bytes], Ran] = lambda source: Ran(),
        *,
        gives_up: Lexing | None = None,
        boot_output: bytes = b"",
        chatter: bytes = b"",
    ) -> None:
        self.firmware = firmware
        self.sources: list[bytes] = []
        """Every source that was run, as it was understood."""
        self.resets = 0
        self.raw = False
        self._run = run
        self._gives_up = gives_up
        self._boot_output = boot_output
        self._chatter = chatter
        """What a timer prints behind each grant of raw-paste."""
        self._ring = bytearray()
        self._said = bytearray()
        self._received = 0
        self._consumed = 0
        self._limit: int | None = None
        self._owed = 0
        self._grants: list[int] = []
        self._taken = 0
        self._spoken = 0
        self._life = self._live()
        next(self._life)

    # --- the link ---

    def receive(self, data: bytes) -> None:
        """Bytes arrive, all at once."""
        for byte in data:
            self._ring.append(byte)
            self._received += 1
            if len(self._ring) > self.firmware.ring:
                raise Strictness(f"the receive ring of {self.firmware.ring} bytes overflowed")
            self._check_credit()

    def work(self, steps: int = 1) -> bool:
        """Take so many steps: each reads one byte, or pays one grant. False when there was nothing to do."""
        for step in range(steps):
            if self._ring:
                self._consumed += 1
                self._life.send(self._ring.pop(0))
            elif self._owed:
                self._pay()
            else:
                return step > 0
        return True

    def take(self, count: int) -> bytes:
        """The next bytes that it said, at most so many."""
        taken = bytes(self._said[:count])
        del self._said[:count]
        self._taken += len(taken)
        while self._grants and self._grants[0] < self._taken:
            self._grants.pop(0)
            self._extend()
        return taken

    @property
    def unread(self) -> int:
        """Bytes that it said and nobody took."""
        return len(self._said)

    @property
    def idle(self) -> bool:
        """Whether it has nothing to do and nothing to say."""
        return not self._ring and not self._owed and not self._said

    def speak(self, data: bytes) -> None:
        """Say something of its own accord: junk of a bootloader, text of a timer."""
        self._say(data)

    # --- the REPLs ---

    def _say(self, data: bytes) -> None:
        self._said += data
        self._spoken += len(data)

    def _say_line(self, data: bytes = b"") -> None:
        self._say(data + self.firmware.newline)

    def _live(self) -> Script:
        self._friendly_banner()
        while True:
            yield from self._raw_repl() if self.raw else self._friendly_repl()

    def _friendly_banner(self) -> None:
        if not self.firmware.aiorepl:
            self._say_line(self.firmware.version)
            if self.firmware.help_line:
                self._say_line(self.firmware.help_line)
        self._say(self.firmware.prompt)

    def _friendly_repl(self) -> Script:
        line = bytearray()
        while True:
            byte = yield
            if byte == CTRL_C:
                line.clear()
                self._say_line()
                self._say(self.firmware.prompt)
            elif byte == ord("\r"):
                self._say_line()
                if line.strip():
                    ran = self._execute(bytes(line))
                    self._say(ran.output + ran.error)
                line.clear()
                self._say(self.firmware.prompt)
            elif byte >= ord(" "):
                line.append(byte)
                self._say(bytes([byte]))
            elif line:
                continue  # Ctrl-A to Ctrl-E move about in a line that is not empty
            elif byte == CTRL_A:
                self._say_line()
                self.raw = True
                self._raw_banner()
                return
            elif byte == CTRL_B:
                self._say_line()
                self._friendly_banner()
            elif byte == CTRL_D:
                self._say_line()
                self._soft_reset()
                self._friendly_banner()

    def _raw_banner(self) -> None:
        self._say_line(b"raw REPL; CTRL-B to exit")
        self._say(b">")

    def _raw_repl(self) -> Script:
        line = bytearray()
        while True:
            byte = yield
            if byte == CTRL_A:
                asked = line[:1] == bytes([CTRL_E]) and len(line) == 2
                if asked and self.firmware.raw_paste is not RawPaste.UNKNOWN:
                    yield from self._paste_question(line[1])
                else:
                    self._raw_banner()
                line.clear()
            elif byte == CTRL_B:
                self._say_line()
                self.raw = False
                self._friendly_banner()
            elif byte == CTRL_C:
                line.clear()
            elif byte == CTRL_D:
                self._end_of_source(bytes(line))
                line.clear()
            else:
                line.append(byte)
            if not self.raw:
                return

    def _end_of_source(self, source: bytes) -> None:
        self._say(b"OK")
        if not source:
            if not self.firmware.aiorepl:
                self._say_line()
            self._soft_reset()
            self._raw_banner()
            if self.firmware.aiorepl:
                self._say(b"\x04\x04>")
        else:
            self._report(self._execute(source))

    def _report(self, ran: Ran) -> None:
        """Output, 04, traceback, 04, ``>``; or the banner of a new life."""
        if ran.end is End.RESTARTS:
            self._say(ran.output)
            self.resets += 1
            self.raw = False
            self._friendly_banner()
            return
        self._say(ran.output + b"\x04" + ran.error + b"\x04")
        if ran.end is End.EXITS:
            self._soft_reset()
            self._raw_banner()
        else:
            self._say(b">")

    def _execute(self, source: bytes) -> Ran:
        self.sources.append(source)
        return self._run(source)

    def _soft_reset(self) -> None:
        if self.firmware.aiorepl:
            self._say_line(b"Ignored: soft reboot")
            return
        self.resets += 1
        self._say_line(self.firmware.soft_reboot)
        self._say(self._boot_output)

    # --- raw-paste ---

    def _paste_question(self, letter: int) -> Script:
        if letter != ord("A") or self.firmware.raw_paste is RawPaste.REFUSED:
            self._say(b"R\x00>")
            return
        window = self.firmware.window
        self._limit = self._consumed + 2 * window
        self._check_credit()
        self._say(b"R\x01" + window.to_bytes(2, "little") + b"\x01")
        source = yield from self._paste_source()
        if source is not None:
            self._report(self._execute(source))

    def _paste_source(self) -> Generator[None, int, bytes | None]:
        """The source; None if it was given up or cancelled, and that is reported."""
        source = bytearray()
        while True:
            if self._gives_up and len(source) >= self._gives_up.after:
                self._say(b"\x04")
                while (yield) not in (CTRL_C, CTRL_D):
                    pass
                self._close_paste()
                self._report(Ran(error=self._gives_up.error))
                return None
            byte = yield
            if byte in (CTRL_C, CTRL_D):
                self._close_paste()
                self._say(b"\x04")
                if byte == CTRL_D:
                    return bytes(source)
                self._report(Ran(error=b"KeyboardInterrupt: " + self.firmware.newline))
                return None
            source.append(byte)
            if len(source) % self.firmware.window == 0:
                self._owed += 1

    def _close_paste(self) -> None:
        """What is still owed is paid, and no longer matters."""
        while self._owed:
            self._pay()
        self._grants.clear()
        self._limit = None

    def _pay(self) -> None:
        self._owed -= 1
        self._grants.append(self._spoken)
        self._say(b"\x01" + self._chatter)

    def _extend(self) -> None:
        if self._limit is not None:
            self._limit += self.firmware.window

    def _check_credit(self) -> None:
        """The 04 that ends the source is not counted: pyexec has room for it."""
        if self._limit is None:
            return
        over = self._received - self._limit
        if over > (1 if self._ring[-1:] == bytes([CTRL_D]) else 0):
            raise Strictness(f"raw-paste's credit was overdrawn by {over} bytes")
