"""``jumper``: mpremote's command line. What it needs is imported when it is needed."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, cast

from jumperwire.cli.failure import Failure
from jumperwire.cli.options import split

if TYPE_CHECKING:
    from jumperwire.cli.output import Output


def main() -> None:
    """The command, with this process's arguments; exits with its status."""
    gc.set_threshold(100_000)  # what imports make stays, and is not to be gone through meanwhile
    status = jumper(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # nothing is left to do, and taking down the interpreter takes as long as a command


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
    if "asyncio" not in sys.modules:
        _import_asyncio_without_tls()
    from jumperwire.cli.loop import run_all

    return run_all(commands, options, stdout, stderr)


def _import_asyncio_without_tls() -> None:
    """No board speaks TLS, and importing it takes a tenth of a start. Others can import it as ever."""
    hidden = cast("dict[str, ModuleType | None]", sys.modules)
    hidden["ssl"] = None
    import asyncio  # noqa: F401 - it does without what it does not find

    del hidden["ssl"]


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
