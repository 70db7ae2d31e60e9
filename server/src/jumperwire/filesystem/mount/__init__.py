"""Folders of the PC as file systems of a board."""

from jumperwire.filesystem.mount.mounts import afresh, end, entered, mount, umount, umount_all

__all__ = ["afresh", "end", "entered", "mount", "umount", "umount_all"]
