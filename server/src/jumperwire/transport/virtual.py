"""``virtual:<name>``: the built-in virtual board, a child process that Node runs.

The process's standard output is that of the board. Its input is framed, so that the reset line and the
cable can be simulated over the same pipe on every platform.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path

from jumperwire import config, virtual
from jumperwire.errors import AddressInvalid, NodeMissing, OpenFailed
from jumperwire.transport.address import Address
from jumperwire.transport.child import ChildStream
from jumperwire.transport.claim import Claim, claim
from jumperwire.transport.stream import LinkTraits, Opened
from jumperwire.transport.virtual_address import VirtualAddress, parse_virtual


class VirtualStream(ChildStream):
    """A running virtual board."""

    claim: Claim | None = None
    """Ensures that no other process uses the board."""

    async def write(self, data: bytes) -> None:
        """See ByteStream."""
        await super().write(virtual.frame(virtual.DATA, data))

    async def set_lines(self, *, dtr: bool | None = None, rts: bool | None = None) -> None:
        """Set the lines, as `ByteStream.set_lines` says.

        RTS is the reset line, as on an ESP32: up and down restarts the chip.
        """
        control = {"op": "lines", "dtr": dtr, "rts": rts}
        await super().write(virtual.frame(virtual.CONTROL, json.dumps(control).encode()))

    async def aclose(self) -> None:
        """Close the stream, as `ByteStream.aclose` says.

        The board is free for others as soon as its process is gone.
        """
        try:
            await super().aclose()
        finally:
            if self.claim:
                self.claim.release()


async def open_virtual(address: Address) -> Opened:
    """Start the board.

    Raises NodeMissing, OpenFailed, AddressInvalid, and PortInUse if another process has it.
    """
    wanted = parse_virtual(address.rest)
    node = find_node()
    options = _options(address, wanted)
    await asyncio.to_thread(_ensure_flash, address, options)
    try:
        command = await asyncio.to_thread(virtual.command, node, options)
    except FileNotFoundError as error:
        raise NodeMissing(tried=node) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise OpenFailed(address=address.text, cause=str(error)) from error
    # ELECTRON_RUN_AS_NODE makes VS Code's own program the Node that is inside it; a plain Node ignores it.
    env = {**os.environ, "ELECTRON_RUN_AS_NODE": "1"}
    env.pop("NODE_OPTIONS", None)
    claimed = await claim(config.claim_file(wanted.name), address.text)
    try:
        stream = await VirtualStream.start(address.text, command, env)
    except BaseException:
        claimed.release()
        raise
    stream.claim = claimed
    return Opened(stream, LinkTraits(loss_free=wanted.ring == 0, starts_board=True))


def _ensure_flash(address: Address, options: virtual.VirtualOptions) -> None:
    """Create the folder that is the board's flash, so that errors about it are not attributed to Node."""
    try:
        Path(options.root).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = f"{error.filename or options.root}: {error.strerror or error}"
        raise OpenFailed(address=address.text, cause=cause) from error


def find_node() -> str:
    """Return the Node that the editor names, or the one on PATH. Raises NodeMissing."""
    if named := config.node():
        return named
    if found := shutil.which("node"):
        return found
    raise NodeMissing(tried="node")


def _options(address: Address, wanted: VirtualAddress) -> virtual.VirtualOptions:
    sizes = {"flash_size": wanted.flash, "heap_size": wanted.heap}
    try:
        return virtual.VirtualOptions(
            root=str(config.flash_dir(wanted.name)),
            name=wanted.name,
            baud=wanted.baud,
            ring=wanted.ring,
            latency_ms=wanted.latency,
            raw_paste=wanted.raw_paste,
            stdin_buffer=wanted.stdin_buffer,
            drop_on_reset=wanted.drop_on_reset,
            **{name: size for name, size in sizes.items() if size is not None},
        )
    except ValueError as error:
        raise AddressInvalid(address=address.text, expected=str(error)) from error
