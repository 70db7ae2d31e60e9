"""``jumper``: mpremote's command line. What it needs is imported when it is needed."""

from __future__ import annotations

import sys

from jumperwire.cli.failure import Failure
from jumperwire.cli.options import split


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
    if commands == ["--version"]:
        from jumperwire.cli import about

        about.version(output.Output(stdout, stderr))
        return 0
    from jumperwire.cli.loop import run_all

    return run_all(commands, options, stdout, stderr)


if __name__ == "__main__":
    main()
