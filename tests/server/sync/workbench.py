"""A workspace beside a real board, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from board.sessions import connected, usable

from jumperwire.board.lease import Lease
from jumperwire.filesystem import remote
from jumperwire.sync import project
from jumperwire.sync.apply import Decisions, Outcome, apply_plan
from jumperwire.sync.prepare import Direction, Prepared, prepare
from jumperwire.sync.push import Pushed, push

ALL = Decisions(delete=True)


class Workbench:
    """A board, and a workspace beside it."""

    def __init__(self, board: Lease, folder: Path, address: str) -> None:
        self.board, self.folder, self.address = board, folder, address

    def put(self, **files: str | bytes) -> None:
        """Files by their paths, with ``__`` for a slash and ``_`` before the suffix for a dot."""
        for name, content in files.items():
            self.write(name.replace("__", "/").replace("_py", ".py").replace("_txt", ".txt"), content)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    async def plan(self, direction: Direction = Direction.UPLOAD) -> Prepared:
        return await prepare(self.board, self.address, project.read(self.folder, trusted=True), direction)

    async def sync(self, decisions: Decisions = ALL, direction: Direction = Direction.UPLOAD) -> Outcome:
        return await apply_plan(self.board, await self.plan(direction), decisions)

    async def push(self, *names: str) -> Outcome:
        return (await self.pushed(*names)).outcome

    async def pushed(self, *names: str) -> Pushed:
        return await push(
            self.board,
            self.address,
            project.read(self.folder, trusted=True),
            [self.folder / n for n in names],
        )

    async def there(self) -> dict[str, bytes]:
        """All files of the board."""
        entries = await remote.walk(self.board, "/")
        return {
            entry.name: await remote.read_file(self.board, f"/{entry.name}")
            for entry in entries
            if not entry.folder
        }


@asynccontextmanager
async def on(address: str, folder: Path, before: str = "") -> AsyncIterator[Workbench]:
    """A board without files and a workspace beside it; ``before`` runs on the board first."""
    (folder / "work").mkdir()
    async with connected(address) as (session, _):
        async with session.lease() as board:
            assert (await board.exec(before)).error == b""
            for entry in await remote.list_folder(board, "/"):
                await remote.remove(board, f"/{entry.name}", recursive=True)
            yield Workbench(board, folder / "work", address)
        await usable(session)


def actions(prepared: Prepared) -> dict[str, str]:
    return {step.path: step.action.value for step in prepared.plan.steps}
