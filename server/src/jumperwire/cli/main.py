"""``jumper``: mpremote's command line. What it needs is imported when it is needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from jumperwire.cli.failure import Failure
from jumperwire.cli.options import split

if TYPE_CHECKING:
    from jumperwire.cli.output import Output


def main() -> None:
    """The command, with this process's arguments; exits with its status."""
    sys.exit(jumper(sys.argv[1:]))


def jumper(words: list[str]) -> int:
    """The status of a command line."""
    from jumperwire.cli import output

    stdout, stderr = output.standard()
    try:
        options, commands = split(words)
    except Failure as failure:
        from jumperwire.cli.sentences import sentence

        output.Output(stdout, stderr).error(sentence(failure))
        return 2
    if commands[:1] and commands[0] in ("help", "-h", "--help", "version", "--version"):
        _about(commands[0], output.Output(stdout, stderr))
        return 0
    from jumperwire.cli.loop import run_all

    return run_all(commands, options, stdout, stderr)


def _about(name: str, out: Output) -> None:
    """At the beginning of a line it takes no event loop."""
    from jumperwire.cli import about, user_macros
    from jumperwire.cli.macros import BUILT_IN

    macros = {**BUILT_IN, **user_macros.read(out)}
    if "version" in name:
        about.version(out)
    else:
        about.usage(out, macros)


if __name__ == "__main__":
    main()
