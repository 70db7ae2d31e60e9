"""``jumper``, with mpremote's command line. Modules are imported when they are needed."""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from jumperwire.cli.output import Output


def main() -> None:
    """Run the command with this process's arguments, and exit with its status."""
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to clean up
    gc.set_threshold(100_000)  # objects made by imports stay, and the collector need not look at them
    _replace_closed()
    try:
        status = jumper(sys.argv[1:])
    except KeyboardInterrupt:  # between the end of the event loop and the end of the process, or on Windows
        status = 130
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the disk is full, or the reader is gone
            status = status or 1
    os._exit(status)  # nothing is left to do, and shutting the interpreter down takes as long as a command


def _replace_closed() -> None:
    """Open a null device for each closed standard stream, since the next port would get its descriptor
    otherwise.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest free descriptor is that of the stream
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def jumper(words: list[str]) -> int:
    """Run a command line and return its exit status."""
    sys.modules.setdefault("inspect", _Later("inspect"))  # dataclasses and asyncio hardly use it
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
    """Import asyncio without TLS: no board uses it, and importing it takes a tenth of the start.

    Later imports work.
    """
    hidden = cast("dict[str, ModuleType | None]", sys.modules)
    hidden["ssl"] = None
    import asyncio  # noqa: F401 - asyncio works without the module

    del hidden["ssl"]


class _Later(ModuleType):
    """A module that is imported by the first who takes something from it.

    importlib's LazyLoader is no help: another import of the module is enough for that to load it.
    """

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        vars(self).update(vars(import_module(self.__name__)))
        return vars(self)[name]


def _about(name: str, out: Output) -> None:
    """Print ``name`` (help or version). As the first command, this needs no event loop."""
    from jumperwire.cli import about, user_macros
    from jumperwire.cli.macros import BUILT_IN

    macros = {**BUILT_IN, **user_macros.read(out)}
    if "version" in name:
        about.version(out)
    else:
        about.usage(out, macros)


if __name__ == "__main__":
    main()
