"""Makes ``docs/from-mpremote.md`` of the table of differences; run this file to write the page."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[:1] = [str(Path(__file__).absolute().parents[1])]

from cli.cases import LINES, Differs, Why

PAGE = Path(__file__).absolute().parents[3] / "docs" / "from-mpremote.md"

_HEAD = """# From mpremote to jumper

`jumper` accepts the command lines of mpremote 1.29. The tests run {lines} of them with both programs, on
identical boards. For {same}, standard output, the exit status, the meaning of standard error, and the files
on both sides are the same. The other {different} differ intentionally:

| mpremote | jumper | why | shown by |
|---|---|---|---|
"""

_TAIL = """
Some differences are not in this table, because a test cannot compare them. If you end `jumper` with Ctrl-C,
it interrupts the code that it is running on the board. The REPL stays open when the board goes away, and
continues when the board is back. An upload is complete or not there at all, and it is verified. mpremote's
`config.py` is read without being run, and its `commands` are used if they are a plain dict literal.
"""


def page() -> str:
    """Return the text of the page."""
    different = [each for each in LINES if isinstance(each, Differs)]
    head = _HEAD.format(lines=len(LINES), same=len(LINES) - len(different), different=len(different))
    rows = []
    for why in Why:
        theirs, ours, reason = why.value
        example = next(each.line for each in different if each.why is why)
        shown = (
            example.lstrip("@")
            .replace("{pc}/", "")
            .replace("{pc}", ".")
            .replace("{web}", "URL")
            .replace("|", "\\|")
        )
        rows.append(f"| {theirs} | {ours} | {reason} | `{shown}` |\n")
    return head + "".join(rows) + _TAIL


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
