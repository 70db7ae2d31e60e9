"""What our scripts print of folders and files: trees, in which each thing is in a folder that is there."""

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
"""Length of a digest in hexadecimal; in base64 it is shorter."""

_BEGINNINGS = {2000: 946_684_800}
"""Seconds from 1970 to where a board's time begins, by the year."""

_DEEPEST = 250
"""Levels of folders; on a board, scripts end far above that."""

_STILL_AT_IT = 4
"""What ``remove_tree`` says from time to time."""

_MOST_IMPLIED = 4
"""Folders of a path that a board may leave out: file systems without folders have names with slashes."""


def entry(output: bytes) -> FolderEntry:
    """The reply of ``stat``. Raises BadReply."""
    begin, lines = _beginning(output)
    if len(lines) != 1:
        raise BadReply(f"{len(lines)} lines for one path")
    path, folder, length, time = fields(lines[0], 4)
    text = path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else path
    if not isinstance(text, str):
        raise BadReply(f"not a path: {lines[0][:80]!r}")
    return _entry(text, folder, length, time, begin)


def folder_entries(output: bytes) -> list[FolderEntry]:
    """The reply of ``list_folder``, folders first, by name. Raises BadReply."""
    return sorted(entries(output), key=lambda entry: (not entry.folder, entry.name))


def entries(output: bytes) -> list[FolderEntry]:
    """The reply of ``list_folder``, in the board's order. Raises BadReply."""
    begin, lines = _beginning(output)
    found = []
    for line in lines:
        path, folder, length, time = fields(line, 4)
        found.append(_entry(literals.name(path), folder, length, time, begin))
    return found


def walked(output: bytes) -> list[FolderEntry]:
    """The reply of ``list_folder`` for all that is below a folder: each after the folder that it is in.

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
    """The folders above a path that are not there yet, from the outermost."""
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
    """When the board's time begins, and the lines behind it."""
    first, *lines = output.splitlines() or [b""]
    return _BEGINNINGS.get(integer(literal(first)), 0), lines


def _entry(name: str, folder: object, length: object, time: object, begin: int) -> FolderEntry:
    seconds = size(time)
    return FolderEntry(name, bool(folder), size(length) or 0, seconds + begin if seconds else None)


def removed(output: bytes) -> list[tuple[str, Removal]]:
    """The reply of ``remove_tree``: whole paths, in the order in which they went. Raises BadReply."""
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
    """The reply of ``survey`` for so many files, and folders of file systems. Raises BadReply."""
    lines = output.splitlines()
    if len(lines) != files + folders:
        raise BadReply(f"{len(lines)} lines for {files} files and {folders} folders")
    return list(map(_survey, lines[:files])), [file_system(literal(line)) for line in lines[files:]]


def tree(output: bytes, count: int) -> Tree:
    """The reply of ``tree`` for so many folders. Raises BadReply."""
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
    """Each thing is in the folder that was asked for last, or in a folder of it that is there."""
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
