"""``fs``: commands for files on the board. Each path is handled in turn, in the order given."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import TypeAlias, cast

from jumperwire.board.lease import Lease
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command, switch
from jumperwire.cli.macros import FILE_COMMANDS
from jumperwire.cli.paths import absolute, bare, called

Work: TypeAlias = Callable[[Context, Lease, str, Namespace], Awaitable[None]]

_EACH = {
    "cat": "reading",
    "du": "listing",
    "ls": "listing",
    "mkdir": "changing",
    "rm": "changing",
    "rmdir": "changing",
    "touch": "changing",
    "tree": "listing",
}
"""Commands that handle each path separately, and the modules that implement them.

Only the one needed is imported.
"""

_SILENT = ("cat", "du")
"""Commands whose output is for other programs, so they say what they do only with -v."""


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument("--help", action="help", help="show this help and exit")
    switch(parser, "recursive", "r", "include folders and everything in them (cp, rm)")
    switch(parser, "force", "f", "send files even if they are unchanged (cp); replace the target (mv)")
    parser.add_argument(
        "--hidden", action="store_true", help="include folders such as .git (cp, from the board)"
    )
    switch(parser, "verbose", "v", "say what is done (default, except for cat and du)", None)
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--size", "-s", action="store_true", help="show sizes in bytes (tree)")
    sizes.add_argument("--human", "-h", action="store_true", help="show sizes in readable units (tree, du)")
    parser.add_argument(
        "command", nargs=1, help="cat, cp, du, ls, mkdir, mv, rm, rmdir, sha256sum, touch or tree"
    )
    parser.add_argument(
        "path", nargs="+", help="a path on the board; for cp, paths on the board begin with a colon"
    )


async def _fs(context: Context, arguments: Namespace) -> None:
    name = arguments.command[0]
    async with context.board(ahead=partial(_import_for, name)) as board:
        if name == "cp":
            from jumperwire.cli.commands import cp

            await cp.cp(context, board, arguments)
        elif name == "mv":
            from jumperwire.cli.commands import changing

            await changing.mv(context, board, arguments)
        elif name in _EACH:
            module = import_module(f"jumperwire.cli.commands.{_EACH[name]}")
            await _each(context, board, arguments, cast("Work", getattr(module, name)))
        elif name.endswith("sum") and name[-4:-3].isdigit():
            from jumperwire.cli.commands import reading

            await _each(context, board, arguments, reading.digest)
        else:
            raise Failure(Problem.FILE_COMMAND_UNKNOWN, name=name)


def _import_for(name: str) -> None:
    """Import what a command takes, and read the scripts that it sends first, while the board restarts."""
    if name == "cp":
        from jumperwire.cli.commands import cp

        cp.ready()
    elif name in _EACH:
        import_module(f"jumperwire.cli.commands.{_EACH[name]}")


async def _each(context: Context, board: Lease, arguments: Namespace, work: Work) -> None:
    name = arguments.command[0]
    told = arguments.verbose is True if name in _SILENT else arguments.verbose is not False
    for path in map(bare, arguments.path):
        if told:
            context.out.note(f"{name} :{path}")
        with called(await absolute(board, path), path):
            await work(context, board, path, arguments)


COMMANDS = {"fs": Command(_takes, _fs, words=FILE_COMMANDS, files=("cp",))}
