"""Carries out the requests of a board's mounts: see device/scripts/mount.py and mount_file.py."""

from __future__ import annotations

import shutil
import struct
import threading
from collections.abc import Callable, Iterable

from jumperwire.filesystem.mount import errnos
from jumperwire.filesystem.mount.folder import Entry, Folder
from jumperwire.filesystem.mount.handles import Handles
from jumperwire.protocol.mount_messages import Answer, Request

WHOLE = 255
"""The number of a file whose whole content was sent when it was opened."""

_UNIT = 4096


class Service:
    """Serves the folders of one board. One request at a time, in any thread."""

    def __init__(self, block: int) -> None:
        self.block = block
        self.folders: dict[int, Folder] = {}
        self.changes = 0
        """How often a file was opened for writing or written to."""
        self._handles = Handles()
        self._lock = threading.Lock()
        self._actions: dict[int, Callable[[bytes], Answer]] = {
            1: self._stat,
            2: self._list,
            3: self._open,
            4: self._read,
            5: self._write,
            6: self._close,
            7: lambda arguments: self._change(arguments, Folder.make),
            8: lambda arguments: self._change(arguments, Folder.remove_folder),
            9: lambda arguments: self._change(arguments, Folder.remove),
            10: self._rename,
            11: self._room,
        }

    def serve(self, request: Request) -> Answer:
        """Return the answer to a request; an error if it cannot be carried out."""
        with self._lock:
            try:
                return self._actions[request.operation](request.arguments)
            except OSError as error:
                return Answer(error=errnos.number(error))
            except (KeyError, ValueError, IndexError, struct.error):
                return Answer(error=errnos.EINVAL)

    @property
    def writing(self) -> bool:
        """Whether a file is open for writing."""
        return self._handles.writing

    def release(self, mount: int | None = None) -> None:
        """Close all files, or those of one mount."""
        with self._lock:
            self._handles.close_all(lambda handle: mount in (None, handle.mount))

    def _folder(self, arguments: bytes) -> tuple[Folder, str]:
        folder = self.folders.get(arguments[0])
        if folder is None:
            raise OSError(errnos.ENODEV, "not mounted")
        return folder, arguments[1:].decode()

    def _stat(self, arguments: bytes) -> Answer:
        folder, path = self._folder(arguments)
        return Answer(_records(folder.family(path), self.block)[0])

    def _list(self, arguments: bytes) -> Answer:
        folder, text = self._folder(arguments)
        path, _, after = text.partition("\0")
        records, more = _records(folder.entries(path, after), self.block - 1)
        return Answer(bytes((more,)) + records)

    def _open(self, arguments: bytes) -> Answer:
        folder, text = self._folder(arguments)
        path, _, mode = text.partition("\0")
        self._handles.make_room()
        number = self._handles.add(folder.open(path, mode), arguments[0])
        handle = self._handles.use(number)
        self.changes += handle.changes
        size = handle.size()
        data = handle.read(0, self.block) if "r" in mode else b""
        if mode[:1] == "r" and "+" not in mode and len(data) == size:
            self._handles.close(number)
            number = WHOLE
        return Answer(struct.pack("<BI", number, size) + data, dense=True)

    def _read(self, arguments: bytes) -> Answer:
        number, at = struct.unpack("<BI", arguments)
        return Answer(self._handles.use(number).read(at, self.block), dense=True)

    def _write(self, arguments: bytes) -> Answer:
        number, at = struct.unpack_from("<BI", arguments)
        self.changes += 1
        return Answer(struct.pack("<I", self._handles.use(number).write(at, arguments[5:])))

    def _close(self, arguments: bytes) -> Answer:
        self._handles.close(arguments[0])
        return Answer()

    def _change(self, arguments: bytes, change: Callable[[Folder, str], None]) -> Answer:
        folder, path = self._folder(arguments)
        change(folder, path)
        return Answer()

    def _rename(self, arguments: bytes) -> Answer:
        folder, text = self._folder(arguments)
        path, _, target = text.partition("\0")
        folder.rename(path, target)
        return Answer()

    def _room(self, arguments: bytes) -> Answer:
        folder, path = self._folder(arguments)
        usage = shutil.disk_usage(folder.locate(path))
        return Answer(
            struct.pack("<II", *(min(size // _UNIT, 2**32 - 1) for size in (usage.total, usage.free)))
        )


def _records(entries: Iterable[Entry], most: int) -> tuple[bytes, bool]:
    """Return as many records as fit, and whether there are more."""
    records = b""
    for entry in entries:
        name = entry.name.encode()[:255]  # a longer name cannot be asked for
        record = struct.pack("<BIIB", entry.kind, entry.size, entry.time, len(name)) + name
        if len(records) + len(record) > most:
            return records, True
        records += record
    return records, False
