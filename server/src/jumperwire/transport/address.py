"""Board addresses: one spelling everywhere, parsed and checked before anything is opened."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from jumperwire.errors import AddressInvalid
from jumperwire.transport import plugins
from jumperwire.transport.virtual_address import parse_virtual

EXPECTED = "a port (/dev/ttyACM0, COM7), virtual:<name>, exec:<command line> or socket://host:port"


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address. ``scheme`` is ``serial``, ``virtual``, ``exec``, ``socket``, or a package's own."""

    scheme: str
    rest: str
    text: str
    baud: int | None = None
    """For serial ports; None means what MicroPython's boards use."""


def parse(text: str) -> Address:
    """Parse what a user wrote. Raises AddressInvalid."""
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    if not text or "\0" in text:
        raise AddressInvalid(address=text, expected=EXPECTED)
    if scheme == "virtual" and colon:
        parse_virtual(rest)
        return Address(scheme, rest, text)
    if scheme == "exec" and rest.strip():
        return Address(scheme, rest.strip(), text)
    if text.startswith("socket://"):
        return _socket(text)
    if text.startswith("/dev/") or re.fullmatch(r"(?i)COM\d+", text) or _is_local_port(text):
        return Address("serial", text, text)
    if re.fullmatch(r"[a-z][a-z0-9.+-]+", scheme) and rest and scheme in plugins.installed():
        return Address(scheme, rest.removeprefix("//"), text)
    raise AddressInvalid(address=text, expected=EXPECTED)


def is_address(text: str) -> bool:
    """Whether `parse` takes it; what a newer version has written may be none."""
    try:
        parse(text)
    except AddressInvalid:
        return False
    return True


def host_and_port(rest: str) -> tuple[str, int]:
    """Split ``host:port``; an IPv6 host stands in brackets."""
    host, _, port = rest.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _socket(text: str) -> Address:
    rest = text.removeprefix("socket://").rstrip("/")
    host, colon, port = rest.rpartition(":")
    if not host or not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise AddressInvalid(address=text, expected="socket://host:port")
    return Address("socket", rest, text)


def _is_local_port(text: str) -> bool:
    """A path to a pty or a link to a port, as tests and udev rules make them."""
    return sys.platform != "win32" and text.startswith("/")
