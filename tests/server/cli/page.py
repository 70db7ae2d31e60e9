"""``docs/from-mpremote.md``, made of the table of differences: run it to write the page."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[:1] = [str(Path(__file__).absolute().parents[1])]

from cli.cases import LINES, Differs, Why

PAGE = Path(__file__).absolute().parents[3] / "docs" / "from-mpremote.md"

_HEAD = """# From mpremote to jumper

`jumper` takes mpremote 1.29's command lines. {lines} of them are run by both in the tests, on boards that are
alike: in {same}, standard output, the exit status, what standard error means and the files on both sides
are the same. The other {different} differ on purpose:

| mpremote | jumper | why | shown by |
|---|---|---|---|
"""

_TAIL = """
Not in that table, since a test cannot compare them: a `jumper` that is ended with Ctrl-C interrupts the code
that it runs on the board; the REPL stays when the board goes away, and goes on when it is back; uploads are
whole or not there, and verified. mpremote's `config.py` is read and not run: of it, a `commands` that is
written down as one dict is used.
"""


def page() -> str:
    """What stands there."""
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
