"""What our scripts print, parsed as untrusted data: bounded, and literals only."""

from __future__ import annotations

import ast
import base64
import binascii
import re
from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import Any

_LONGEST_LINE = 4096
_HEXADECIMAL = 24
"""Length of a digest in hexadecimal; in base64 it is shorter."""

_BEGINNINGS = {2000: 946_684_800}
"""Seconds from 1970 to where a board's time begins, by the year."""


class BadReply(ValueError):
    """A board printed something that our script does not print."""


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


def literal(line: bytes) -> Any:
    """The Python literal that ``line`` is. Raises BadReply."""
    if len(line) > _LONGEST_LINE:
        raise BadReply(f"a line of {len(line)} bytes")
    try:
        return ast.literal_eval(line.decode("utf-8", "surrogateescape").strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadReply(f"not a literal: {line[:80]!r}") from error


def board_info(output: bytes) -> BoardInfo:
    """The reply of ``probe``. Raises BadReply."""
    value = literal(output)
    if not isinstance(value, tuple) or len(value) != 9:
        raise BadReply(f"not a probe's answer: {output[:80]!r}")
    platform, machine, release, version, unique_id, heap, total, free, implementation = value
    return BoardInfo(
        platform=_text(platform),
        machine=_text(machine) or _text(platform),
        version=_text(version) or _text(release),
        implementation=_text(implementation),
        unique_id=_text(unique_id) or None,
        heap_free=_size(heap),
        flash_total=_size(total),
        flash_free=_size(free),
    )


def features(output: bytes) -> Feature | None:
    """The reply of ``features``; None where it did not arrive whole."""
    try:
        value = literal(output)
    except BadReply:
        return None
    if not isinstance(value, tuple) or len(value) != 2 or not isinstance(value[0], int):
        return None
    return Feature(value[0] & ALL_FEATURES) if value[1] == ~value[0] else None


def libraries(output: bytes) -> tuple[int, list[str]]:
    """The reply of ``libraries``: the number of `sys.implementation`, and `sys.path`. Raises BadReply."""
    number, _, listed = output.strip().partition(b"\n")
    try:
        mpy, paths = int(number), ast.literal_eval(listed.decode("utf-8").strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadReply(f"no libraries: {output[:100]!r}") from error
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise BadReply(f"no libraries: {output[:100]!r}")
    return mpy, paths


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
    return int(output) if output.strip().isdigit() and len(output) < 20 else None


def folder_entries(output: bytes) -> list[FolderEntry]:
    """The reply of ``list_folder``, folders first, by name. Raises BadReply."""
    return sorted(tree_entries(output), key=lambda entry: (not entry.folder, entry.name))


def tree_entries(output: bytes) -> list[FolderEntry]:
    """The reply of ``list_folder`` or ``stat``, in the board's order. Raises BadReply."""
    first, *lines = output.splitlines() or [b""]
    begin = _BEGINNINGS.get(literal(first), 0)
    entries = []
    for line in lines:
        value = literal(line)
        if not isinstance(value, tuple) or len(value) != 4:
            raise BadReply(f"not an entry: {line[:80]!r}")
        path, folder, size, time = value
        text = path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else path
        if not isinstance(text, str):
            raise BadReply(f"not a path: {line[:80]!r}")
        seconds = _size(time)
        entries.append(
            FolderEntry(text, bool(folder), _size(size) or 0, seconds + begin if seconds else None)
        )
    return entries


def survey(output: bytes, count: int) -> tuple[list[Survey | None], list[FileSystem | None]]:
    """The reply of ``survey`` for so many files. Raises BadReply."""
    lines = output.splitlines()
    if len(lines) < count:
        raise BadReply(f"{len(lines)} lines for {count} files")
    systems = [literal(line) for line in lines[count:]]
    return list(map(_survey, lines[:count])), [value and _file_system(value) for value in systems]


def tree(output: bytes, count: int) -> Tree:
    """The reply of ``tree`` for so many folders. Raises BadReply."""
    found = Tree([], {}, [])
    for line in output.splitlines():
        kind, _, rest = line.partition(b" ")
        if kind == b"@":
            found.roots.append(_tree_root(rest))
        elif kind == b"/":
            found.items[_path(rest)] = TreeItem(folder=True)
        elif kind == b"!":
            found.mounts.append(_path(rest))
        else:
            digest, _, path = rest.partition(b" ")
            seen = _survey(kind + b" " + (b"" if digest == b"-" else digest)) or Survey(0, b"")
            found.items[_path(path)] = TreeItem(False, seen.size, seen.digest or None)
    if len(found.roots) != count:
        raise BadReply(f"{len(found.roots)} folders, where {count} were asked for")
    return found


def _tree_root(text: bytes) -> TreeRoot:
    value = literal(text)
    if not isinstance(value, tuple) or len(value) != 3:
        raise BadReply(f"no root: {text[:80]!r}")
    return TreeRoot(_decoded(value[0]), _decoded(value[1]), value[2] and _file_system(value[2]))


def _path(text: bytes) -> str:
    path = _decoded(literal(text))
    if not path.startswith("/"):
        raise BadReply(f"not a path: {text[:80]!r}")
    return path


def _decoded(value: object) -> str:
    if not isinstance(value, bytes):
        raise BadReply(f"not a path: {value!r:.80}")
    return value.decode("utf-8", "surrogateescape")


def _survey(line: bytes) -> Survey | None:
    if line == b"-":
        return None
    size, _, digest = line.partition(b" ")
    if not size.isdigit() or len(size) > 12:
        raise BadReply(f"no size and digest: {line[:80]!r}")
    if digest == b"?":
        return Survey(int(size), None)
    return Survey(int(size), _base64(digest) if len(digest) < _HEXADECIMAL else _hexadecimal(digest))


def _hexadecimal(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError as error:
        raise BadReply(f"not hexadecimal: {text[:80]!r}") from error


def _base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadReply(f"not base64: {text[:80]!r}") from error


def _file_system(value: object) -> FileSystem:
    if not isinstance(value, tuple) or len(value) != 3:
        raise BadReply(f"no file system: {value!r:.80}")
    return FileSystem(_size(value[0]) or 1, _size(value[1]) or 0, bool(value[2]))


def space(output: bytes) -> Space:
    """The reply of ``space``. Raises BadReply."""
    value = literal(output)
    if not isinstance(value, tuple) or len(value) != 3:
        raise BadReply(f"no sizes: {output[:80]!r}")
    total, free, flags = value
    return Space(_size(total) or 0, _size(free) or 0, bool(flags))


def path(output: bytes) -> str:
    """The reply of ``working_folder``. Raises BadReply."""
    return _path(output)


def kinds(output: bytes) -> list[Kind]:
    """The reply of ``kinds``. Raises BadReply."""
    try:
        return [Kind(number) for number in literal(output)]
    except (TypeError, ValueError) as error:
        raise BadReply(f"no kinds: {output[:80]!r}") from error


def numbers(output: bytes) -> tuple[int, ...]:
    """The reply of ``clock``. Raises BadReply."""
    value = literal(output)
    if not isinstance(value, tuple) or not all(isinstance(number, int) for number in value):
        raise BadReply(f"no numbers: {output[:80]!r}")
    return value


def digest(output: bytes) -> bytes | None:
    """The reply of ``digest``. Raises BadReply."""
    value = literal(output)
    if value is not None and not isinstance(value, bytes):
        raise BadReply(f"no digest: {output[:80]!r}")
    return value


def mounts(output: bytes) -> list[Mount]:
    """The reply of ``mounts``. Raises BadReply."""
    found = []
    for line in output.splitlines():
        value = literal(line)
        if not isinstance(value, tuple) or len(value) != 5:
            raise BadReply(f"not a file system: {line[:80]!r}")
        name, where, block, blocks, free = value
        size = _size(block) or 0
        found.append(Mount(_text(name), _text(where), size * (_size(blocks) or 0), size * (_size(free) or 0)))
    return found


def rom_partitions(output: bytes) -> list[RomPartition] | None:
    """The reply of ``rom_query``; None from a build that knows of none. Raises BadReply."""
    if output.strip() == b"None":
        return None
    found = []
    for line in output.splitlines():
        value = literal(line)
        if not isinstance(value, tuple) or len(value) != 5 or not isinstance(value[4], bytes):
            raise BadReply(f"not a partition: {line[:80]!r}")
        number, size, block = map(_size, value[:3])
        if number is None or not size or not block:
            raise BadReply(f"not a partition: {line[:80]!r}")
        found.append(RomPartition(number, size, block, bool(value[3]), value[4][:12]))
    return found


def content(output: bytes) -> bytes:
    """The reply of ``read_file``. Raises BadReply."""
    parts = []
    for line in output.splitlines():
        if line.startswith((b"b'", b'b"')):
            value = literal(line)
            if not isinstance(value, bytes):
                raise BadReply(f"not bytes: {line[:80]!r}")
            parts.append(value)
            continue
        parts.append(_base64(line))
    return b"".join(parts)


def _text(value: object) -> str:
    return value[:256] if isinstance(value, str) else ""


def _size(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 1 << 62 else None
