"""pygls' JSON-RPC dispatch, with an answer to every request: also to one that does not parse."""

from __future__ import annotations

import json
import logging
from typing import Any

from cattrs import BaseValidationError, Converter
from lsprotocol.types import CANCEL_REQUEST, CancelParams
from pygls.exceptions import JsonRpcException, JsonRpcMethodNotFound
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCProtocol, JsonRPCRequestMessage
from pygls.server import JsonRPCServer

from jumperwire.errors import JumperwireError, MethodUnknown, RequestInvalid
from jumperwire.rpc import contract
from jumperwire.rpc.wire import explain

log = logging.getLogger(__name__)

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
OUR_ERROR = -32001
"""The one code of our own errors; ``data`` says which."""

LIFECYCLE = ("initialize", "initialized", "shutdown", "exit", "$/setTrace")
_PARAMS: dict[str, type] = {request.method: request.params for request in contract.REQUESTS}


class WireError(JsonRpcException):
    """An error as JSON-RPC carries it: a code of its own, and ours with facts as data."""

    def __init__(self, error: JumperwireError, code: int = OUR_ERROR) -> None:
        super().__init__(str(error), code, {"code": error.code.value, "facts": error.facts})


class Protocol(JsonRPCProtocol):
    """Parses a body, answers what is wrong with it, and dispatches the rest."""

    def __init__(self, server: JsonRPCServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self._structure = converter.structure

    def receive(self, body: bytes) -> None:
        """One message from the editor. Never raises."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            self.refuse(None, WireError(RequestInvalid(detail=f"not JSON: {error}"), PARSE_ERROR))
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self.refuse(_id(data), WireError(RequestInvalid(detail="not JSON-RPC 2.0"), INVALID_REQUEST))
            return
        method = data.get("method")
        if not isinstance(method, str):
            if "result" not in data and "error" not in data:
                self.refuse(_id(data), WireError(RequestInvalid(detail="no method"), INVALID_REQUEST))
            return
        self._dispatch(data, method)

    def refuse(self, msg_id: Any, error: JsonRpcException) -> None:
        """Answer with an error."""
        log.info("request %s refused: %s", msg_id, error)
        self._send_response(msg_id, None, error.to_response_error())

    def _dispatch(self, data: dict[str, Any], method: str) -> None:
        is_request = "id" in data
        if is_request and _id(data) is None:
            self.refuse(None, WireError(RequestInvalid(detail="id is no string or number"), INVALID_REQUEST))
            return
        try:
            params = self._params(method, data.get("params"))
        except (BaseValidationError, TypeError, ValueError, KeyError) as error:
            if is_request:
                detail = f"{method}: {explain(error)}"
                self.refuse(_id(data), WireError(RequestInvalid(detail=detail), INVALID_PARAMS))
            return
        except JsonRpcMethodNotFound:
            if is_request:
                self.refuse(_id(data), WireError(MethodUnknown(method=method[:200]), METHOD_NOT_FOUND))
            return
        if is_request:
            self.handle_message(JsonRPCRequestMessage(data["id"], method, self.VERSION, params))
        else:
            self.handle_message(JsonRPCNotification(method, self.VERSION, params))

    def _params(self, method: str, params: Any) -> Any:
        if method == CANCEL_REQUEST:
            return CancelParams(id=params["id"])
        if method in LIFECYCLE:
            return params
        if method not in _PARAMS:
            raise JsonRpcMethodNotFound.of(method)
        if params is not None and not isinstance(params, dict):
            raise TypeError("params must be an object")
        return self._structure(params or {}, _PARAMS[method])


def _id(data: Any) -> str | int | None:
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
