"""What is said when there is no connection to a host."""

from __future__ import annotations

import asyncio
import errno
import socket

import pytest

from jumperwire.errors import OpenFailed
from jumperwire.transport.address import parse
from jumperwire.transport.tcp import open_tcp


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_port_where_nobody_listens_refuses_in_words(host: str) -> None:
    with pytest.raises(OpenFailed) as caught:
        await open_tcp(parse(f"socket://{host}:{_free_port()}"))
    assert caught.value.cause == "connection refused"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(
                f"Multiple exceptions: [Errno {errno.ECONNREFUSED}] Connect call failed ('::1', 1, 0, 0), "
                f"[Errno {errno.ECONNREFUSED}] Connect call failed ('127.0.0.1', 1)"
            ),
            "connection refused",
        ),
        (OSError(errno.EHOSTUNREACH, "Connect call failed ('10.1.2.3', 23)"), "the host cannot be reached"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "no host has that name"),
        (
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
            "Temporary failure in name resolution",
        ),
        (asyncio.TimeoutError(), "no answer in time"),
    ],
    ids=["two addresses", "no way", "no such name", "no name server", "silence"],
)
async def test_other_failures_are_told_in_words(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", fails)
    with pytest.raises(OpenFailed) as caught:
        await open_tcp(parse("socket://board.local:23"))
    assert caught.value.cause == words
