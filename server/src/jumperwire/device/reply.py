"""What our scripts print, as facts about a board and its files: checked by type and bounds (`literals`)."""

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
    """What a board is. Sizes are in bytes; None where the build does not tell."""

    platform: str
    machine: str
    version: str
    implementation: str
    unique_id: str | None
    heap_free: int | None
    flash_total: int | None
    flash_free: int | None
    features: Feature | None = None
    """None where it was not asked."""


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One entry of a folder. A name that is not UTF-8 has its stray bytes as surrogates."""

    name: str
    folder: bool
    size: int
    modified: int | None = None
    """Seconds since 1970 by the board's clock; None where its file system keeps no times."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A file as it is on the board: bytes, and the beginning of its SHA-256; None where it cannot tell."""

    size: int
    digest: bytes | None


@dataclass(frozen=True, slots=True)
class RomPartition:
    """A part of the board's flash for an image of files. Sizes are in bytes."""

    number: int
    size: int
    block: int
    """What is erased at once."""
    device: bool
    """Whether it is written as a block device."""
    head: bytes
    """How it begins."""


@dataclass(frozen=True, slots=True)
class FileSystem:
    """Room for files: bytes in a block, and blocks that are free."""

    block: int
    free: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class TreeRoot:
    """A folder that was asked for: where it is on this board, and the file system that this is on."""

    path: str
    place: str
    system: FileSystem | None


@dataclass(frozen=True, slots=True)
class TreeItem:
    """A file or folder of a board. A digest of None is not known."""

    folder: bool
    size: int = 0
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """All that is below some folders, by absolute path; other file systems are named and not entered."""

    roots: list[TreeRoot]
    items: dict[str, TreeItem]
    mounts: list[str]


class Removal(Enum):
    """What became of a path that was to be deleted, as the script says it."""

    FILE = 0
    FOLDER = 1
    MOUNT_POINT = 2
    """Nothing is in it any more, and it stays."""
    FAILED = 3


class Kind(Enum):
    """What is at a path."""

    NOTHING = 0
    FILE = 1
    FOLDER = 2


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system, by what the board calls it. Sizes are in bytes."""

    name: str
    path: str
    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Space:
    """A file system. Sizes are in bytes."""

    total: int
    free: int
    read_only: bool


def board_info(output: bytes) -> BoardInfo:
    """The reply of ``probe``. Raises BadReply."""
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
    """The reply of ``features``; None where it did not arrive whole."""
    try:
        bits, check = map(integer, fields(output, 2))
    except BadReply:
        return None
    return Feature(bits & ALL_FEATURES) if check == ~bits else None


def libraries(output: bytes) -> tuple[int, list[str]]:
    """The reply of ``libraries``: the number of `sys.implementation`, and `sys.path`. Raises BadReply."""
    number, _, listed = output.strip().partition(b"\n")
    paths = literals.listed(literal(listed))
    if not all(isinstance(path, str) for path in paths):
        raise BadReply(f"no libraries: {output[:100]!r}")
    return integer(literal(number)), [words(path) for path in paths]


def sha256(output: bytes) -> bytes | None:
    """The reply of ``sha256``; None from a build that has none. Raises BadReply."""
    text = output.strip()
    if not text:
        return None
    if not re.fullmatch(rb"[0-9a-f]{64}", text):
        raise BadReply(f"not a SHA-256: {text[:100]!r}")
    return binascii.unhexlify(text)


def heap_free(output: bytes) -> int | None:
    """The reply of ``heap_free``; None from a build that cannot tell."""
    return int(output) if len(output) < 20 and output.strip().isdigit() else None


def file_system(value: object) -> FileSystem | None:
    """Bytes in a block, blocks that are free, whether it is read-only; None for none. Raises BadReply."""
    if value is None:
        return None
    block, free, read_only = members(value, 3)
    return FileSystem(size(block) or 1, size(free) or 0, bool(read_only))


def space(output: bytes) -> Space:
    """The reply of ``space``. Raises BadReply."""
    total, free, flags = fields(output, 3)
    return Space(size(total) or 0, size(free) or 0, bool(flags))


def path(output: bytes) -> str:
    """The reply of ``working_folder``. Raises BadReply."""
    return literals.path(literal(output))


def kinds(output: bytes, count: int) -> list[Kind]:
    """The reply of ``kinds`` for so many paths. Raises BadReply."""
    try:
        found = [Kind(integer(number)) for number in literals.listed(literal(output))]
    except ValueError as error:
        raise BadReply(f"no kinds: {output[:80]!r}") from error
    if len(found) != count:
        raise BadReply(f"{len(found)} kinds of {count} paths")
    return found


def numbers(output: bytes) -> tuple[int, ...]:
    """The reply of ``clock``. Raises BadReply."""
    value = literal(output)
    if not isinstance(value, tuple) or len(value) > _MOST_NUMBERS:
        raise BadReply(f"no numbers: {output[:80]!r}")
    return tuple(map(integer, value))


def digest(output: bytes) -> bytes | None:
    """The reply of ``digest``. Raises BadReply."""
    value = literal(output)
    return None if value is None else binary(value)


def mounts(output: bytes) -> list[Mount]:
    """The reply of ``mounts``. Raises BadReply."""
    found = []
    for line in output.splitlines():
        name, where, block, blocks, free = fields(line, 5)
        each = size(block) or 0
        found.append(Mount(words(name), words(where), each * (size(blocks) or 0), each * (size(free) or 0)))
    return found


def rom_partitions(output: bytes) -> list[RomPartition] | None:
    """The reply of ``rom_query``; None from a build that knows of none. Raises BadReply."""
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
    """The reply of ``read_file``. Raises BadReply."""
    parts = []
    for line in output.splitlines():
        if line.startswith((b"b'", b'b"')):
            parts.append(binary(literal(line)))
        else:
            parts.append(from_base64(line))
    return b"".join(parts)


def from_base64(text: bytes) -> bytes:
    """What base64 stands for. Raises BadReply."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadReply(f"not base64: {text[:80]!r}") from error
