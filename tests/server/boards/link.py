"""An emulated link between a host and a board: a rate, a latency, and a receive ring at the board's end.

    python tests/server/boards/link.py --link uart [--host pty|tcp] [--seed N] -- COMMAND…

The host's end is a pty (what serial programs are best at) or a TCP port, and its address is the first line
of the output. The board's end is any command, over pipes. Ends when its standard input closes; then says in
JSON what it moved and dropped. A process of its own, so that it shares no interpreter lock with what is
measured. From a test: ``with emulated(LINKS["uart"], command) as link: … link.address``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import fcntl
import json
import os
import random
import selectors
import socket
import struct
import subprocess
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

if __name__ == "__main__":
    sys.path[:1] = [str(Path(__file__).absolute().parents[1])]

from boards.linkspec import LINKS, Count, DelayLine, LinkSpec

QUEUE = 4096
"""Bytes under way in one direction, before the sending side is no longer read: a system's own buffer."""

POLL = 0.0003
"""Seconds between two looks at a full ring: nothing tells when a program has read from its pipe."""

HostKind = Literal["pty", "tcp"]


class Ring:
    """What a program has not read yet of its input, seen from outside.

    A program that reads for another (``unix_board.py`` does, looking for Ctrl-C) hides what that one has not
    read; so the pipes into its children count too, where Linux shows them.
    """

    REFRESH = 0.1

    def __init__(self, pid: int, pipe: int) -> None:
        self._pid = pid
        self._pipe = pipe
        self._inner: list[int] = []
        self._looked = -1.0

    def unread(self, now: float) -> int:
        """Bytes that wait."""
        if now - self._looked > self.REFRESH:
            self._looked = now
            self._look()
        return sum(map(_waiting, (self._pipe, *self._inner)))

    def _look(self) -> None:
        """Open the inputs of the children anew: a soft reset is another process."""
        for descriptor in self._inner:
            os.close(descriptor)
        self._inner.clear()
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
            for child in children:
                self._inner.append(os.open(f"/proc/{child}/fd/0", os.O_RDONLY | os.O_NONBLOCK))


def _waiting(descriptor: int) -> int:
    try:
        return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"\0" * 4))[0])
    except OSError:
        return 0


@dataclass(slots=True)
class Direction:
    """Moves bytes from one descriptor to another, late, at a rate, through a ring if there is one."""

    loop: asyncio.AbstractEventLoop
    spec: LinkSpec
    line: DelayLine
    ring: Ring | None = None
    count: Count = field(default_factory=Count)
    source: int | None = None
    sink: int | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    turned: Callable[[Direction], None] = lambda _: None
    """Called with each piece that is read."""
    _timer: asyncio.TimerHandle | None = None
    _reading: bool = False
    _blocked: bool = False

    def connect(self, source: int | None = None, sink: int | None = None) -> None:
        """Give it the ends that it has not; both must not block."""
        self.source = self.source if source is None else source
        self.sink = self.sink if sink is None else sink
        if source is not None:
            self._read(True)
        self._pump()

    def disconnect_source(self) -> None:
        """The sender is gone; what is under way still arrives."""
        self._read(False)
        self.source = None

    def disconnect_sink(self) -> None:
        """The receiver is gone, and what was under way to it."""
        if self._blocked and self.sink is not None:
            self.loop.remove_writer(self.sink)
        self._blocked = False
        self.sink = None
        self.line.clear()

    def _read(self, wanted: bool) -> None:
        if self.source is None or wanted == self._reading:
            return
        self._reading = wanted
        if wanted:
            self.loop.add_reader(self.source, self._readable)
        else:
            self.loop.remove_reader(self.source)

    def _readable(self) -> None:
        assert self.source is not None
        room = 1 << 16 if self.spec.immediate else QUEUE
        try:
            data = os.read(self.source, room)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._read(False)
            self.ended.set()
            return
        self.count.bytes += len(data)
        self.turned(self)
        if self.sink is None:
            return  # nobody is there: lost, as what a board says to an open plug
        self.line.put(data, self.loop.time())
        self._pump()

    def _pump(self) -> None:
        """Deliver what is due, and see to it that this happens again in time."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        now = self.loop.time()
        while not self._blocked and (due := self.line.due) is not None:
            if due > now:
                self._timer = self.loop.call_at(due, self._pump)
                break
            if not self._deliver(now):
                break
        self._read(self.line.size < QUEUE)

    def _deliver(self, now: float) -> bool:
        """One piece, or as much of it as fits; False when the rest has to wait."""
        piece = self.line.peek()
        if self.ring is not None and self.spec.ring is not None:
            room = max(0, self.spec.ring - self.ring.unread(now))
            if room < len(piece) and not self.spec.lossy:
                self._timer = self.loop.call_later(POLL, self._pump)
                return False
            self.count.dropped += max(0, len(piece) - room)
            self._write(piece[:room])
            self.line.advance(len(piece))
            return True
        written = self._write(piece)
        if written:
            self.line.advance(written)
        return written == len(piece)

    def _write(self, data: bytes) -> int:
        if self.sink is None or not data:
            return len(data)
        try:
            written = os.write(self.sink, data)
        except BlockingIOError:
            written = 0
        except OSError:
            return len(data)  # the reader is gone; whoever reads from it finds out
        if written < len(data):
            self._blocked = True
            self.loop.add_writer(self.sink, self._writable)
        return written

    def _writable(self) -> None:
        assert self.sink is not None
        self.loop.remove_writer(self.sink)
        self._blocked = False
        self._pump()


class Emulator:
    """A board's program at one end, a pty or a TCP port at the other, the link between them."""

    def __init__(self, spec: LinkSpec, command: list[str], host: HostKind, seed: int) -> None:
        self.loop = asyncio.get_running_loop()
        chance = random.Random(seed)
        self._board = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        assert self._board.stdin is not None
        assert self._board.stdout is not None
        stdin, stdout = self._board.stdin.fileno(), self._board.stdout.fileno()
        for descriptor in (stdin, stdout):
            os.set_blocking(descriptor, False)
        if not spec.immediate and hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(stdout, fcntl.F_SETPIPE_SZ, 4096)  # a board has hardly any room for its output
        ring = Ring(self._board.pid, stdin) if spec.ring is not None else None
        self.up = Direction(self.loop, spec, DelayLine(spec, chance), ring)
        self.down = Direction(self.loop, spec, DelayLine(spec, chance, holds=True))
        self.turns = 0
        self._last = self.down
        self.up.turned = self.down.turned = self._turned
        self.up.connect(sink=stdin)
        self.down.connect(source=stdout)
        self._client: socket.socket | None = None
        self._listener: socket.socket | None = None
        self.address = self._open_pty() if host == "pty" else self._listen()

    def _turned(self, direction: Direction) -> None:
        """Count how often the host spoke after the board did."""
        if direction is self.up and self._last is self.down:
            self.turns += 1
        self._last = direction

    async def run(self) -> None:
        """Until the board's program ends."""
        await self.down.ended.wait()

    def close(self) -> None:
        """End the board's program."""
        self._board.terminate()
        try:
            self._board.wait(2)
        except subprocess.TimeoutExpired:
            self._board.kill()
            self._board.wait()

    def _open_pty(self) -> str:
        """Our copy of the other end stays open, so that hosts may come and go."""
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self.up.connect(source=ours)
        self.down.connect(sink=ours)
        return os.ttyname(theirs)

    def _listen(self) -> str:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self.loop.add_reader(self._listener, self._accept)
        return f"socket://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        """One host at a time; the next one is taken when this one has gone."""
        assert self._listener is not None
        self._client, _ = self._listener.accept()
        self._client.setblocking(False)
        self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.loop.remove_reader(self._listener)
        self.up.ended.clear()
        self.up.connect(source=self._client.fileno())
        self.down.connect(sink=self._client.fileno())
        self._watcher = self.loop.create_task(self._until_gone(self._client))

    async def _until_gone(self, client: socket.socket) -> None:
        await self.up.ended.wait()
        self.up.disconnect_source()
        self.down.disconnect_sink()
        client.close()
        assert self._listener is not None
        self.loop.add_reader(self._listener, self._accept)


@dataclass(slots=True)
class Emulated:
    """A running emulator, seen from the process that started it."""

    address: str
    """A pty's path, or ``socket://host:port``: what mpremote and Jumperwire both take."""
    process: subprocess.Popen[str]
    stats: dict[str, dict[str, int]] = field(default_factory=dict)
    """After the end: ``up`` and ``down``, each with ``bytes`` and ``dropped``; ``turns`` with ``count``."""


@contextlib.contextmanager
def emulated(spec: LinkSpec, command: list[str], host: HostKind = "pty", seed: int = 1) -> Iterator[Emulated]:
    """Start a board behind a link; both end with the block."""
    own = [
        sys.executable,
        "-S",
        str(Path(__file__).absolute()),
        "--spec",
        json.dumps(dataclasses.asdict(spec)),
    ]
    process = subprocess.Popen(
        [*own, "--host", host, "--seed", str(seed), "--", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    if not address:
        raise RuntimeError(f"no board: {command}")
    link = Emulated(address, process)
    try:
        yield link
    finally:
        process.stdin.close()
        said = process.stdout.read()
        process.stdout.close()
        process.wait()
        link.stats.update(json.loads(said or "{}"))


async def _serve(spec: LinkSpec, command: list[str], host: HostKind, seed: int) -> None:
    emulator = Emulator(spec, command, host, seed)
    parent_gone = asyncio.Event()
    emulator.loop.add_reader(0, parent_gone.set)  # nothing is ever written to it
    sys.stdout.write(f"{emulator.address}\n")
    sys.stdout.flush()
    ends = [asyncio.ensure_future(emulator.run()), asyncio.ensure_future(parent_gone.wait())]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()
    emulator.loop.remove_reader(0)
    emulator.close()
    counts = {"up": emulator.up.count, "down": emulator.down.count}
    moved: dict[str, object] = {way: dataclasses.asdict(count) for way, count in counts.items()}
    sys.stdout.write(json.dumps({**moved, "turns": {"count": emulator.turns}}))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description="a board behind an emulated link")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--link", choices=LINKS, default="unthrottled")
    chosen.add_argument("--spec", type=json.loads, help="a link's figures, as JSON")
    parser.add_argument("--host", choices=["pty", "tcp"], default="pty")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    spec = LinkSpec(**options.spec) if options.spec else LINKS[options.link]
    # select() knows microseconds; asyncio's default, epoll, would round each delay up to a millisecond.
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    try:
        loop.run_until_complete(_serve(spec, options.command, options.host, options.seed))
    finally:
        loop.close()


if __name__ == "__main__":
    main()
