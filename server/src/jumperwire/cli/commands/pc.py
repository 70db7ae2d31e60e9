"""This computer's side of a copy. Raises LocalFileFailed."""

from __future__ import annotations

from pathlib import Path

from jumperwire.device.reply import Kind
from jumperwire.errors import LocalFileFailed
from jumperwire.filesystem.local import LocalTree, local_errors, tree, write
from jumperwire.filesystem.local import read as read

__all__ = ["copy", "ensure_folder", "kind", "read", "tree"]


def kind(path: Path) -> Kind:
    """What is there."""
    if path.is_dir():
        return Kind.FOLDER
    return Kind.FILE if path.exists() else Kind.NOTHING


def ensure_folder(target: Path) -> None:
    """A typing error makes no folders."""
    if not target.parent.is_dir():
        raise LocalFileFailed(path=str(target.parent), cause="there is no such folder")


def copy(source: Path, target: Path) -> None:
    """A file, or a folder with all that is in it."""
    ensure_folder(target)
    found: LocalTree = tree(source, str(target))
    for folder in found.folders:
        with local_errors(Path(folder)):
            Path(folder).mkdir(exist_ok=True)
    for file in found.files:
        write(Path(file.remote), read(file.path))
