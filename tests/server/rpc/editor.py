"""An editor at the other end of the wire: in this process, or as the parent of a sidecar."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import jumperwire.rpc
from jumperwire.board.registry import Registry
from jumperwire.board.store import BoardStore
from jumperwire.rpc.server import Server

PATIENCE = 20.0
HEADER = re.compile(rb"Content-Length: (\d+)\r\nContent-Type: [^\r\n]+\r\n\r\n")
SCHEMA = json.loads((Path(jumperwire.rpc.__file__).parent / "contract.schema.json").read_text("utf-8"))


class RequestFailed(Exception):
    """The answer was an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error)
        self.number: int = error["code"]
        self.data: dict[str, Any] = error.get("data") or {}


class Editor:
    """Sends requests, and keeps what was notified. ``send`` takes the bytes to the sidecar."""

    def __init__(self) -> None:
        self.notified: list[tuple[str, dict[str, Any]]] = []
        self.unasked: list[dict[str, Any]] = []
        """Answers without an id that was asked with."""
        self.rubbish = b""
        self._heard = b""
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self._news = asyncio.Event()

    def send(self, data: bytes) -> None:
        raise NotImplementedError

    def hear(self, data: bytes) -> None:
        """Bytes from the sidecar."""
        self._heard += data
        while found := HEADER.match(self._heard):
            end = found.end() + int(found[1])
            if len(self._heard) < end:
                break
            message = json.loads(self._heard[found.end() : end])
            self._heard = self._heard[end:]
            assert message["jsonrpc"] == "2.0"
            if "method" in message:
                self.notified.append((message["method"], message["params"]))
            elif (answer := self._answers.pop(message.get("id"), None)) is not None:
                answer.set_result(message)
            else:
                self.unasked.append(message)
        self._news.set()

    def post(self, message: object) -> None:
        """Send any message, well-formed or not."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.send(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def begin(self, method: str, params: object = None) -> tuple[int, asyncio.Future[dict[str, Any]]]:
        """Send a request; its number and its answer."""
        self._number += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[self._number] = answer
        self.post({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number, answer

    async def ask(self, method: str, **params: object) -> Any:
        """The result of a request, checked against the contract's schema. Raises RequestFailed."""
        _, answer = self.begin(method, params)
        return result(await asyncio.wait_for(answer, PATIENCE))

    async def until_answered(self) -> dict[str, Any]:
        """The first answer to what nobody asked with a number."""

        await self.until(lambda: bool(self.unasked))
        return self.unasked[0]

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for something among what was heard."""

        async def look() -> None:
            while not done():
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(look(), PATIENCE)

    async def until_notified(self, method: str, **wanted: object) -> dict[str, Any]:
        """The first notification of this kind that has these values."""
        return await asyncio.wait_for(self._until_notified(method, wanted), PATIENCE)

    async def until_shown(self, board: str, text: str) -> str:
        """Wait until a board's terminal shows ``text``."""

        async def look() -> str:
            while text not in (seen := self.shown(board)):
                self._news.clear()
                await self._news.wait()
            return seen

        return await asyncio.wait_for(look(), PATIENCE)

    def shown(self, board: str) -> str:
        """What a terminal of a board shows, with LF line ends."""
        pieces = [p["data"] for m, p in self.notified if m == "repl/didOutput" and p["board"] == board]
        return "".join(pieces).replace("\r\n", "\n")

    async def _until_notified(self, method: str, wanted: dict[str, object]) -> dict[str, Any]:
        while True:
            for name, params in self.notified:
                if name == method and wanted.items() <= params.items():
                    return params
            self._news.clear()
            await self._news.wait()


def result(message: dict[str, Any]) -> Any:
    """What an answer holds. Raises RequestFailed."""
    if "error" in message:
        raise RequestFailed(message["error"])
    return message["result"]


def fits(value: object, name: str) -> bool:
    """Whether a value is one of the contract's type ``name``, as the published schema has it."""
    return bool(_validator(name).is_valid(value))


@functools.cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{name}"})


class InProcess(Editor):
    """An editor and a server in one process; ``reading`` is whether it takes what it is sent."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.waiting = 0
        self.reading = True
        self._unread: list[bytes] = []
        self.server = Server(Registry(BoardStore(home / "boards.json"), lister=list), self)

    def send(self, data: bytes) -> None:
        self.server.incoming.feed(data)

    def write(self, data: bytes) -> None:
        """The server's way to here."""
        self.waiting += len(data)
        self._unread.append(data)
        if self.reading:
            asyncio.get_running_loop().call_soon(self.read_on)

    def close(self) -> None:
        """Nothing more comes."""

    def read_on(self) -> None:
        """Take what waits."""
        self.reading = True
        unread, self._unread = self._unread, []
        for data in unread:
            self.waiting -= len(data)
            self.hear(data)
        if unread:
            self.server.app.editor_reads()


@asynccontextmanager
async def served(home: Path) -> AsyncIterator[InProcess]:
    """A server that remembers its boards below ``home``."""
    editor = InProcess(home)
    serving = asyncio.ensure_future(editor.server.run())
    try:
        yield editor
    finally:
        editor.server.incoming.feed_eof()
        await asyncio.wait_for(serving, PATIENCE)


class Child(Editor):
    """The parent of a real sidecar."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        super().__init__()
        self.process = process
        self.reader = asyncio.ensure_future(self._read())

    def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while data := await self.process.stdout.read(1 << 16):
            self.hear(data)


@asynccontextmanager
async def sidecar(home: Path) -> AsyncIterator[Child]:
    """A sidecar of its own, with its files below ``home``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "jumperwire",
        "serve",
        "--stdio",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "JUMPERWIRE_HOME": str(home)},
    )
    child = Child(process)
    try:
        yield child
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await child.reader
        assert process.stderr is not None
        await process.stderr.read()
        process._transport.close()  # type: ignore[attr-defined]  # else it warns of what it closes itself
        await asyncio.sleep(0)
