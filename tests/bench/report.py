"""Writes docs/performance.md, the charts in it, and docs/performance.csv with all rows."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from boards.linkspec import LINKS, LinkSpec

from bench import table
from bench.charts import DARK, LIGHT, Chart
from bench.figures import FIGURES, charts
from bench.rows import Row, number, target

NAMES = {"usb": "USB", "uart": "UART", "rfc2217": "RFC2217", "stdio": ""}

_HEAD = """\
# Performance

Written by `npm run bench -- --write`; do not edit. All rows are in [performance.csv](performance.csv).
"""

_MEANING = """\
## What it means

- The board is MicroPython's Unix port dressed up as one, so its flash takes no time, and the link is what
  is measured. Links are emulated. Both tools take turns on the same board and link, in one run: the ratios
  hold on other machines, the times do not.
- **Commands** are whole processes, from their start to their end, on a board that has just been reset, as
  both tools do unless told to `resume`. A small file goes in one exec, or a few, with its check and its
  rename; larger ones first bring a receiver of 3 KB, which then uses the line fully.
- **Limits** are computed from the link's rate and latency: random bytes as they are, text as one stream
  deflated with the largest window, files down as they are, since boards cannot deflate; a command's bytes
  there and its answer's back; for `cp` as a process also the start of Python with asyncio and pyserial, and
  the board's soft reset. So a share of 100 % cannot be passed, and where a link forbids a multiple of
  mpremote's speed, the share is the goal. On a real board compiling and flash take their part.
- mpytool sends without flow control. Where the receive ring of a UART drops something, it fails, and has no
  bar.
- mpremote waits for bytes where a port's name tells that it is a pty, which no board's does, and polls
  every 10 ms elsewhere; here the pty has the name of a port.
- **Memory** is what our scripts and an upload take at most, on an interpreter with 32-bit objects.

## Repeat it

`node scripts/setup.mjs bench` fetches mpremote and mpytool, `npm run bench` runs all (20 minutes, on a
machine that does nothing else), `npm run bench -- --only cli,transfer` a part, `--quick` fewer repetitions.
`--write` writes this page, its charts and the CSV; what was not run keeps its rows. `MICROPYTHON32` names
the 32-bit interpreter for memory.
"""


def write(root: Path, rows: Sequence[Row], load: float, order: Sequence[str]) -> None:
    """Write all of it below ``root``; ``load`` is the machine's load average from before.

    Benchmarks that were not run keep their rows; ``order`` is that of the benchmarks.
    """
    docs = root / "docs"
    kept = docs / "performance.csv"
    merged = table.merged(table.read(kept.read_text("utf-8")) if kept.exists() else [], rows, order)
    text = table.written(merged)
    kept.write_text(text, "utf-8")
    merged = table.read(text)  # as they are rounded there
    for name, drawn in pictures(merged).items():
        path = docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, "utf-8")
    (docs / "performance.md").write_text(page(merged, machine(load)), "utf-8")


def pictures(rows: Sequence[Row]) -> dict[str, str]:
    """The charts, by their paths from the page."""
    return {_path(chart, theme.name): chart.svg(theme) for chart in charts(rows) for theme in (LIGHT, DARK)}


def page(rows: Sequence[Row], measured_on: str) -> str:
    """The page; ``measured_on`` is what `machine` says."""
    drawn = {chart.name: _picture(chart) for chart in charts(rows)}
    links = "\n".join(f"- {NAMES[spec.name]}: {_link(spec)}" for spec in LINKS.values() if spec.rate)
    return (
        f"{_HEAD}\n{drawn['commands']}\n{_figures(rows)}\n## Files\n\n{drawn['transfer-uart']}\n"
        f"{drawn['transfer-usb']}\n{drawn['times']}\n{_MEANING}\n## Links\n\n{links}\n\n{measured_on}"
    )


def machine(load: float) -> str:
    """The last part of the page: where it was measured."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("mpremote", "pygls"))
    return (
        "## Machine\n\n"
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; {versions}. The load average before the last run was "
        f"{load:.1f}: above half the cores, others were at work, and ratios say more than times. "
        f"{_priority()}What it did not measure is of earlier runs, perhaps on another machine.\n"
    )


def _priority() -> str:
    """Whether others could keep the processor from what was measured."""
    policy = os.sched_getscheduler(0) if sys.platform == "linux" else 0
    if not policy:
        return ""
    return "Both tools, the board and the link had the processor before all others (`chrt -f 10`). "


def _figures(rows: Sequence[Row]) -> str:
    lines = ["| what | figure | goal | reached |", "|---|---|---|---|"]
    for figure in FIGURES:
        found = figure.rows(rows)
        if found:
            lines.append(f"| {figure.what} | {_listed(map(_shown, found))} | {_goals(found)} |")
    return "\n".join(lines) + "\n"


def _shown(row: Row) -> str:
    return f"{NAMES[row.link]} {number(row.value)} {row.unit}".strip()


def _goals(rows: Sequence[Row]) -> str:
    """Two cells: the goals, one where they are the same, and whether each is reached."""
    goals = [(row, aim) for row in rows if (aim := target(row))]
    reached = ["yes" if aim.reached(row) else "**no**" for row, aim in goals]
    texts = list(dict.fromkeys(str(aim) for _, aim in goals))
    if len(goals) < len(rows) or len(texts) > 1:
        texts = [f"{NAMES[row.link]} {aim}" for row, aim in goals]
    return f"{_listed(texts)} | {_listed(reached if len(set(reached)) > 1 else reached[:1])}"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)


def _picture(chart: Chart) -> str:
    return (
        "<picture>\n"
        f'  <source media="(prefers-color-scheme: dark)" srcset="{_path(chart, DARK.name)}">\n'
        f'  <img alt="{chart.title}" src="{_path(chart, LIGHT.name)}">\n'
        "</picture>\n"
    )


def _path(chart: Chart, theme: str) -> str:
    return f"performance/{chart.name}-{theme}.svg"


def _link(spec: LinkSpec) -> str:
    ring = f", receive ring of {spec.ring} bytes that overflows" if spec.ring and spec.lossy else ""
    return f"{spec.rate:.0f} B/s, {spec.latency * 1000:g} ms each way{ring}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
