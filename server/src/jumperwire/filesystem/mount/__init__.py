"""Folders of the PC as file systems of a board."""

from jumperwire.filesystem.mount.mounts import mount, umount, umount_all

__all__ = ["mount", "umount", "umount_all"]
