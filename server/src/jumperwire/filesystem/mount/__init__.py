"""Folders of the PC as file systems on a board."""

from jumperwire.filesystem.mount.mounts import end, entered, mount, reload, umount, umount_all

__all__ = ["end", "entered", "mount", "reload", "umount", "umount_all"]
