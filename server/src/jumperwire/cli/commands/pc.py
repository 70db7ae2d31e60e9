"""This computer's side of a copy. The functions raise LocalFileFailed."""

from __future__ import annotations

from pathlib import Path

from jumperwire.device.reply import Kind
from jumperwire.errors import LocalFileFailed
from jumperwire.filesystem.local import LocalTree, local_errors, tree, write
from jumperwire.filesystem.local import read as read

__all__ = ["copy", "ensure_folder", "kind", "read", "tree"]


def kind(path: Path) -> Kind:
    """Return whether ``path`` is a file, a folder or nothing."""
    if path.is_dir():
        return Kind.FOLDER
    return Kind.FILE if path.exists() else Kind.NOTHING


def ensure_folder(target: Path) -> None:
    """Check that the target's parent is a folder. None is created, since the path may be a typing error."""
    if not target.parent.is_dir():
        raise LocalFileFailed(path=str(target.parent), cause="there is no such folder")


def copy(source: Path, target: Path) -> None:
    """Copy a file, or a folder with everything in it."""
    ensure_folder(target)
    found: LocalTree = tree(source, str(target))
    for folder in found.folders:
        with local_errors(Path(folder)):
            Path(folder).mkdir(exist_ok=True)
    for file in found.files:
        write(Path(file.remote), read(file.path))
