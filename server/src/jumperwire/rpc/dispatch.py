"""From the editor's bytes to the handlers.

pygls frames, dispatches and manages the life cycle, with lsprotocol's types. It does not answer messages
that do not parse or fit, and trusts every length and id; this module handles those cases.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any

from cattrs import BaseValidationError, Converter
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcMethodNotFound
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCRequestMessage

from jumperwire.errors import Internal, JumperwireError, MessageTooLarge, MethodUnknown, RequestInvalid
from jumperwire.rpc import contract
from jumperwire.rpc.wire import explain

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

log = logging.getLogger(__name__)

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
OUR_ERROR = -32001
"""The only code of our own errors; ``data`` has the details."""

LIMIT = 64 << 20
"""The largest message that is read, in bytes: an upload of a large file, in base64."""

LONGEST_LINE = 4096
"""The longest line of a header, in bytes."""

_CHUNK = 1 << 16
_LIFE_CYCLE = (lsp.INITIALIZE, lsp.INITIALIZED, lsp.SHUTDOWN, lsp.EXIT, lsp.SET_TRACE)
_PARAMS: dict[str, type] = {request.method: request.params for request in contract.REQUESTS}


class WireError(JsonRpcException):
    """An error in the form of JSON-RPC: a code, and our own code with its facts as data."""

    def __init__(self, error: JumperwireError, code: int = OUR_ERROR) -> None:
        super().__init__(str(error), code, {"code": error.code.value, "facts": error.facts})


class Incoming:
    """The editor's bytes, as pygls reads them: by lines, and by messages of plausible size."""

    def __init__(self) -> None:
        self._stream = asyncio.StreamReader(LONGEST_LINE)
        self.feed = self._stream.feed_data
        self.feed_eof = self._stream.feed_eof

    async def readline(self) -> bytes:
        """Return a line of a header; empty at the end."""
        try:
            return await self._stream.readline()
        except ValueError:  # longer than the limit: asyncio has dropped it
            return b"?\n"

    async def readexactly(self, n: int) -> bytes:
        """Return a message. Raises MessageTooLarge after skipping one."""
        if n <= LIMIT:
            return await self._stream.readexactly(n)
        left = n
        while left and (skipped := await self._stream.read(min(left, _CHUNK))):
            left -= len(skipped)
        raise MessageTooLarge(size=n, limit=LIMIT)

    def read_from(self, fd: int, loop: asyncio.AbstractEventLoop) -> None:
        """Read ``fd`` to its end in a thread, since on Windows asyncio cannot wait for the pipes of a
        parent.
        """

        def work() -> None:
            try:
                while data := _read(fd):
                    loop.call_soon_threadsafe(self.feed, data)
                loop.call_soon_threadsafe(self.feed_eof)
            except RuntimeError:
                return  # the loop has ended before this thread

        threading.Thread(target=work, name="wire reader", daemon=True).start()


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, _CHUNK)
    except OSError:
        return b""  # on Windows, this means that the editor is gone


class Protocol(LanguageServerProtocol):
    """Checks a message, answers if it is invalid, and otherwise lets pygls dispatch it."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.ended = asyncio.Event()
        """Is set when the editor announces that it exits."""
        for method in set(self.fm.builtin_features).difference(_LIFE_CYCLE):
            del self.fm.builtin_features[method]  # of documents, which only concern the editor

    @lsp_method(lsp.SHUTDOWN)
    def lsp_shutdown(self, *_: object) -> Generator[Any, Any, None]:
        """Accept no more requests. Those under way continue, and so does a program on a board."""
        self._shutdown = True
        yield from ()

    @lsp_method(lsp.EXIT)
    def lsp_exit(self, *_: object) -> Generator[Any, Any, None]:
        """Only announce the end: the server frees the boards first, and then ends the process."""
        self.ended.set()
        yield from ()

    def structure_message(self, data: dict[str, Any]) -> dict[str, Any]:
        """Called for each object in the JSON, of which only the outermost is a message: see
        `handle_message`.
        """
        return data

    def handle_message(self, message: Any) -> None:
        """Handle one message from the editor, which may be any JSON. Never raises."""
        try:
            checked = self._checked(message)
        except WireError as error:
            if not isinstance(message, dict) or "id" in message or "method" not in message:
                self.refuse(_id(message), error)
        else:
            if checked is not None:
                super().handle_message(checked)

    def refuse(self, msg_id: str | int | None, error: WireError) -> None:
        """Answer with an error."""
        log.info("request %s refused: %s", msg_id, error)
        answer = {"jsonrpc": self.VERSION, "id": msg_id, "error": error.to_response_error()}
        self._send_data(answer)  # not as lsprotocol's message, which omits an id that is null

    def unreadable(self, error: Exception, _: object) -> None:
        """Called by pygls if a message is not JSON at all."""
        self.refuse(None, WireError(RequestInvalid(detail=f"not JSON: {error}"), PARSE_ERROR))

    def _checked(self, message: Any) -> Any:
        """Return the message in the form for pygls; None if it can be ignored. Raises WireError."""
        if not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            raise WireError(RequestInvalid(detail="not JSON-RPC 2.0"), INVALID_REQUEST)
        method = message.get("method")
        if not isinstance(method, str):
            if "result" in message or "error" in message:
                return None  # an answer, although nothing was asked
            raise WireError(RequestInvalid(detail="no method"), INVALID_REQUEST)
        if "id" in message and _id(message) is None:
            raise WireError(RequestInvalid(detail="id is no string or number"), INVALID_REQUEST)
        try:
            return self._structured(message, method)
        except (BaseValidationError, JsonRpcInvalidParams, TypeError, ValueError, KeyError) as error:
            detail = f"{method}: {explain(error)}"
            raise WireError(RequestInvalid(detail=detail), INVALID_PARAMS) from error
        except JsonRpcMethodNotFound as error:
            raise WireError(MethodUnknown(method=method[:200]), METHOD_NOT_FOUND) from error

    def _structured(self, message: dict[str, Any], method: str) -> Any:
        params = message.get("params")
        if method == lsp.CANCEL_REQUEST:
            if (asked := _id(params)) is None:
                raise TypeError("id is no string or number")
            return lsp.CancelNotification(lsp.CancelParams(asked))
        if method == lsp.INITIALIZE:
            # What the editor can do with documents is nothing to us, and takes long to read: some 200 types.
            message = {**message, "params": {"processId": None, "rootUri": None, "capabilities": {}}}
        if method in _LIFE_CYCLE:
            return super().structure_message(message)
        if method not in _PARAMS:
            raise JsonRpcMethodNotFound.of(method)
        if params is not None and not isinstance(params, dict):
            raise TypeError("params must be an object")
        structured: object = self._converter.structure(params or {}, _PARAMS[method])
        if "id" in message:
            return JsonRPCRequestMessage(message["id"], method, self.VERSION, structured)
        return JsonRPCNotification(method, self.VERSION, structured)


def answering(
    handler: Callable[[Any], Awaitable[object]], result_type: object, converter: Converter
) -> Callable[[Any], Coroutine[Any, Any, Any]]:
    """Return the handler in the form for pygls, with results as JSON and errors as WireError."""

    async def answer(params: Any) -> Any:
        try:
            return converter.unstructure(await handler(params), unstructure_as=result_type)
        except JumperwireError as error:
            log.info("%s", error)
            raise WireError(error) from error
        except Exception as error:  # a bug of ours: the editor is told, and the log has the stack
            log.exception("a request failed")
            raise WireError(Internal(detail=repr(error)), INTERNAL_ERROR) from error

    return answer


def _id(message: object) -> str | int | None:
    found = message.get("id") if isinstance(message, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
