"""A serial port, through pyserial-asyncio. No other file imports it, so it can be replaced.

Never run by us: macOS, and Windows, where pyserial-asyncio polls.
"""

from __future__ import annotations

import asyncio
import errno
import sys

import serial
import serial_asyncio

from jumperwire.errors import JumperwireError, OpenFailed, PermissionDenied, PortGone, PortInUse
from jumperwire.transport import ports
from jumperwire.transport.address import Address
from jumperwire.transport.stream import BufferedProtocol, LinkTraits, Opened

BAUD_RATE = 115200
_PATIENCE = 5.0
"""The time limit for the system to open a port, in seconds. A Bluetooth port may block for ever."""


class SerialStream:
    """An open port."""

    def __init__(self, name: str, port: serial.Serial, protocol: BufferedProtocol) -> None:
        self.name = name
        self._port = port
        self._protocol = protocol
        self._transport: asyncio.Transport | None = None

    async def start(self) -> None:
        """Begin to read."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await serial_asyncio.connection_for_serial(
            loop, lambda: self._protocol, self._port
        )

    async def read(self) -> bytes:
        """See ByteStream."""
        return await self._protocol.read()

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        assert self._transport
        self._transport.write(data)
        await self._protocol.drain()

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """See ByteStream."""
        if dtr is not None:
            self._port.dtr = dtr
        if rts is not None:
            self._port.rts = rts

    async def aclose(self) -> None:
        """Close the port, as `ByteStream.aclose` says. The port is free when this returns."""
        if self._transport and not self._transport.is_closing():
            self._transport.abort()
        await asyncio.wait([self._protocol.closed], timeout=1.0)
        self._port.close()


async def open_serial(address: Address) -> Opened:
    """Open a port without touching its lines. Raises PortGone, PortInUse, PermissionDenied, OpenFailed.

    The system raises DTR and RTS when a port opens. Both together reset no board, and leaving them alone
    keeps a program running; toggling one of them would reset an ESP32.
    """
    device = address.rest
    opening = asyncio.ensure_future(asyncio.to_thread(_open, device, address.baud or BAUD_RATE))
    try:
        port = await asyncio.wait_for(asyncio.shield(opening), _PATIENCE)
    except asyncio.TimeoutError as error:
        opening.add_done_callback(_close_late)
        raise OpenFailed(address=device, cause=f"the system did not open it in {_PATIENCE:.0f} s") from error
    except asyncio.CancelledError:
        await asyncio.wait([opening], timeout=1.0)  # the next opener must not find the port in use
        if opening.done():
            _close_late(opening)
        else:
            opening.add_done_callback(_close_late)
        raise
    except (serial.SerialException, OSError, ValueError) as error:
        raise await asyncio.to_thread(_translate, device, error) from error
    stream = SerialStream(address.text, port, BufferedProtocol(address.text))
    try:
        await stream.start()
        native = await asyncio.to_thread(ports.is_native_usb, device)
    except BaseException:  # when cancelled, it leaves no port open either
        await stream.aclose()
        raise
    return Opened(stream, LinkTraits(loss_free=native))


def _open(device: str, baud: int) -> serial.Serial:
    # Exclusive, since two readers of one port would each get half of the bytes.
    port = serial.Serial(device, baud, timeout=0, exclusive=True if sys.platform != "win32" else None)
    if sys.platform != "win32":
        _keep_lines_on_close(port)
    return port


def _keep_lines_on_close(port: serial.Serial) -> None:
    """Clear HUPCL, so that the system leaves DTR alone when the port closes, and closing resets nothing."""
    import termios

    try:
        settings = termios.tcgetattr(port.fd)
        settings[2] &= ~termios.HUPCL
        termios.tcsetattr(port.fd, termios.TCSANOW, settings)
    except termios.error as error:
        raise serial.SerialException(str(error)) from error


def _close_late(opening: asyncio.Future[serial.Serial]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _translate(device: str, error: Exception) -> JumperwireError:
    """Translate the system's errors into ours, by one table."""
    number = getattr(error, "errno", None)
    text = str(error)
    if number in (errno.ENOENT, errno.ENXIO, errno.ENODEV) or "FileNotFoundError" in text:
        return PortGone(port=device)
    if number in (errno.EBUSY, errno.EAGAIN) or "exclusively lock" in text or "PermissionError" in text:
        holder = ports.port_holder(device)
        return PortInUse(
            port=device, program=holder.program if holder else "", pid=holder.pid if holder else None
        )
    if number in (errno.EACCES, errno.EPERM):
        group, command = ports.permission_advice(device)
        return PermissionDenied(port=device, group=group, command=command)
    return OpenFailed(address=device, cause=getattr(error, "strerror", None) or text)
