"""``virtual:<name>?option=value&…``: parses the address of a virtual board."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from jumperwire.errors import AddressInvalid

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_UNITS = {"": 1, "k": 1024, "m": 1024 * 1024}

EXPECTED = (
    "virtual:<name>, with options such as ?baud=115200&ring=256&latency=5&heap=64k&flash=256k"
    "&raw_paste=0&stdin_buffer=0&drop_on_reset=1"
)


@dataclass(frozen=True, slots=True)
class VirtualAddress:
    """A virtual board's name and options. None means the default."""

    name: str
    baud: int = 0
    ring: int = 0
    latency: int = 0
    heap: int | None = None
    flash: int | None = None
    raw_paste: bool = True
    stdin_buffer: bool = True
    drop_on_reset: bool = False


def parse_virtual(text: str) -> VirtualAddress:
    """Parse what follows ``virtual:``. Raises AddressInvalid.

    The name must be valid as a folder's name on every system.
    """
    name, _, query = text.partition("?")
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name) or name[-1] in " .":
        raise AddressInvalid(address=f"virtual:{text}", expected=EXPECTED)
    try:
        pairs = parse_qsl(query, strict_parsing=True) if query else []
        options: dict[str, Any] = {key: _value(key, value) for key, value in pairs}
        return VirtualAddress(name, **options)
    except (ValueError, KeyError, TypeError) as error:
        raise AddressInvalid(address=f"virtual:{text}", expected=EXPECTED) from error


def _value(key: str, value: str) -> int | bool:
    if key in ("raw_paste", "stdin_buffer", "drop_on_reset"):
        return {"1": True, "0": False, "true": True, "false": False}[value.lower()]
    match = re.fullmatch(r"(\d{1,9})([kKmM]?)", value)
    if not match:
        raise ValueError(value)
    return int(match[1]) * _UNITS[match[2].lower()]
