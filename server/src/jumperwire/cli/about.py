"""The texts of ``jumper help`` and ``jumper version``."""

from __future__ import annotations

from collections.abc import Mapping

from jumperwire import __version__
from jumperwire.cli.macros import Macro
from jumperwire.cli.output import Output
from jumperwire.cli.table import COMMANDS

_USAGE = """jumper: MicroPython boards from the command line, with mpremote's commands

jumper [options] command [arguments] [+] [command …]

  -b, --board ADDRESS  the board (default: the first one on USB); repeat it for several boards
  --baud RATE          the baud rate of serial ports (default: 115200)
  --json               print lists as JSON
  -q, --quiet          print results only"""


def version(out: Output) -> None:
    """Print the version."""
    out.line(f"jumper {__version__}")


def usage(out: Output, macros: Mapping[str, Macro]) -> None:
    """Print the options, the commands and the shortcuts."""
    out.text(_USAGE)
    _table(out, "commands", {name: entry.help for name, entry in COMMANDS.items()})
    _table(out, "shortcuts", {name: macro.help for name, macro in macros.items() if name[0] != "-"})


def _table(out: Output, title: str, rows: Mapping[str, str]) -> None:
    out.text(f"\n{title}:")
    width = max(map(len, rows))
    for name in sorted(rows):
        out.line(f"  {name:{width}}  {rows[name]}".rstrip())
