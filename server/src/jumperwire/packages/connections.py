"""The connections of one download, which can be closed from outside, since a server may send a byte now
and then.

The standard library has a time limit for each read, but none for all of them: neither for the TLS
handshake nor for the head of an answer, which any number of other answers may precede.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import urllib.request
from functools import partial
from typing import Any


class Connections:
    """The open connections of one download."""

    def __init__(self) -> None:
        self.ended = False
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []

    def opened(self, connection: socket.socket) -> None:
        """Add a connection. It is closed at once if `end` has been called."""
        with self._lock:
            self._open.append(connection.dup())  # TLS replaces this socket by another
        if self.ended:
            self.end()

    def end(self) -> None:
        """Close all connections, which also ends the waits for them."""
        self.ended = True
        with self._lock:
            ending, self._open = self._open, []
        for connection in ending:
            with contextlib.suppress(OSError):  # the other end may have closed it
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def handlers(connections: Connections) -> list[urllib.request.BaseHandler]:
    """Return handlers for http and https that report their connections."""
    return [_Http(connections), _Https(connections)]


class _Http(urllib.request.HTTPHandler):
    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_told, http.client.HTTPConnection, self._connections), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_told, http.client.HTTPSConnection, self._connections), req)


def _told(
    kind: type[http.client.HTTPConnection], connections: Connections, host: str, **options: Any
) -> http.client.HTTPConnection:
    """Open a connection and report its socket before TLS begins on it."""
    made = kind(host, **options)

    def connect(*arguments: Any, **named: Any) -> socket.socket:
        connection = socket.create_connection(*arguments, **named)
        connections.opened(connection)
        return connection

    made._create_connection = connect  # type: ignore[attr-defined]  # http.client's own seam, since 3.2
    return made
