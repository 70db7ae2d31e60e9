"""The sidecar's server: one editor on one stream."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
from collections.abc import Callable, Coroutine
from typing import Any

from cattrs import Converter
from pygls.exceptions import JsonRpcException
from pygls.server import JsonRPCServer

from jumperwire import __version__, config
from jumperwire.board.registry import Registry
from jumperwire.board.store import BoardStore
from jumperwire.errors import JumperwireError
from jumperwire.filesystem import mount
from jumperwire.rpc import stdio
from jumperwire.rpc.app import App
from jumperwire.rpc.features import HANDLERS, Handler
from jumperwire.rpc.framing import FrameReader, TooLarge
from jumperwire.rpc.outbox import Writer
from jumperwire.rpc.protocol import INTERNAL_ERROR, Protocol, WireError
from jumperwire.rpc.wire import make_wire_converter

log = logging.getLogger(__name__)

_GRACE = 1.0
"""Seconds that boards get to be closed when the editor has gone."""


class Server(JsonRPCServer):
    """Feed it what the editor sends; it answers through its writer. Not bound to any stream."""

    protocol: Protocol

    def __init__(self, registry: Registry, writer: Writer) -> None:
        super().__init__(Protocol, make_wire_converter)
        self.ended = asyncio.Event()
        self.app = App(registry, self._notify, writer)
        self._registry = registry
        self._frames = FrameReader()
        self.protocol.set_writer(_PyglsWriter(writer))
        for method, handler in HANDLERS.items():
            self.feature(method)(_answering(self.app, handler, self.protocol._converter))
        self._register_lifecycle()

    def receive(self, data: bytes) -> None:
        """Bytes from the editor; none at all means that it has gone."""
        if not data:
            self.ended.set()
            return
        for message in self._frames.feed(data):
            if isinstance(message, TooLarge):
                self.protocol.refuse(None, WireError(message.error))
            else:
                self.protocol.receive(message)

    async def run(self) -> None:
        """Serve until the editor goes, then free every port."""
        self._registry.start()
        await self.ended.wait()
        await asyncio.wait([asyncio.ensure_future(self._leave())], timeout=_GRACE)

    async def _leave(self) -> None:
        sessions = [board.session for board in self._registry.boards() if board.session]
        await asyncio.gather(*map(mount.end, sessions))
        await self._registry.aclose()

    def _notify(self, method: str, params: Any) -> None:
        self.protocol.notify(method, self.protocol._converter.unstructure(params))

    def _register_lifecycle(self) -> None:
        """What every language client says to every server."""

        def initialize(params: Any) -> dict[str, Any]:
            return {"capabilities": {}, "serverInfo": {"name": "jumperwire", "version": __version__}}

        def ignore(params: Any) -> None:
            return None

        def leave(params: Any) -> None:
            self.ended.set()

        self.feature("initialize")(initialize)
        for method in ("initialized", "shutdown", "$/setTrace"):
            self.feature(method)(ignore)
        self.feature("exit")(leave)


class _PyglsWriter:
    """pygls' idea of a writer over ours."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        self._writer.write(data)

    def close(self) -> None:
        return None


def _answering(app: App, handler: Handler, converter: Converter) -> Callable[[Any], Coroutine[Any, Any, Any]]:
    """The handler as pygls calls it: results as JSON, errors as the wire carries them."""
    result_type = inspect.signature(handler, eval_str=True).return_annotation

    async def answer(params: Any) -> Any:
        try:
            return converter.unstructure(await handler(app, params), unstructure_as=result_type)
        except JumperwireError as error:
            log.info("%s", error)
            raise WireError(error) from error
        except JsonRpcException:
            raise
        except Exception as error:  # our mistake: the editor is told, the log has the stack
            log.exception("a request failed")
            raise WireError(JumperwireError(detail=repr(error)), INTERNAL_ERROR) from error

    return answer


def serve_stdio() -> None:
    """Serve the editor that started this process, until it goes."""
    asyncio.run(_serve(stdio.claim_stdout()))


async def _serve(wire: int) -> None:
    loop = asyncio.get_running_loop()
    data = config.data_dir()
    registry = Registry(BoardStore(data / "boards.json"), journal=data / "transfers", notes=data / "ways")
    writer = stdio.FdWriter(wire, loop, lambda: server.app.editor_reads(), lambda: server.receive(b""))
    server = Server(registry, writer)
    stdio.read_from(0, server.receive, loop)
    await server.run()
    writer.close(0.2)
    log.info("the editor has gone")
    logging.shutdown()
    os._exit(0)  # the reader's thread may wait for ever in a read that nothing can interrupt
