"""Board addresses: they have one form everywhere, and are parsed and checked before anything is opened."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from jumperwire.errors import AddressInvalid
from jumperwire.transport import plugins

EXPECTED = "a port (/dev/ttyACM0, COM7), virtual:<name>, exec:<command line> or socket://host:port"


class Address(NamedTuple):
    """A parsed address. ``scheme`` is ``serial``, ``virtual``, ``exec``, ``socket``, or a package's own."""

    scheme: str
    rest: str
    text: str
    baud: int | None = None
    """The baud rate of a serial port; None means the usual one of MicroPython boards."""
    holds_back: bool = False
    """Whether the other end holds back what the board cannot take yet, as ``?flow=hold`` says."""


def parse(text: str) -> Address:
    """Parse what a user wrote. Raises AddressInvalid."""
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    if not text or "\0" in text:
        raise AddressInvalid(address=text, expected=EXPECTED)
    if scheme == "virtual" and colon:
        from jumperwire.transport.virtual_address import parse_virtual  # not in every start

        parse_virtual(rest)
        return Address(scheme, rest, text)
    if scheme == "exec" and rest.strip():
        return _exec(text, rest.strip())
    if text.startswith("socket://"):
        return _socket(text)
    if text.startswith("/dev/") or re.fullmatch(r"(?i)COM\d+", text) or _is_local_port(text):
        return Address("serial", text, text)
    if re.fullmatch(r"[a-z][a-z0-9.+-]+", scheme) and rest and scheme in plugins.installed():
        return Address(scheme, rest.removeprefix("//"), text)
    raise AddressInvalid(address=text, expected=EXPECTED)


def is_address(text: str) -> bool:
    """Return whether `parse` accepts the text.

    An address written by a newer version may be unknown to this one.
    """
    try:
        parse(text)
    except AddressInvalid:
        return False
    return True


def host_and_port(rest: str) -> tuple[str, int]:
    """Split ``host:port``; an IPv6 host is in brackets."""
    host, _, port = rest.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port)


_FLOW = {"": False, "flow=none": False, "flow=hold": True}
"""For each query: whether the other end holds back what the board cannot take yet."""


def _exec(text: str, rest: str) -> Address:
    query, command = "", rest
    if rest.startswith("?"):
        query, _, command = rest.removeprefix("?").partition(" ")
    if query not in _FLOW or not command.strip():
        raise AddressInvalid(address=text, expected="exec:<command line> or exec:?flow=hold <command line>")
    return Address("exec", command.strip(), text, holds_back=_FLOW[query])


def _socket(text: str) -> Address:
    place, _, query = text.removeprefix("socket://").partition("?")
    place = place.rstrip("/")
    host, colon, port = place.rpartition(":")
    valid = host and colon and port.isdecimal() and len(port) <= 5 and 0 < int(port) < 65536
    if not valid or query not in _FLOW:
        raise AddressInvalid(address=text, expected="socket://host:port or socket://host:port?flow=hold")
    return Address("socket", place, text, holds_back=_FLOW[query])


def _is_local_port(text: str) -> bool:
    """Return whether the text is the path of a pty, or a link to a port, as made by tests and udev rules."""
    return sys.platform != "win32" and text.startswith("/")
