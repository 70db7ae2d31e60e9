"""Parses what our scripts print into facts about a board and its files, checked by type and bounds."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import Enum, IntFlag

from jumperwire.device import literals
from jumperwire.device.literals import BadReply as BadReply
from jumperwire.device.literals import binary, fields, integer, literal, members, size, words

_MOST_NUMBERS = 16


class Feature(IntFlag):
    """What a build may lack, and transfers can use."""

    STDIN_BUFFER = 1
    STDOUT_BUFFER = 2
    POLL = 4
    KBD_INTR = 8
    DEFLATE = 16
    CRC32 = 32
    BASE64 = 64
    SHA256 = 128


ALL_FEATURES = Feature(255)


@dataclass(frozen=True, slots=True)
class BoardInfo:
    """What a board is. Sizes are in bytes; None if the build does not tell."""

    platform: str
    machine: str
    version: str
    implementation: str
    unique_id: str | None
    heap_free: int | None
    flash_total: int | None
    flash_free: int | None
    features: Feature | None = None
    """None if the board was not asked."""


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """An entry of a folder. In a name that is not UTF-8, stray bytes are surrogates."""

    name: str
    folder: bool
    size: int
    modified: int | None = None
    """Seconds since 1970 by the board's clock; None if its file system stores no times."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A file on the board: its size, and the beginning of its SHA-256; None if the board cannot tell."""

    size: int
    digest: bytes | None


@dataclass(frozen=True, slots=True)
class RomPartition:
    """A partition of the board's flash for an image of files. Sizes are in bytes."""

    number: int
    size: int
    block: int
    """The size of the unit that is erased at once."""
    device: bool
    """Whether it is written as a block device."""
    head: bytes
    """Its first bytes."""


@dataclass(frozen=True, slots=True)
class FileSystem:
    """The space of a file system: bytes in a block, and the number of free blocks."""

    block: int
    free: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class TreeRoot:
    """A folder that was asked for: its place on this board, and the file system that it is on."""

    path: str
    place: str
    system: FileSystem | None


@dataclass(frozen=True, slots=True)
class TreeItem:
    """A file or folder of a board. A digest of None is unknown."""

    folder: bool
    size: int = 0
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything below some folders, by absolute path. Other file systems are named and not entered."""

    roots: list[TreeRoot]
    items: dict[str, TreeItem]
    mounts: list[str]


class Removal(Enum):
    """What happened to a path that was to be deleted, as the script reports it."""

    FILE = 0
    FOLDER = 1
    MOUNT_POINT = 2
    """It is empty now, and stays because a file system is mounted there."""
    FAILED = 3


class Kind(Enum):
    """What is at a path."""

    NOTHING = 0
    FILE = 1
    FOLDER = 2


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system, with the board's name for its type. Sizes are in bytes."""

    name: str
    path: str
    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Space:
    """The space of a file system, in bytes."""

    total: int
    free: int
    read_only: bool


def board_info(output: bytes) -> BoardInfo:
    """Parse the reply of ``probe``. Raises BadReply."""
    platform, machine, release, version, unique_id, heap, total, free, implementation = fields(output, 9)
    return BoardInfo(
        platform=words(platform),
        machine=words(machine) or words(platform),
        version=words(version) or words(release),
        implementation=words(implementation),
        unique_id=words(unique_id) or None,
        heap_free=size(heap),
        flash_total=size(total),
        flash_free=size(free),
    )


def features(output: bytes) -> Feature | None:
    """Parse the reply of ``features``; None if it did not arrive intact."""
    try:
        bits, check = map(integer, fields(output, 2))
    except BadReply:
        return None
    return Feature(bits & ALL_FEATURES) if check == ~bits else None


def libraries(output: bytes) -> tuple[int, list[str]]:
    """Parse the reply of ``libraries``: the number from `sys.implementation`, and `sys.path`.

    Raises BadReply.
    """
    number, _, listed = output.strip().partition(b"\n")
    paths = literals.listed(literal(listed))
    if not all(isinstance(path, str) for path in paths):
        raise BadReply(f"no libraries: {output[:100]!r}")
    return integer(literal(number)), [words(path) for path in paths]


def sha256(output: bytes) -> bytes | None:
    """Parse the reply of ``sha256``; None from a build without SHA-256. Raises BadReply."""
    text = output.strip()
    if not text:
        return None
    if not re.fullmatch(rb"[0-9a-f]{64}", text):
        raise BadReply(f"not a SHA-256: {text[:100]!r}")
    return binascii.unhexlify(text)


def heap_free(output: bytes) -> int | None:
    """Parse the reply of ``heap_free``; None from a build that cannot tell."""
    return int(output) if len(output) < 20 and output.strip().isdigit() else None


def file_system(value: object) -> FileSystem | None:
    """Parse bytes in a block, free blocks, and whether it is read-only; None if there is none.

    Raises BadReply.
    """
    if value is None:
        return None
    block, free, read_only = members(value, 3)
    return FileSystem(size(block) or 1, size(free) or 0, bool(read_only))


def space(output: bytes) -> Space:
    """Parse the reply of ``space``. Raises BadReply."""
    total, free, flags = fields(output, 3)
    return Space(size(total) or 0, size(free) or 0, bool(flags))


def path(output: bytes) -> str:
    """Parse the reply of ``working_folder``. Raises BadReply."""
    return literals.path(literal(output))


def kinds(output: bytes, count: int) -> list[Kind]:
    """Parse the reply of ``kinds`` for this many paths. Raises BadReply."""
    try:
        found = [Kind(integer(number)) for number in literals.listed(literal(output))]
    except ValueError as error:
        raise BadReply(f"no kinds: {output[:80]!r}") from error
    if len(found) != count:
        raise BadReply(f"{len(found)} kinds of {count} paths")
    return found


def numbers(output: bytes) -> tuple[int, ...]:
    """Parse the reply of ``clock``. Raises BadReply."""
    value = literal(output)
    if not isinstance(value, tuple) or len(value) > _MOST_NUMBERS:
        raise BadReply(f"no numbers: {output[:80]!r}")
    return tuple(map(integer, value))


def digest(output: bytes) -> bytes | None:
    """Parse the reply of ``digest``. Raises BadReply."""
    value = literal(output)
    return None if value is None else binary(value)


def mounts(output: bytes) -> list[Mount]:
    """Parse the reply of ``mounts``. Raises BadReply."""
    found = []
    for line in output.splitlines():
        name, where, block, blocks, free = fields(line, 5)
        each = size(block) or 0
        found.append(Mount(words(name), words(where), each * (size(blocks) or 0), each * (size(free) or 0)))
    return found


def rom_partitions(output: bytes) -> list[RomPartition] | None:
    """Parse the reply of ``rom_query``; None from a build without ROM partitions. Raises BadReply."""
    if output.strip() == b"None":
        return None
    return list(map(_rom_partition, output.splitlines()))


def _rom_partition(line: bytes) -> RomPartition:
    *counts, device, head = fields(line, 5)
    number, whole, block = map(size, counts)
    if number is None or not whole or not block:
        raise BadReply(f"not a partition: {line[:80]!r}")
    return RomPartition(number, whole, block, bool(device), binary(head)[:12])


def content(output: bytes) -> bytes:
    """Parse the reply of ``read_file``. Raises BadReply."""
    parts = []
    for line in output.splitlines():
        if line.startswith((b"b'", b'b"')):
            parts.append(binary(literal(line)))
        else:
            parts.append(from_base64(line))
    return b"".join(parts)


def from_base64(text: bytes) -> bytes:
    """Decode base64. Raises BadReply."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadReply(f"not base64: {text[:80]!r}") from error
