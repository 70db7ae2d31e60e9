"""All boards of this process: found on ports, remembered, or virtual. Each has at most one session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from jumperwire.board import watcher
from jumperwire.board.making import make_session
from jumperwire.board.owner import TaskOwner
from jumperwire.board.session import Session
from jumperwire.board.state import State
from jumperwire.board.store import BoardStore, Remembered
from jumperwire.errors import BoardUnknown
from jumperwire.redaction import redacted
from jumperwire.transport.address import is_address, parse
from jumperwire.transport.opening import open_link
from jumperwire.transport.ports import PortInfo, list_serial_ports
from jumperwire.transport.stream import Opened

DEMO = "virtual:demo"
"""Always listed, so that a new user sees a board."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One board as it is now."""

    id: str
    address: str
    name: str
    scheme: str
    remembered: bool
    present: bool
    port: PortInfo | None
    session: Session | None

    @property
    def state(self) -> State:
        """The session's state, or whether the board is present at all."""
        if self.session and self.session.state not in (State.CLOSED, State.ABSENT):
            return self.session.state
        return State.CLOSED if self.present else State.ABSENT


class Registry:
    """Knows every board by an id that survives unplugging."""

    def __init__(
        self,
        store: BoardStore,
        lister: Callable[[], list[PortInfo]] = list_serial_ports,
        data: Path | None = None,
        opener: Callable[[str], Awaitable[Opened]] = open_link,
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.on_session: Callable[[str, Session], None] = lambda board_id, session: None
        """Called with each new session before it is used."""
        self._store = store
        self._data = data
        self._opener = opener
        self._lister = lister
        self._ports: dict[str, PortInfo] = {}
        self._sessions: dict[str, Session] = {}
        self._tasks = TaskOwner("registry")

    def start(self) -> None:
        """Start watching the ports."""
        self._tasks.spawn(watcher.watch(self._on_ports, self._lister), "ports")

    async def aclose(self) -> None:
        """Free every port."""
        await self._tasks.aclose()
        await asyncio.gather(*(session.disconnect() for session in self._sessions.values()))

    async def refresh(self) -> None:
        """Look at the ports now."""
        self._on_ports(await asyncio.to_thread(self._lister))

    def boards(self) -> list[Listed]:
        """Return serial boards first, then those that were added, then virtual ones, sorted by id."""
        remembered = (board.id for board in self._store.all() if is_address(board.address))
        ids = {*self._ports, *self._sessions, DEMO, *remembered}
        order = {"serial": 0, "socket": 1, "exec": 2, "virtual": 3}
        return sorted(map(self.board, ids), key=lambda board: (order.get(board.scheme, 1), board.id))

    def board(self, board_id: str) -> Listed:
        """Return one board. Raises BoardUnknown."""
        remembered = self._store.get(board_id)
        port = self._ports.get(board_id)
        session = self._sessions.get(board_id)
        if port:
            address = port.device
        elif remembered:
            address = remembered.address
        elif session:
            address = session.address
        elif board_id == DEMO:
            address = DEMO
        else:
            raise BoardUnknown(board=board_id)
        scheme = parse(address).scheme
        return Listed(
            id=board_id,
            address=address,
            name=(remembered.name if remembered else "") or _default_name(address, scheme, port),
            scheme=scheme,
            remembered=remembered is not None,
            present=port is not None or scheme != "serial" or not address.startswith(("/dev/tty", "COM")),
            port=port,
            session=session,
        )

    def add(self, address: str, name: str | None) -> Listed:
        """Remember a board by its address. Raises AddressInvalid."""
        text = parse(address).text
        by_device = {port.device: board_id for board_id, port in self._ports.items()}
        board_id = by_device.get(text, text)
        known = self._store.get(board_id)
        self._store.put(Remembered(board_id, text, name or (known.name if known else "")))
        self.on_change()
        return self.board(board_id)

    async def forget(self, board_id: str) -> None:
        """Disconnect, and list the board only while it is present. Raises BoardUnknown."""
        self.board(board_id)
        if session := self._sessions.pop(board_id, None):
            await session.disconnect()
        self._store.remove(board_id)
        self.on_change()

    def rename(self, board_id: str, name: str) -> Listed:
        """Rename the board; an empty name restores its own. Raises BoardUnknown."""
        board = self.board(board_id)
        self._store.put(Remembered(board_id, board.address, name.strip()[:80]))
        if board.session:
            board.session.board.name = self.board(board_id).name
        self.on_change()
        return self.board(board_id)

    def session(self, board_id: str) -> Session:
        """Return the board's only session, made when it is first asked for. Raises BoardUnknown."""
        if session := self._sessions.get(board_id):
            return session
        board = self.board(board_id)
        session = make_session(
            board.address, board_id=board_id, name=board.name, data=self._data, opener=self._opener
        )
        session.on_change(self.on_change)
        self._sessions[board_id] = session
        self.on_session(board_id, session)
        return session

    async def connect(self, board_id: str) -> Listed:
        """Connect and remember the board. Raises BoardUnknown and the transport's errors."""
        board = self.board(board_id)
        await self.session(board_id).connect()
        if not board.remembered:
            self._store.put(Remembered(board_id, board.address))
        return self.board(board_id)

    def _on_ports(self, ports: list[PortInfo]) -> None:
        self._ports = {port.identity: port for port in ports}
        for board_id, port in self._ports.items():
            if session := self._sessions.get(board_id):
                session.board.address = port.device  # the same board may come back under another name
        self.on_change()


def _default_name(address: str, scheme: str, port: PortInfo | None) -> str:
    device = address.rsplit("/", 1)[-1]
    if port is not None:
        return f"{port.product} ({device})" if port.product else device
    if scheme == "virtual":
        return address.partition(":")[2].partition("?")[0]
    return device if scheme == "serial" else redacted(address)
