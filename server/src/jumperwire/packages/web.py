"""Downloads with the standard library, in threads, with a limit for everything."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Coroutine, Sequence
from http.client import HTTPException
from typing import Any, Protocol, TypeVar

from jumperwire import __version__
from jumperwire.errors import DownloadFailed
from jumperwire.packages.connections import Connections, handlers

T = TypeVar("T")

AT_ONCE = 8
"""The number of downloads at the same time."""

LARGEST = 16 << 20
"""The size limit of one download, in bytes."""

SILENCE = 15.0
"""Seconds without a byte after which a server counts as gone."""

LONGEST = 120.0
"""The time limit of one download, in seconds."""

_CHUNK = 1 << 16


class Web(Protocol):
    """A source of packages."""

    async def get(self, url: str) -> bytes:
        """Return the content at ``url``. Raises DownloadFailed."""


class Downloads:
    """The web itself: http and https only, even after redirects."""

    def __init__(self, *, largest: int = LARGEST, silence: float = SILENCE, longest: float = LONGEST) -> None:
        self._largest = largest
        self._silence = silence
        self._longest = longest
        self._turn = asyncio.Semaphore(AT_ONCE)

    @staticmethod
    def _opener(connections: Connections) -> urllib.request.OpenerDirector:
        opener = urllib.request.OpenerDirector()
        opener.addheaders = [("User-Agent", f"jumperwire/{__version__}")]
        for handler in (
            urllib.request.ProxyHandler(),
            *handlers(connections),
            urllib.request.HTTPRedirectHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
        ):
            opener.add_handler(handler)
        return opener

    async def get(self, url: str) -> bytes:
        """Download a file, as `Web.get` says.

        Its connections are closed when it is cancelled or takes too long.
        """
        connections = Connections()
        async with self._turn:
            over = asyncio.get_running_loop().call_later(self._longest, connections.end)
            try:
                return await asyncio.to_thread(self._get, url, connections)
            finally:
                over.cancel()
                connections.end()

    def _get(self, url: str, connections: Connections) -> bytes:
        try:
            return self._read(url, connections)
        except urllib.error.HTTPError as error:
            error.close()
            raise DownloadFailed(url=url, status=error.code, cause=error.reason) from error
        except (OSError, HTTPException, ValueError) as error:
            if connections.ended:
                late = f"not there after {self._longest:.0f} s"
                raise DownloadFailed(url=url, status=None, cause=late) from error
            cause = getattr(error, "reason", None) or error
            words = getattr(cause, "strerror", None) or str(cause) or type(error).__name__
            raise DownloadFailed(url=url, status=None, cause=words) from error

    def _read(self, url: str, connections: Connections) -> bytes:
        answer = self._opener(connections).open(url, timeout=self._silence)
        if answer is None:
            raise ValueError("not an address of the web")
        data = bytearray()
        with answer:
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > self._largest:
                    raise ValueError(f"more than {self._largest} bytes")
            if (answer.length or 0) > 0:
                raise ValueError("it ended too early")
        if connections.ended:  # half a head counts as one
            raise ValueError("closed")
        return bytes(data)


async def together(works: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Return all results. If one fails, or this is cancelled, the others are ended first."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        raise
