"""``unix:<path>``: a board behind a Unix domain socket, as emulators and relays offer one."""

from __future__ import annotations

import asyncio

from jumperwire.errors import OpenFailed, ResetUnsupported
from jumperwire.transport.address import Address
from jumperwire.transport.stream import BufferedProtocol, LinkTraits, Opened


class UnixSocketStream:
    """The five methods of a `jumperwire.transport.stream.ByteStream`."""

    def __init__(self, name: str, transport: asyncio.Transport, protocol: BufferedProtocol) -> None:
        self.name = name
        self._transport = transport
        self._protocol = protocol

    async def read(self) -> bytes:
        return await self._protocol.read()

    async def write(self, data: bytes) -> None:
        self._transport.write(data)
        await self._protocol.drain()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        raise ResetUnsupported(board=self.name)

    async def aclose(self) -> None:
        self._transport.abort()
        await asyncio.wait([self._protocol.closed], timeout=1.0)


async def open_unix_socket(address: Address) -> Opened:
    """What the entry point names: it is given the parsed address, and returns an open stream."""
    loop = asyncio.get_running_loop()
    try:
        transport, protocol = await asyncio.wait_for(
            loop.create_unix_connection(lambda: BufferedProtocol(address.text), address.rest), 10
        )
    except (OSError, asyncio.TimeoutError) as error:
        raise OpenFailed(address=address.text, cause=str(error) or "no answer in time") from error
    return Opened(UnixSocketStream(address.text, transport, protocol), LinkTraits())
