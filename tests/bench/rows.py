"""What was measured: rows, the figures they have to reach, and the table for people."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

SHARE = "%"
"""Of the limit that `bench.limits` computes."""

TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. ``value`` is a median of ``runs`` unless the metric's name says otherwise."""

    bench: str
    subject: str
    board: str
    link: str
    metric: str
    unit: str
    value: float
    runs: int


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach, and by which rows."""

    bench: str
    metric: str
    sign: str
    limit: float
    subject: str = "jumperwire"
    links: tuple[str, ...] = ()

    def covers(self, row: Row) -> bool:
        """Whether it is about this row."""
        same = (row.bench, row.metric, row.subject) == (self.bench, self.metric, self.subject)
        return same and (not self.links or row.link in self.links)

    def reached(self, row: Row) -> bool:
        """Whether this row reaches it."""
        return row.value <= self.limit if self.sign == "≤" else row.value >= self.limit

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"


SLOW = ("usb", "uart", "rfc2217")

TARGETS = (
    Target("exec", "latency / echo of as many bytes", "≤", 1.3, links=SLOW),
    Target("exec", "latency, share of the limit", "≥", 80, links=("uart", "rfc2217")),
    Target("exec", "times faster than mpremote", "≥", 6, links=("unthrottled",)),
    Target("echo", "added, p99", "≤", 3),
    Target("start", "first answer / import pygls.lsp.server", "≤", 1.5),
    Target("cli", "eval 1+1 / mpremote", "≤", 1, "jumper"),
    Target("cli", "--help, beyond bare Python", "≤", 150, "jumper"),
    Target("cli", "100 commands, times mpremote", "≥", 8, "jumper", ("unthrottled",)),
    Target("cp", "cp, 1 KB, times mpremote", "≥", 2, "jumper", ("uart",)),
    Target("cp", "cp, 5 KB, times mpremote", "≥", 2, "jumper", ("uart",)),
    Target("cp", "cp, 10 KB, times mpremote", "≥", 2.5, "jumper", ("uart",)),
    Target("cp", "cp, 1 KB, times mpremote", "≥", 1.5, "jumper", ("usb",)),
    Target("cp", "cp, 5 KB, times mpremote", "≥", 2, "jumper", ("usb",)),
    Target("cp", "cp, 10 KB, times mpremote", "≥", 2.7, "jumper", ("usb",)),
    Target("cp", "cp -r of 50 files of 4 KiB, share of the limit", "≥", 80, "jumper"),
    Target("output", "throughput", "≥", 5),
    Target("output", "lost", "≤", 0),
    Target("stop", "prompt back, worst", "≤", 1000),
    Target("many", "boards that were heard", "≥", 16),
    Target("memory", "RSS with 4 boards", "≤", 80),
    Target("heap", "up, 4096 B, window of 4096 B", "≤", 16),
    Target("heap", "up, 4096 B, window of 2048 B", "≤", 16),
    Target("heap", "up, 1024 B, window of 512 B", "≤", 6),
    Target("heap", "up, 1024 B, no deflate", "≤", 6),
    Target("mount", "import, times faster than mpremote", "≥", 2, links=("uart",)),
    Target("transfer", "up text, times mpremote", "≥", 4, links=("uart",)),
    Target("transfer", "up text, share of the limit", "≥", 90, links=("uart",)),
    Target("transfer", "up noise, share of the limit", "≥", 93, links=("uart",)),
    Target("transfer", "up 50 files, share of the limit", "≥", 80, links=("uart",)),
    Target("transfer", "down text, share of the limit", "≥", 95, links=("uart",)),
    Target("transfer", "down noise, share of the limit", "≥", 95, links=("uart",)),
    Target("transfer", "up text, times mpremote", "≥", 20, links=("usb",)),
    Target("transfer", "up noise, times mpremote", "≥", 20, links=("usb",)),
    Target("transfer", "down text, times mpremote", "≥", 20, links=("usb",)),
    Target("transfer", "down noise, times mpremote", "≥", 20, links=("usb",)),
    Target("transfer", "up text, times mpytool", "≥", 1, links=("usb",)),
    Target("transfer", "up noise, times mpytool", "≥", 1, links=("usb",)),
    Target("transfer", "down text, times mpytool", "≥", 1, links=("usb",)),
    Target("transfer", "down noise, times mpytool", "≥", 1, links=("usb",)),
    Target("transfer", "unchanged 50 files, times mpremote", "≥", 30, links=("uart",)),
    Target("transfer", "one line in 40 KiB", "≤", 0.6, links=("uart",)),
    Target("transfer", "one line in 40 KiB, bytes on the wire", "≤", 1023, links=("uart",)),
    Target("sync", "plan for 500 unchanged files", "≤", 0.3),
    Target("sync", "plan for 500 unchanged files, round trips", "≤", 4),
    Target("sync", "a saved file in a project of 500", "≤", 0.5),
    Target("sync", "200 files of 2 KiB, first sync, share of the limit", "≥", 70),
    Target("sync", "four boards at once / the slowest alone", "≤", 1.3),
)


@dataclass(slots=True)
class Rows:
    """Collects rows; tells each as it comes."""

    tell: Callable[[str], None]
    all: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """One more."""
        self.all.append(row)
        self.tell("  " + "  ".join(cell for cell in cells(row) if cell))

    def target(self, row: Row) -> Target | None:
        """What it has to reach, if anything."""
        return target(row)


def target(row: Row) -> Target | None:
    """What a row has to reach, if anything."""
    return next((target for target in TARGETS if target.covers(row)), None)


def cells(row: Row) -> list[str]:
    """A row for people: the first six columns as they are, then the target and whether it was reached."""
    aim = target(row)
    verdict = ("yes" if aim.reached(row) else "NO") if aim else ""
    value = f"{number(row.value)} {row.unit}".strip()
    return [row.bench, row.subject, row.board, row.link, row.metric, value, str(aim or ""), verdict]


HEAD = ["bench", "subject", "board", "link", "metric", "value", "target", "reached"]


def table(rows: Sequence[Row]) -> str:
    """All rows as a Markdown table, which is also readable as it stands."""
    return formatted(list(map(cells, rows)))


def formatted(body: Sequence[list[str]]) -> str:
    """Rows of cells under their head."""
    lines = [HEAD, *body]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]

    def text(line: list[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([text(lines[0]), rule, *map(text, lines[1:])])


def number(value: float) -> str:
    """Three significant digits, never in powers of ten."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]
