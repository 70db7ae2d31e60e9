"""What our scripts print, parsed as untrusted data: bounded, and literals only."""

from __future__ import annotations

import ast
import base64
import binascii
from dataclasses import dataclass
from typing import Any

_LONGEST_LINE = 4096


class BadReply(ValueError):
    """A board printed something that our script does not print."""


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


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One entry of a folder. A name that is not UTF-8 has its stray bytes as surrogates."""

    name: str
    folder: bool
    size: int


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


def heap_free(output: bytes) -> int | None:
    """The reply of ``heap_free``; None from a build that cannot tell."""
    return int(output) if output.strip().isdigit() and len(output) < 20 else None


def folder_entries(output: bytes) -> list[FolderEntry]:
    """The reply of ``list_folder``, folders first, by name. Raises BadReply."""
    entries = []
    for line in output.splitlines():
        value = literal(line)
        if not isinstance(value, tuple) or len(value) != 3:
            raise BadReply(f"not an entry: {line[:80]!r}")
        name, folder, size = value
        text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else _text(name)
        entries.append(FolderEntry(text, bool(folder), _size(size) or 0))
    return sorted(entries, key=lambda entry: (not entry.folder, entry.name))


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
        try:
            parts.append(base64.b64decode(line, validate=True))
        except binascii.Error as error:
            raise BadReply(f"not base64: {line[:80]!r}") from error
    return b"".join(parts)


def _text(value: object) -> str:
    return value[:256] if isinstance(value, str) else ""


def _size(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 1 << 62 else None
