"""The sidecar's server: one editor on one stream, and the boards that it uses."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import threading
from functools import partial

from pygls.io_ import run_async
from pygls.lsp.server import LanguageServer

from jumperwire import __version__, config
from jumperwire.board.registry import Registry
from jumperwire.board.store import BoardStore
from jumperwire.errors import MessageTooLarge
from jumperwire.filesystem import mount
from jumperwire.rpc import stdio
from jumperwire.rpc.app import App
from jumperwire.rpc.dispatch import Incoming, Protocol, WireError, answering
from jumperwire.rpc.features import HANDLERS
from jumperwire.rpc.outbox import Writer
from jumperwire.rpc.wire import make_wire_converter

log = logging.getLogger(__name__)

_GRACE = 1.0
"""Seconds that boards get to be closed after the editor has gone."""


class Server(LanguageServer):
    """Feed ``incoming`` with what the editor sends. Answers go through its writer, whatever the stream is."""

    protocol: Protocol

    def __init__(self, registry: Registry, writer: Writer) -> None:
        super().__init__(
            "jumperwire", __version__, protocol_cls=Protocol, converter_factory=make_wire_converter
        )
        self.incoming = Incoming()
        self.ended = self.protocol.ended
        self.app = App(registry, self.protocol.notify, writer)
        self._registry = registry
        self.protocol.set_writer(writer)
        for method, handler in HANDLERS.items():
            result_type = inspect.signature(handler, eval_str=True).return_annotation
            answer = answering(partial(handler, self.app), result_type, self.protocol._converter)
            self.feature(method)(answer)

    async def run(self) -> None:
        """Serve until the editor goes, then free every port."""
        self._registry.start()
        reading = asyncio.ensure_future(self._read())
        goodbye = asyncio.ensure_future(self.ended.wait())
        await asyncio.wait([reading, goodbye], return_when=asyncio.FIRST_COMPLETED)
        reading.cancel()
        goodbye.cancel()
        leaving = asyncio.ensure_future(self._leave())
        done, _ = await asyncio.wait([leaving, reading, goodbye], timeout=_GRACE)
        for task in (leaving, reading):
            if task in done and not task.cancelled() and (error := task.exception()):
                log.error("serving did not end well", exc_info=error)
        if leaving not in done:
            log.warning("boards did not close in %g s", _GRACE)

    async def _read(self) -> None:
        """Dispatch messages until the editor closes its end of the stream."""
        never = threading.Event()  # serving ends by cancelling this
        while True:
            try:
                await run_async(never, self.incoming, self.protocol, error_handler=self.protocol.unreadable)
            except MessageTooLarge as error:
                self.protocol.refuse(None, WireError(error))
            except asyncio.IncompleteReadError:
                return
            else:
                return

    async def _leave(self) -> None:
        sessions = [board.session for board in self._registry.boards() if board.session]
        await asyncio.gather(*map(mount.end, sessions))
        await self._registry.aclose()

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log an error of pygls itself.

        Errors of handlers have been reported to the editor, and are not logged again.
        """
        if not isinstance(error, WireError):
            log.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)


def serve_stdio() -> None:
    """Serve the editor that started this process, until it goes."""
    asyncio.run(_serve(stdio.claim_stdout()))


async def _serve(wire: int) -> None:
    loop = asyncio.get_running_loop()
    data = config.data_dir()
    registry = Registry(BoardStore(data / "boards.json"), data=data)
    writer = stdio.FdWriter(wire, loop, lambda: server.app.editor_reads(), lambda: server.ended.set())
    server = Server(registry, writer)
    server.incoming.read_from(0, loop)
    await server.run()
    writer.close(0.2)
    log.info("the editor has gone")
    logging.shutdown()
    os._exit(0)  # the reader's thread may be waiting for ever in a read that nothing can interrupt
