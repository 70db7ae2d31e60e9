"""Which of all the figures matter: the rows of the page, and its charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.charts import Chart
from bench.rows import TIMES, Row


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the page: what it says of one metric on several links, or on the only one."""

    what: str
    bench: str
    metric: str
    subject: str = "jumperwire"
    links: tuple[str, ...] = ("usb", "uart")
    board: str = "unix"

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Its rows, in the order of its links."""
        wanted = (self.bench, self.metric, self.subject, self.board)
        found = [row for row in rows if (row.bench, row.metric, row.subject, row.board) == wanted]
        return sorted((row for row in found if row.link in self.links), key=lambda row: self._place(row))

    def _place(self, row: Row) -> int:
        return self.links.index(row.link)


_COMMANDS = (("cli", "eval 1+1"), ("cp", "cp, 1 KB"), ("cp", "cp, 5 KB"), ("cp", "cp, 10 KB"))

FIGURES = (
    Figure("`jumper eval 1+1`, whole process, against mpremote's", "cli", "eval 1+1 / mpremote", "jumper"),
    Figure("`jumper cp` of 1 KB, times as fast as mpremote", "cp", "cp, 1 KB, times mpremote", "jumper"),
    Figure(
        "the same, of what the link and a start of Python allow",
        "cp",
        "cp, 1 KB, share of the limit",
        "jumper",
    ),
    Figure("`jumper cp` of 5 KB, times as fast as mpremote", "cp", "cp, 5 KB, times mpremote", "jumper"),
    Figure("of 10 KB", "cp", "cp, 10 KB, times mpremote", "jumper"),
    Figure("random bytes up, of the line rate", "transfer", "up noise, share of the limit"),
    Figure(
        "Python text up, of what the line rate allows once it is deflated",
        "transfer",
        "up text, share of the limit",
    ),
    Figure("files down, of the line rate", "transfer", "down text, share of the limit"),
    Figure(
        "50 files that are there already, times mpremote", "transfer", "unchanged 50 files, times mpremote"
    ),
    Figure("one line changed in 40 KiB, until it is on the board", "transfer", "one line in 40 KiB"),
    Figure("what to sync in 500 unchanged files", "sync", "plan for 500 unchanged files", links=("usb",)),
    Figure("one exec, of what the link allows", "exec", "latency, share of the limit"),
    Figure("a typed key's way through the editor's sidecar", "echo", "added", links=("usb",)),
    Figure("Stop, until the prompt is back, worst case", "stop", "prompt back, worst", links=("usb",)),
    Figure(
        "start of the sidecar, against importing its libraries",
        "start",
        "first answer / import pygls.lsp.server",
        links=("stdio",),
        board="none",
    ),
    Figure(
        "memory that an upload takes of a 32-bit board, 1 KiB frames",
        "heap",
        "up, 1024 B, no deflate",
        board="unix32",
    ),
    Figure(
        "of that, its scripts and its block, with nothing that runs",
        "heap",
        "up, 1024 B, no deflate, scripts and buffers",
        board="unix32",
    ),
)


def charts(rows: Sequence[Row]) -> list[Chart]:
    """The page's charts; a subject without a figure has no bar."""
    return [_commands(rows), *(_transfers(rows, link) for link in ("uart", "usb")), _times(rows)]


def _commands(rows: Sequence[Row]) -> Chart:
    subjects = ("jumper", "mpremote")
    groups = [
        (f"{metric.replace(',', ' of')}, {name}", _values(rows, bench, metric, link, subjects))
        for link, name in (("usb", "USB"), ("uart", "UART"))
        for bench, metric in _COMMANDS
    ]
    title = "Commands as people type them, from start to end (ms, less is better)"
    return Chart("commands", title, "ms", subjects, tuple(groups))


def _transfers(rows: Sequence[Row], link: str) -> Chart:
    subjects = ("jumperwire", "mpremote", "mpytool")
    rate, name = {"uart": (11520.0, "a UART of 115200 baud"), "usb": (600e3, "USB at 600 kB/s")}[link]
    groups = [
        (label, _values(rows, "transfer", metric, link, subjects))
        for label, metric in (
            ("Python text up", "up text"),
            ("random bytes up", "up noise"),
            ("50 files up", "up 50 files"),
            ("Python text down", "down text"),
            ("random bytes down", "down noise"),
        )
    ]
    title = f"Files over {name} (KiB/s, more is better)"
    return Chart(f"transfer-{link}", title, "", subjects, tuple(groups), (rate / 1024, "line rate"))


def _times(rows: Sequence[Row]) -> Chart:
    kinds = (
        ("cp", "jumper", "cp, 1 KB", "cp of 1 KB"),
        ("cp", "jumper", "cp, 10 KB", "cp of 10 KB"),
        ("cp", "jumper", "cp, 100 KB", "cp of 100 KB"),
        ("cp", "jumper", "cp -r of 50 files of 4 KiB", "cp -r of 50 files"),
        ("transfer", "jumperwire", "unchanged 50 files", "50 unchanged files"),
        ("transfer", "jumperwire", "down 50 files", "50 files down"),
        ("mount", "jumperwire", "import", "import from a mount"),
    )
    groups = []
    for bench, subject, metric, label in kinds:
        said = "times faster than mpremote" if bench == "mount" else "times mpremote"
        values = [_value(rows, bench, f"{metric}, {said}", link, subject) for link in ("uart", "usb")]
        groups.append((label, tuple(values)))
    title = "Times as fast as mpremote (logarithmic)"
    return Chart("times", title, TIMES, ("UART", "USB"), tuple(groups), (1.0, "mpremote"), logarithmic=True)


def _values(
    rows: Sequence[Row], bench: str, metric: str, link: str, subjects: Sequence[str]
) -> tuple[float | None, ...]:
    return tuple(_value(rows, bench, metric, link, subject) for subject in subjects)


def _value(rows: Sequence[Row], bench: str, metric: str, link: str, subject: str) -> float | None:
    wanted = (bench, metric, link, subject, "unix")
    found = [row.value for row in rows if (row.bench, row.metric, row.link, row.subject, row.board) == wanted]
    return found[-1] if found else None
