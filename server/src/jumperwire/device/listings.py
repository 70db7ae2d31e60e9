"""Parses what our scripts print about folders and files: trees, in which every parent folder is listed."""

from __future__ import annotations

import binascii

from jumperwire.device import literals
from jumperwire.device.literals import BadReply, fields, integer, literal, size
from jumperwire.device.reply import (
    FileSystem,
    FolderEntry,
    Removal,
    Survey,
    Tree,
    TreeItem,
    TreeRoot,
    file_system,
    from_base64,
)

_HEXADECIMAL = 24
"""The length of a digest in hexadecimal; in base64 it is shorter."""

_BEGINNINGS = {2000: 946_684_800}
"""Seconds from 1970 to the epoch of a board, by the epoch's year."""

_DEEPEST = 250
"""The deepest nesting of folders; scripts on a board fail long before that."""

_STILL_AT_IT = 4
"""What ``remove_tree`` prints from time to time to show that it is still working."""

_MOST_IMPLIED = 4
"""How many folders of a path may be missing: file systems without folders have names with slashes."""


def entry(output: bytes) -> FolderEntry:
    """Parse the reply of ``stat``. Raises BadReply."""
    begin, lines = _beginning(output)
    if len(lines) != 1:
        raise BadReply(f"{len(lines)} lines for one path")
    path, folder, length, time = fields(lines[0], 4)
    text = path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else path
    if not isinstance(text, str):
        raise BadReply(f"not a path: {lines[0][:80]!r}")
    return _entry(text, folder, length, time, begin)


def folder_entries(output: bytes) -> list[FolderEntry]:
    """Parse the reply of ``list_folder``: folders first, sorted by name. Raises BadReply."""
    return sorted(entries(output), key=lambda entry: (not entry.folder, entry.name))


def entries(output: bytes) -> list[FolderEntry]:
    """Parse the reply of ``list_folder``, in the board's order. Raises BadReply."""
    begin, lines = _beginning(output)
    found = []
    for line in lines:
        path, folder, length, time = fields(line, 4)
        found.append(_entry(literals.name(path), folder, length, time, begin))
    return found


def walked(output: bytes) -> list[FolderEntry]:
    """Parse the reply of ``list_folder`` for everything below a folder; each entry follows its folder.

    Raises BadReply.
    """
    folders = {"": True}
    found = []
    for each in entries(output):
        for above in _missing(each.name, folders):
            folders[above] = True
            found.append(FolderEntry(above, True, 0))
        if folders.setdefault(each.name, each.folder) != each.folder:
            raise BadReply(f"a file and a folder: {each.name!r:.80}")
        found.append(each)
    return found


def _missing(name: str, folders: dict[str, bool]) -> list[str]:
    """Return the folders above a path that are not listed yet, from the outermost."""
    if name.count("/") > _DEEPEST:
        raise BadReply(f"more than {_DEEPEST} levels: {name!r:.80}")
    missing: list[str] = []
    above = name.rpartition("/")[0]
    while above not in folders:
        missing.insert(0, above)
        above = above.rpartition("/")[0]
        if len(missing) > _MOST_IMPLIED:
            raise BadReply(f"in no folder: {name!r:.80}")
    if not folders[above]:
        raise BadReply(f"in a file: {name!r:.80}")
    return missing


def _beginning(output: bytes) -> tuple[int, list[bytes]]:
    """Return the board's epoch, and the lines after it."""
    first, *lines = output.splitlines() or [b""]
    return _BEGINNINGS.get(integer(literal(first)), 0), lines


def _entry(name: str, folder: object, length: object, time: object, begin: int) -> FolderEntry:
    seconds = size(time)
    return FolderEntry(name, bool(folder), size(length) or 0, seconds + begin if seconds else None)


def removed(output: bytes) -> list[tuple[str, Removal]]:
    """Parse the reply of ``remove_tree``: absolute paths, in the order of removal. Raises BadReply."""
    found = []
    for line in output.splitlines():
        path, kind = fields(line, 2)
        if kind == _STILL_AT_IT:
            continue
        if kind not in [each.value for each in Removal]:
            raise BadReply(f"not deleted: {line[:80]!r}")
        found.append((literals.path(path), Removal(kind)))
    return found


def survey(output: bytes, files: int, folders: int) -> tuple[list[Survey | None], list[FileSystem | None]]:
    """Parse the reply of ``survey`` for this many files and folders of file systems. Raises BadReply."""
    lines = output.splitlines()
    if len(lines) != files + folders:
        raise BadReply(f"{len(lines)} lines for {files} files and {folders} folders")
    return list(map(_survey, lines[:files])), [file_system(literal(line)) for line in lines[files:]]


def tree(output: bytes, count: int) -> Tree:
    """Parse the reply of ``tree`` for this many folders. Raises BadReply."""
    found = Tree([], {}, [])
    for line in output.splitlines():
        kind, _, rest = line.partition(b" ")
        if kind == b"@":
            path, place, system = fields(rest, 3)
            found.roots.append(TreeRoot(literals.path(path), literals.path(place), file_system(system)))
        elif kind == b"!":
            found.mounts.append(literals.path(literal(rest)))
        elif not found.roots:
            raise BadReply(f"in no folder: {line[:80]!r}")
        else:
            path, item = _tree_item(kind, rest)
            _ensure_inside(path, found)
            found.items[path] = item
    if len(found.roots) != count:
        raise BadReply(f"{len(found.roots)} folders, where {count} were asked for")
    return found


def _tree_item(kind: bytes, rest: bytes) -> tuple[str, TreeItem]:
    if kind == b"/":
        return literals.path(literal(rest)), TreeItem(folder=True)
    digest, _, path = rest.partition(b" ")
    seen = _survey(kind + b" " + (b"" if digest == b"-" else digest)) or Survey(0, b"")
    return literals.path(literal(path)), TreeItem(False, seen.size, seen.digest or None)


def _ensure_inside(path: str, found: Tree) -> None:
    """Check that an entry is in the folder that was listed last, or in a listed folder below it."""
    above = path.rpartition("/")[0] or "/"
    folder = found.items.get(above)
    if above != found.roots[-1].path and not (folder and folder.folder):
        raise BadReply(f"in no folder: {path!r:.80}")
    if path.count("/") > _DEEPEST or path == "/":
        raise BadReply(f"more than {_DEEPEST} levels: {path!r:.80}")


def _survey(line: bytes) -> Survey | None:
    if line == b"-":
        return None
    length, _, digest = line.partition(b" ")
    if not length.isdigit() or len(length) > 12:
        raise BadReply(f"no size and digest: {line[:80]!r}")
    if digest == b"?":
        return Survey(int(length), None)
    return Survey(int(length), from_base64(digest) if len(digest) < _HEXADECIMAL else _hexadecimal(digest))


def _hexadecimal(text: bytes) -> bytes:
    try:
        return binascii.unhexlify(text)
    except ValueError as error:
        raise BadReply(f"not hexadecimal: {text[:80]!r}") from error
