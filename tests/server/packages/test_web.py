"""Downloads: bounded in size, time and number, of the web only."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import pytest

from jumperwire.errors import DownloadFailed, PackageInvalid
from jumperwire.packages.search import FRESH, Catalog
from jumperwire.packages.web import AT_ONCE, Downloads, together
from packages.index import Index


async def get(url: str, **limits: float) -> bytes:
    return await Downloads(**limits).get(url)  # type: ignore[arg-type]


async def refused(url: str, **limits: float) -> dict[str, str]:
    with pytest.raises(DownloadFailed) as failed:
        await get(url, **limits)
    assert failed.value.facts["url"] == url
    return failed.value.facts


async def test_what_is_there(index: Index) -> None:
    content = bytes(range(256)) * 1000
    url = index.put("a/b", content)
    index.redirects["/moved"] = url
    assert await get(url) == content
    assert await get(f"{index.url}/moved") == content


async def test_what_is_not(index: Index) -> None:
    assert (await refused(f"{index.url}/none"))["status"] == "404"
    index.redirects["/loop"] = f"{index.url}/loop"
    await refused(f"{index.url}/loop")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert "refused" in (await refused(f"http://127.0.0.1:{closed.getsockname()[1]}/"))["cause"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", "x", "", "http://", "http://[::1"]
)
async def test_nothing_but_the_web(url: str, index: Index) -> None:
    await refused(url)
    index.redirects["/away"] = "file:///etc/passwd"
    await refused(f"{index.url}/away")


async def test_limits(index: Index) -> None:
    url = index.put("large", b"x" * 100_000)
    assert "more than 99999 bytes" in (await refused(url, largest=99_999))["cause"]
    index.delay = 0.5
    began = time.monotonic()
    await refused(url, silence=0.1)
    assert time.monotonic() - began < 0.45


async def test_a_server_that_trickles_or_hangs_up() -> None:
    def serve(server: socket.socket, length: int, pause: float) -> None:
        with server.accept()[0] as client:
            client.recv(4096)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length)
            for _ in range(10):
                try:
                    client.sendall(b"x")
                except OSError:
                    return
                time.sleep(pause)

    for length, pause, cause in ((1000, 0.1, "not there after"), (11, 0.0, "too early")):
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=serve, args=[server, length, pause])
            thread.start()
            facts = await refused(f"http://127.0.0.1:{server.getsockname()[1]}/", longest=0.3)
            thread.join()
            assert cause in facts["cause"]


@pytest.mark.parametrize(
    ("scheme", "dripping"),
    [
        ("http", [b"HTTP/1.1 100 Continue\r\n\r\n"]),
        ("http", [b"HTTP/1.1 200 OK\r\nA: ", b"a"]),
        ("http", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"]),
        ("https", [b"\x16\x03\x03\x3f\xff", b"x"]),
    ],
)
async def test_a_server_that_drips_for_ever(scheme: str, dripping: list[bytes]) -> None:
    ended = threading.Event()

    def serve(server: socket.socket) -> None:
        with server.accept()[0] as client:
            client.sendall(dripping[0])
            while not ended.wait(0.02):
                try:
                    client.sendall(dripping[-1])
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=[server])
        thread.start()
        began = time.monotonic()
        facts = await refused(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/", longest=0.3, silence=5.0)
        assert time.monotonic() - began < 3
        assert "not there after" in facts["cause"]
        getting = asyncio.ensure_future(get(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/"))
        await asyncio.sleep(0.1)
        getting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await getting
        ended.set()
        thread.join()


async def test_several_at_a_time_but_not_more(index: Index) -> None:
    index.delay = 0.05
    urls = [index.put(str(number), b"%d" % number) for number in range(3 * AT_ONCE)]

    web = Downloads()
    assert await together([web.get(url) for url in urls]) == [b"%d" % number for number in range(len(urls))]
    assert 1 < index.most_at_once <= AT_ONCE


async def test_one_that_fails_ends_the_others() -> None:
    ended: list[bool] = []

    async def fails() -> None:
        await asyncio.sleep(0.01)
        raise ValueError

    async def waits() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    with pytest.raises(ValueError):  # noqa: PT011
        await together([fails(), waits(), waits()])
    assert ended == [True, True]
    assert await together([]) == []


async def test_search(index: Index) -> None:
    packages = [
        {"name": "log", "version": "1", "description": "writes things down"},
        {"name": "aioble", "version": "0.6", "description": "Bluetooth with asyncio"},
        {"name": "blue", "description": ""},
        {"name": "other"},
    ]
    index.put("index.json", {"v": 2, "packages": packages})

    async def found(text: str) -> list[str]:
        return [entry.name for entry in await Catalog(Downloads()).search(text, index.url)]

    assert await found("blue") == ["blue", "aioble"]
    assert await found("Bluetooth ASYNC") == ["aioble"]
    assert len(await found("")) == 4
    for broken in (b"{}", b"[]", b"x", b'{"packages": [5]}'):
        index.put("index.json", broken)
        with pytest.raises(PackageInvalid):
            await found("")


async def test_a_list_is_downloaded_once_in_a_while(index: Index) -> None:
    now = 0.0

    catalog = Catalog(Downloads(), clock=lambda: now)
    with pytest.raises(DownloadFailed):
        await catalog.search("blue", index.url)
    index.put("index.json", {"packages": [{"name": "blue"}, {"name": "log"}]})
    for text in ("blue", "bl", ""):
        assert (await catalog.search(text, index.url))[0].name == "blue"
    assert index.asked == ["/index.json"] * 2
    index.put("index.json", {"packages": [{"name": "bluer"}]})
    now += FRESH + 1
    assert [entry.name for entry in await catalog.search("blue", index.url)] == ["bluer"]
    with pytest.raises(DownloadFailed):
        await catalog.search("blue", f"{index.url}/other")
