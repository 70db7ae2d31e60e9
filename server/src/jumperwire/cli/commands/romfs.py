"""``romfs``: lists the board's ROM partitions, builds images of folders, and writes images to partitions."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jumperwire.board.lease import Lease
from jumperwire.cli.commands import pc
from jumperwire.cli.context import Context
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.grammar import Command, switch
from jumperwire.cli.sentences import sentence
from jumperwire.device.reply import RomPartition
from jumperwire.errors import CompilerMissing
from jumperwire.filesystem import local
from jumperwire.packages import mpy_cross, rom_folder, rom_image, rom_partition

_IMAGES = (".img", ".romfs")
"""File names that end like this are images already."""


def _takes(parser: ArgumentParser) -> None:
    switch(parser, "mpy", "m", "compile .py files (build, deploy; the default)", True)
    parser.add_argument("--partition", "-p", type=int, default=0, help="its number (deploy; default: 0)")
    parser.add_argument("--output", "-o", metavar="FILE", help="file to write the image to (build)")
    parser.add_argument("command", nargs=1, help="query, build or deploy")
    parser.add_argument("path", nargs="?", help="a folder of this computer, or an image for deploy")


async def _romfs(context: Context, arguments: Namespace) -> None:
    name = arguments.command[0]
    if name not in _COMMANDS:
        raise Failure(Problem.ROM_COMMAND_UNKNOWN, name=name)
    if name != "query" and arguments.path is None:
        raise Failure(Problem.ROM_SOURCE_MISSING, command=name)
    await _COMMANDS[name](context, arguments)


async def _query(context: Context, arguments: Namespace) -> None:
    async with context.board() as board:
        found = await rom_partition.query(board)
    out = context.out
    if context.options.json:
        out.value([_facts(partition) for partition in found or ()])
        return
    if found is None:
        out.line("ROMFS is not enabled on this device")
    elif not found:
        out.line("No ROMFS partitions available")
    for partition in found or ():
        out.line(_described(partition))
        out.line(f"  Raw contents: {partition.head.hex(':')} ...")
        size = rom_image.content_size(partition.head)
        out.line("  Not a valid ROMFS" if size is None else f"  ROMFS image size: {size}")


async def _build(context: Context, arguments: Namespace) -> None:
    context.acted = True
    made = await _image(context, arguments, None)
    target = Path(arguments.output or arguments.path.rstrip("/\\") + ".romfs")
    context.out.note(f"Writing {len(made)} bytes to output file {arguments.output or target}")
    await asyncio.to_thread(_save, target, made)


async def _deploy(context: Context, arguments: Namespace) -> None:
    async with context.board() as board:
        made = await _image(context, arguments, board)
        context.out.note(f"Image size is {len(made)} bytes")
        partition = await _partition(board, arguments.partition)
        context.out.note(_described(partition))
        if not rom_image.is_whole(made):
            raise Failure(Problem.ROM_IMAGE_INVALID, path=arguments.path)
        if len(made) > partition.size:
            missing = str(len(made) - partition.size)
            raise Failure(
                Problem.ROM_IMAGE_TOO_LARGE,
                missing=missing,
                partition=str(partition.number),
                board=board.name,
            )
        with context.progress() as tell:
            needed = await rom_partition.deploy(board, partition, made, tell)
        context.out.note("ROMFS image deployed" if needed else f"Up to date: ROMFS{partition.number}")


async def _partition(board: Lease, number: int) -> RomPartition:
    found = await rom_partition.query(board)
    if found is None:
        raise Failure(Problem.ROM_UNSUPPORTED, board=board.name)
    wanted = next((each for each in found if each.number == number), None)
    if wanted is None:
        raise Failure(Problem.ROM_PARTITION_UNKNOWN, board=board.name, partition=str(number))
    return wanted


async def _image(context: Context, arguments: Namespace, board: Lease | None) -> bytes:
    """Return the image of a folder, built for the board if one is given, or the content of an existing image
    file.
    """
    path = Path(arguments.path)
    if board and arguments.path.endswith(_IMAGES) and await asyncio.to_thread(path.is_file):
        return await asyncio.to_thread(pc.read, path)
    context.out.note(f"Building romfs filesystem, source directory: {arguments.path.rstrip('/')}/")
    context.out.note("/")
    compiler = await _compiler(context, board) if arguments.mpy else None

    def tell(place: tuple[bool, ...], name: str) -> None:
        above = "".join("    " if last else "|   " for last in place[:-1])
        context.out.note(above + ("\\-- " if place[-1] else "|-- ") + name)

    return rom_image.image(await rom_folder.read(path, compiler, tell))


async def _compiler(context: Context, board: Lease | None) -> mpy_cross.Compiler | None:
    """Return a compiler for the version that the board loads; None if there is none, and sources stay
    uncompiled.
    """
    try:
        if board is None:
            return await mpy_cross.find(mpy_cross.ANY, "", "", Path())
        return await mpy_cross.find(await mpy_cross.format_of(board), board.name, "", Path())
    except CompilerMissing as error:
        context.out.error(sentence(Failure(Problem.ROM_SOURCES_KEPT, **error.facts)))
        return None


def _save(target: Path, made: bytes) -> None:
    pc.ensure_folder(target)
    local.write(target, made)


def _described(partition: RomPartition) -> str:
    blocks = partition.size // partition.block
    return (
        f"ROMFS{partition.number} partition has size {partition.size} bytes "
        f"({blocks} blocks of {partition.block} bytes each)"
    )


def _facts(partition: RomPartition) -> dict[str, object]:
    image = rom_image.content_size(partition.head)
    return {"partition": partition.number, "size": partition.size, "block": partition.block, "image": image}


_COMMANDS = {"query": _query, "build": _build, "deploy": _deploy}

COMMANDS = {"romfs": Command(_takes, _romfs, words=tuple(_COMMANDS), files=True)}
