"""Writes docs/performance.md: the table, the machine, and how to repeat it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from boards.linkspec import LINKS, LinkSpec

from bench.rows import Row, cells, formatted, parsed

_HEAD = """\
# Performance

Written by `npm run bench -- --write`; do not edit. Repeat with `npm run bench`, part of it with
`npm run bench -- --only exec,echo`, quickly with `--quick`; `--json FILE` writes one row per measurement.

Each figure is a median of repeated runs unless its name says otherwise. Those that are compared were taken
in turns, in one run, on one machine, on the same board behind the same link. `unix` is MicroPython's Unix
port dressed up as a board (`tests/server/boards/unix_board.py`), `virtual` the product's own virtual board.
Links are emulated (`tests/server/boards/link.py`), and `floor` is what the emulator itself costs.
"""

_NOTES = """\
## Reading it

- *exec*: `print(1)` by a session that is connected, and by mpremote's transport that is in the raw REPL
  already, in the same process, so that no start-up counts; `mpremote exec (process)` is the command as typed.
  *from the prompt*: the board had gone back to the friendly REPL, so the raw REPL's banner goes along too.
  On a UART of 115200 baud each byte takes 87 µs, so 17 bytes of command and answer cannot be as fast as one
  character and its echo (2 bytes): at best 1.6 times. Hence the second ratio, to an echo of as many bytes.
  mpremote waits for bytes where the port's name tells that it is a pty, which no board's does; elsewhere it
  polls every 10 ms. *mpremote* is measured as on a board's port (the same pty under another name), and
  *mpremote (knows it is a pty)* with the shortcut. The figure to reach is about the former.
- *print*: a program that prints 1 MB, from the request to run it until the terminal has all of it.
- *echo*: a key's way to the board and back through the whole sidecar (`repl/input` to `repl/didOutput`), and
  without it, on two boards in turns, 25 ms apart, in rounds of 100 keys. *added* is the difference of a
  round's medians, *added, p99* of its 99th percentiles; the figure is the median of the rounds. Each of some
  eight hand-overs between processes and threads may wait a time slice (3 ms) where all cores are busy.
- *start*: from spawning the sidecar to its answer to `initialize`; beside Python processes that import pygls
  and say so.
- *output*: a source of bytes behind `exec:`; through a session to one terminal, which checks every byte,
  beside one that never reads; and through the whole sidecar.
- *stop*: a program that prints for ever is stopped; until the prompt is back.
- *many*: 16 boards in one sidecar, all printing for ever; bytes heard of each, the least against the most.
- *memory*: of the sidecar's process, without the boards.
- *heap*: of a board with 32-bit objects, `unix32`: an interpreter named by `MICROPYTHON32` (Debian has one
  for i386). It is left less and less, until what is measured fails. *up* is all that our scripts keep and a
  transfer takes at most, *to load* what the board needs meanwhile to compile them.
- *transfer*: Python text (our own sources), random bytes, and 50 files of 4 KiB; up, the same again,
  and down again, compared by hash. Each tool starts with a fresh flash and no cache. Ours sends its
  scripts once per boot, which is done before, by a file of a byte, and stands as *scripts, once per
  boot*; mpremote and mpytool do as their `cp` does, in this process, so that no start-up counts.
  mpytool sends without flow control, and where the receive ring drops some of it, it fails. *times
  mpremote* for text going down has no target: mpremote prints it as a literal, which is two thirds of
  the line rate, and boards cannot deflate.
- *cli*: whole processes, from their start to their end. Both make the board's interpreter anew first, as
  they do unless told to `resume`. *100 commands*: one process, `eval 1+0 eval 1+1 …`. Files are of random
  bytes, new ones each time; the 50 are Python text. *eval on 10 boards*: one `jumper -b … -b …`, beside ten
  calls of mpremote in a row. *beyond bare Python*: less what Python alone takes.
"""


def page(rows: Sequence[Row], load: float, before: str, order: Sequence[str]) -> str:
    """The whole page; ``load`` is the machine's load average from before.

    Benchmarks that were not run keep their rows of the page ``before``; ``order`` is that of benchmarks.
    """
    measured = {row.bench for row in rows}
    kept = [line for line in parsed(before) if line[0] not in measured]
    body = sorted([*kept, *map(cells, rows)], key=lambda each: order.index(each[0]))
    links = "\n".join(f"- `{spec.name}`: {_link(spec)}" for spec in LINKS.values())
    return f"{_HEAD}\n## Links\n\n{links}\n\n## Figures\n\n{formatted(body)}\n\n{_NOTES}\n{_machine(load)}"


def _link(spec: LinkSpec) -> str:
    if spec.immediate:
        return "as fast as the machine moves bytes"
    ring = f", receive ring of {spec.ring} bytes that overflows" if spec.ring and spec.lossy else ""
    rate = f"{spec.rate:.0f} B/s" if spec.rate else "no limit"
    return f"{rate}, {spec.latency * 1000:g} ms each way{ring}"


def _machine(load: float) -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("mpremote", "pygls"))
    return (
        "## Machine\n\n"
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; {versions}. Nothing was pinned. The load average before the "
        f"run was {load:.1f}: above half the cores, others were at work, and ratios say more than times.\n"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
