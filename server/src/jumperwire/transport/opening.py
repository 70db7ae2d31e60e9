"""The table of address schemes: which module opens which address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TypeAlias, cast

from jumperwire.transport import plugins
from jumperwire.transport.address import Address, parse
from jumperwire.transport.stream import Opened

Opener: TypeAlias = Callable[[Address], Awaitable[Opened]]

# Modules are named, not imported: pyserial is loaded only when a serial port is opened.
_OPENERS = {
    "serial": ("jumperwire.transport.serial", "open_serial"),
    "virtual": ("jumperwire.transport.virtual", "open_virtual"),
    "exec": ("jumperwire.transport.process", "open_process"),
    "socket": ("jumperwire.transport.tcp", "open_tcp"),
}


async def open_link(address: str | Address) -> Opened:
    """Open the link to a board. Raises AddressInvalid and the errors of the scheme's opener."""
    parsed = parse(address) if isinstance(address, str) else address
    return await _opener(parsed)(parsed)


def _opener(address: Address) -> Opener:
    if address.scheme not in _OPENERS:
        return cast("Opener", plugins.load(address.scheme, address.text))
    module, name = _OPENERS[address.scheme]
    return cast("Opener", getattr(import_module(module), name))
