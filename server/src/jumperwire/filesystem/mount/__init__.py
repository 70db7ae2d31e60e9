"""Folders of the PC as file systems on a board."""

from jumperwire.filesystem.mount.mounts import end, enter, entered, mount, umount, umount_all

__all__ = ["end", "enter", "entered", "mount", "umount", "umount_all"]
