"""``jumperwire.lock`` records an installation file by file, so that it can be repeated exactly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from cattrs import BaseValidationError

from jumperwire.errors import PackageInvalid
from jumperwire.filesystem import local
from jumperwire.packages.fetching import Fetched
from jumperwire.packages.manifest import check_path
from jumperwire.packages.resolving import PY, Package
from jumperwire.strict import make_strict_converter

FILE_NAME = "jumperwire.lock"

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Lock:
    """Packages, with a full digest for each file."""

    version: int
    mpy: str
    """The version of compiled files that boards must load, or ``py`` for sources."""
    packages: list[Package]

    @classmethod
    def of(cls, fetched: Sequence[Fetched], mpy: str) -> Lock:
        """Return a lock for what was downloaded for a board with this version."""
        compiled = any(file.part.path.endswith(".mpy") for each in fetched for file in each.files)
        return cls(_VERSION, mpy if compiled else PY, [_exactly(each) for each in fetched])


def _exactly(fetched: Fetched) -> Package:
    parts = [replace(file.part, digest=hashlib.sha256(file.data).hexdigest()) for file in fetched.files]
    return replace(fetched.package, parts=parts)


def text(lock: Lock) -> str:
    """Return the text of the file."""
    return json.dumps(asdict(lock), indent=1)


def write(path: Path, lock: Lock) -> None:
    """Write the file completely or not at all. Raises LocalFileFailed."""
    local.write(path, f"{text(lock)}\n".encode())


def read(path: Path) -> Lock:
    """Read a file. Raises LocalFileFailed, PackageInvalid."""
    data = local.read(path)
    try:
        table: Any = json.loads(data)
        if not isinstance(table, dict) or table.get("version") != _VERSION:
            raise PackageInvalid(package=str(path), reason=f"it is no lock file of version {_VERSION}")
        lock = make_strict_converter().structure(table, Lock)
    except (ValueError, RecursionError, BaseValidationError) as error:
        raise PackageInvalid(package=str(path), reason=f"it is no lock file: {error}") from error
    for package in lock.packages:
        for part in package.parts:
            check_path(package.name, part.path)
            if len(part.digest) != hashlib.sha256().digest_size * 2:
                raise PackageInvalid(package=str(path), reason=f"{part.path} has no digest")
    return lock
