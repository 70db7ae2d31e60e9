"""``compile``: compiles Python files of this computer to .mpy files, either all of them or none."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command
from jumperwire.cli.sentences import sentence
from jumperwire.errors import CompileFailed
from jumperwire.filesystem import local
from jumperwire.packages import mpy_cross
from jumperwire.packages.mpy_cross import Format


@dataclass(frozen=True, slots=True)
class _Work:
    source: Path
    target: Path


def _takes(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--arch",
        choices=[name for name in mpy_cross.ARCHITECTURES if name],
        metavar="NAME",
        help="the processor to compile for (default: that of the connected board)",
    )
    parser.add_argument(
        "--output",
        "-o",
        metavar="PATH",
        help="a folder, or a file that ends with .mpy (default: beside each source)",
    )
    parser.add_argument("--mpy-cross", metavar="FILE", default="", help="the compiler to use")
    parser.add_argument("paths", nargs="+", help="a .py file, or a folder for all .py files in it")


async def _compile(context: Context, arguments: Namespace) -> None:
    context.acted = True
    if len(context.options.boards) > 1 and not arguments.arch:
        raise Failure(Problem.ONE_BOARD_ONLY, name="compile")
    works = await asyncio.to_thread(_checked, arguments.paths, arguments.output)
    sources = [(work.source, await asyncio.to_thread(local.read, work.source)) for work in works]
    compiler = await _compiler(context, arguments)
    made = await compiler.compile_all(sources)
    _ensure_all(context, made)
    for work, data in zip(works, made, strict=True):
        assert isinstance(data, bytes)
        await asyncio.to_thread(local.write, work.target, data)
        context.out.note(f"compile {work.source} {work.target}")
    if context.options.json:
        context.out.value([{"source": str(work.source), "target": str(work.target)} for work in works])


def _ensure_all(context: Context, made: list[bytes | BaseException]) -> None:
    """Report what is wrong with each file that did not compile. Raises Failure if there are any."""
    failed = [each for each in made if isinstance(each, BaseException)]
    for error in failed:
        if len(made) == 1 or not isinstance(error, CompileFailed):
            raise error
        context.out.error(f"compile: {sentence(error)}")
    if failed:
        raise Failure(Problem.NOT_COMPILED, count=str(len(failed)), all=str(len(made)))


async def _compiler(context: Context, arguments: Namespace) -> mpy_cross.Compiler:
    if arguments.arch:
        return await mpy_cross.find(Format(None, arguments.arch, ""), "", arguments.mpy_cross, Path())
    async with context.board() as board:
        wanted = await mpy_cross.format_of(board)
        return await mpy_cross.find(wanted, board.name, arguments.mpy_cross, Path())


def _checked(paths: list[str], output: str | None) -> list[_Work]:
    works = list(_works(paths, output))
    targets = [work.target for work in works]
    for target in targets:
        if targets.count(target) > 1:
            raise Failure(Problem.WRITTEN_TWICE, path=str(target))
    return works


def _works(paths: list[str], output: str | None) -> Iterator[_Work]:
    for text in paths:
        path = Path(text)
        if not path.is_dir():
            if path.suffix != ".py" and path.exists():
                raise Failure(Problem.NO_PYTHON_FILE, path=text)
            yield _Work(path, _target(path.with_suffix(".mpy"), path.parent, output))
            continue
        found = sorted(each for each in path.rglob("*.py") if each.is_file())
        if not found:
            raise Failure(Problem.NOTHING_TO_COMPILE, path=text)
        for each in found:
            yield _Work(each, _target(each.with_suffix(".mpy"), path, output))


def _target(beside: Path, root: Path, output: str | None) -> Path:
    """Return where the compiled file goes.

    ``root`` is the folder that paths below ``output`` are relative to.
    """
    if output is None:
        return beside
    return Path(output) if output.endswith(".mpy") else Path(output) / beside.relative_to(root)


COMMANDS = {"compile": Command(_takes, _compile, files=True)}
