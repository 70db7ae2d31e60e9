"""``socket://host:port``: a board behind a raw TCP connection."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import re
import socket

from jumperwire.errors import OpenFailed, ResetUnsupported
from jumperwire.transport.address import Address, host_and_port
from jumperwire.transport.stream import BufferedProtocol, LinkTraits, Opened

_PATIENCE = 10.0
"""The time limit for making a connection, in seconds. The system's own limit is minutes."""


class TcpStream:
    """A connected socket."""

    def __init__(self, name: str, transport: asyncio.Transport, protocol: BufferedProtocol) -> None:
        self.name = name
        self._transport = transport
        self._protocol = protocol

    async def read(self) -> bytes:
        """See ByteStream."""
        return await self._protocol.read()

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        self._transport.write(data)
        await self._protocol.drain()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Raise ResetUnsupported, since a plain socket has no modem lines."""
        raise ResetUnsupported(board=self.name)

    async def aclose(self) -> None:
        """Close the stream, as `ByteStream.aclose` says.

        Unsent bytes are dropped, in case the board does not read.
        """
        self._transport.abort()
        await asyncio.wait([self._protocol.closed], timeout=1.0)


async def open_tcp(address: Address) -> Opened:
    """Connect. Raises OpenFailed."""
    host, port = host_and_port(address.rest)
    loop = asyncio.get_running_loop()
    try:
        transport, protocol = await asyncio.wait_for(
            loop.create_connection(lambda: BufferedProtocol(address.text), host, port), _PATIENCE
        )
    except (OSError, asyncio.TimeoutError) as error:
        raise OpenFailed(address=address.text, cause=_cause(error)) from error
    if (sock := transport.get_extra_info("socket")) is not None:
        with contextlib.suppress(OSError):  # not every address family supports it, and it only affects speed
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Opened(TcpStream(address.text, transport, protocol), LinkTraits(loss_free=address.holds_back))


_CAUSES = {
    errno.ECONNREFUSED: "connection refused",
    errno.EHOSTUNREACH: "the host cannot be reached",
    errno.ENETUNREACH: "the network cannot be reached",
    errno.ETIMEDOUT: "no answer in time",
}


def _cause(error: OSError | asyncio.TimeoutError) -> str:
    """Return why there is no connection; asyncio's own words are ``Connect call failed ('::1', 1, 0, 0)``."""
    if isinstance(error, socket.gaierror):
        return "no host has that name" if error.errno == socket.EAI_NONAME else error.strerror or str(error)
    # For a host with several addresses, asyncio joins the texts of all errors.
    found = re.search(r"\[Errno (\d+)\]", str(error))
    number = getattr(error, "errno", None) or (int(found[1]) if found else 0)
    words = _CAUSES.get(number)
    return words or getattr(error, "strerror", None) or str(error) or "no answer in time"
