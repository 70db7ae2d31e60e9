"""Folders of the PC as file systems of a board."""

from jumperwire.filesystem.mount.mounts import mount, umount

__all__ = ["mount", "umount"]
