"""Where a benchmark stands: its boards, its links, how often it repeats, and where its rows go."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from boards import catalog
from boards.link import Emulated, emulated
from boards.linkspec import LINKS

from bench.bare import Bare
from bench.rows import SHARE, TIMES, Row, Rows, median
from jumperwire.errors import JumperwireError

BRIDGE = Path(__file__).with_name("bridge.py")
SOURCE = Path(__file__).with_name("source.py")


@dataclass(frozen=True, slots=True)
class Subject:
    """A board to measure with: its address, and a command that speaks as it does on pipes."""

    name: str
    address: Callable[[Path, str], str]
    """The product's own address for it, given a folder and a name for its flash."""

    def command(self, folder: Path, name: str) -> list[str]:
        """The board as a command on pipes, for the link emulator."""
        address = self.address(folder, name)
        scheme, _, rest = address.partition(":")
        if scheme == "exec":
            return shlex.split(rest)
        return [sys.executable, str(BRIDGE), address]


UNIX = Subject("unix", lambda folder, name: catalog.unix_address(folder / f"{name}.littlefs"))
LARGE = Subject("unix", lambda folder, name: catalog.unix_address(folder / f"{name}.littlefs", 8 << 20))
"""With a flash for hundreds of files."""
VIRTUAL = Subject("virtual", lambda folder, name: f"virtual:bench-{name}")
VIRTUAL_UART = Subject("virtual", lambda folder, name: f"virtual:bench-{name}?baud=115200&ring=256&latency=1")
"""Slow by itself: the right room for output behind a slow line is the board's own."""


@dataclass(slots=True)
class Rig:
    """Given to each benchmark."""

    rows: Rows
    folder: Path
    boards: list[Subject]
    quick: bool
    say: Callable[[str], None]

    def times(self, usual: int, quick: int) -> int:
        """How often to repeat."""
        return quick if self.quick else usual

    @contextlib.contextmanager
    def plugged(self, board: Subject, link: str, name: str = "one") -> Iterator[Emulated]:
        """A board behind a standard link, at its prompt."""
        self.say(f"{board.name} on {link}")
        with emulated(LINKS[link], board.command(self.folder, name)) as plug:
            with Bare(plug.address) as bare:
                bare.prompt()
            yield plug

    def port(self, plug: Emulated) -> str:
        """The same pty under a name that does not tell that it is one.

        mpremote knows a pty by its name and then waits for each byte; from any real port it polls.
        """
        link = self.folder / f"port-{Path(plug.address).name}"
        link.unlink(missing_ok=True)
        link.symlink_to(plug.address)
        return str(link)

    def recorder(self, bench: str, board: str, link: str) -> Recorder:
        """Adds rows of one benchmark on one board and link."""
        return Recorder(self.rows, bench, board, link)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Adds rows that share their first columns."""

    rows: Rows
    bench: str
    board: str
    link: str

    def value(self, subject: str, metric: str, unit: str, value: float, runs: int) -> None:
        """One figure."""
        self.rows.add(Row(self.bench, subject, self.board, self.link, metric, unit, value, runs))

    def milliseconds(self, subject: str, metric: str, seconds: list[float]) -> float:
        """A median of times; returned in seconds."""
        self.value(subject, metric, "ms", median(seconds) * 1000, len(seconds))
        return median(seconds)

    def throughput(self, subject: str, speeds: list[float]) -> None:
        """A median of MB/s."""
        self.value(subject, "throughput", "MB/s", median(speeds), len(speeds))

    def share(self, subject: str, metric: str, limit: float, took: float, runs: int = 1) -> None:
        """How much of what the link allows was reached; nothing where it has no limit. Both in seconds."""
        if limit:
            self.value(subject, f"{metric}, share of the limit", SHARE, 100 * limit / took, runs)

    def ratio(self, subject: str, metric: str, ours: list[float], theirs: list[float]) -> None:
        """Of medians."""
        self.value(subject, metric, TIMES, median(ours) / median(theirs), len(ours))


def virtual_missing() -> str | None:
    """Why there is no virtual board here; None where there is one."""
    try:
        from jumperwire.transport import virtual

        virtual.find_node()
    except ImportError:
        return "it is not built in yet"
    except JumperwireError as error:
        return f"{error.code.value} {error.facts}"
    return None
