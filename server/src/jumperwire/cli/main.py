"""``jumper``: mpremote's command line. What it needs is imported when it is needed."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from types import ModuleType

    from jumperwire.cli.output import Output


def main() -> None:
    """The command, with this process's arguments; exits with its status."""
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to be left in order
    gc.set_threshold(100_000)  # what imports make stays, and is not to be gone through meanwhile
    _replace_closed()
    try:
        status = jumper(sys.argv[1:])
    except KeyboardInterrupt:  # between the end of the event loop and that of the process; or on Windows
        status = 130
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # a disk is full, or nobody reads
            status = status or 1
    os._exit(status)  # nothing is left to do, and taking down the interpreter takes as long as a command


def _replace_closed() -> None:
    """Open a null device for each closed standard stream; else the next port would get its descriptor."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest that is free: that of the stream
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def jumper(words: list[str]) -> int:
    """The status of a command line."""
    from jumperwire.cli import output
    from jumperwire.cli.failure import Failure
    from jumperwire.cli.options import split

    stdout, stderr = output.standard()
    try:
        options, commands = split(words)
    except Failure as failure:
        from jumperwire.cli.sentences import sentence

        output.Output(stdout, stderr).error(sentence(failure))
        return failure.status
    if commands[:1] and commands[0] in ("help", "-h", "--help", "version", "--version"):
        out = output.Output(stdout, stderr)
        _about(commands[0], out)
        return out.ended(0)
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
