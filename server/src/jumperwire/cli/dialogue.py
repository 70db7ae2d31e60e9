"""Connects a terminal with a session: keys, the board's output, and what is injected."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from jumperwire.board.console import OutputQueue
from jumperwire.board.session import Session
from jumperwire.board.state import Happening, Incident, State, WhenRunning
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.keyboard import Keyboard
from jumperwire.cli.sentences import sentence
from jumperwire.errors import JumperwireError, LinkLost

_KEYS = re.compile(rb"([\x1d\x18\n\x0b])")
_EXIT = (b"\x1d", b"\x18")
_INJECT_CODE, _INJECT_FILE = b"\n", b"\x0b"


class Dialogue:
    """Runs until an exit key is pressed, or until the board is gone for good."""

    def __init__(
        self, session: Session, show: Callable[[bytes], None], code: bytes | None, file: str | None
    ) -> None:
        self._session = session
        self._show = show
        self._code = code
        self._file = file
        self._injected: asyncio.Task[None] | None = None
        self._output_queue = OutputQueue(self._flush_soon)

    async def run(self, keys: Keyboard) -> None:
        """Run the dialogue. Raises LinkLost if the board does not come back."""
        session = self._session
        session.console.attach(self._output_queue)
        session.console.listen(self._report)
        await session.leave(show=True)
        typing = asyncio.ensure_future(self._type_all(keys))
        closed = asyncio.ensure_future(session.wait_for(State.CLOSED))
        try:
            await asyncio.wait([typing, closed], return_when=asyncio.FIRST_COMPLETED)
            if not typing.done() and session.fault:
                raise session.fault
        finally:
            session.console.detach(self._output_queue)
            tasks = [task for task in (typing, closed, self._injected) if task]
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        typing.result()

    async def _type_all(self, keys: Keyboard) -> None:
        while data := await keys.read():
            for part in filter(None, _KEYS.split(data)):
                if part in _EXIT:
                    return
                await self._type(part)

    async def _type(self, keys: bytes) -> None:
        if keys == _INJECT_FILE and self._file is not None:
            await self._inject(self._file)
            return
        try:
            injected = keys == _INJECT_CODE and self._code is not None
            await self._session.type_keys(self._code if injected and self._code else keys)
        except LinkLost:
            self._show(b"\a")  # the link is being opened again

    async def _inject(self, path: str) -> None:
        self._show(f"Injecting {path}\r\n".encode())
        if self._injected is None or self._injected.done():
            self._injected = asyncio.ensure_future(self._run(path))

    async def _run(self, path: str) -> None:
        try:
            source = await asyncio.to_thread(Path(path).read_text, "utf-8")
            await self._session.run(source, path, when_running=WhenRunning.INTERRUPT)
        except (OSError, ValueError) as error:
            self._say(sentence(Failure(Problem.FILE_UNREADABLE, path=path, cause=str(error))))
        except JumperwireError as error:
            self._say(sentence(error))

    def _report(self, incident: Incident) -> None:
        if incident.happening is Happening.LOST and incident.fault:
            self._say(f"{sentence(incident.fault)}; waiting for it")
        elif incident.happening is Happening.RECONNECTED:
            self._say("connected again")

    def _say(self, text: str) -> None:
        self._flush()
        self._show(f"\r\n[{text}]\r\n".encode("utf-8", "backslashreplace"))

    def _flush_soon(self) -> None:
        asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        data, _ = self._output_queue.take()
        if data:
            self._show(data)
