"""What the features share: the boards, the way to the editor, and which REPLs it listens to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from jumperwire.board.interface import Told
from jumperwire.board.registry import Registry
from jumperwire.board.state import Incident
from jumperwire.filesystem.outgoing import Progress
from jumperwire.packages.search import Catalog
from jumperwire.packages.web import Downloads
from jumperwire.rpc import contract, present
from jumperwire.rpc.outbox import HIGH_WATER, OutputPump, Writer
from jumperwire.rpc.plans import Plans

_COALESCE = 0.02
"""Seconds in which changes of boards are combined into one notification."""

_PROGRESS = 0.05
"""Seconds between two reports of progress."""


class App:
    """The boards as one editor sees them."""

    def __init__(self, registry: Registry, notify: Callable[[str, Any], None], writer: Writer) -> None:
        self.registry = registry
        self._notify = notify
        self._writer = writer
        self._pumps: dict[str, OutputPump] = {}
        self._pending: asyncio.TimerHandle | None = None
        self._next_progress = ("", 0.0)
        self.plans = Plans()
        self.catalog = Catalog(Downloads())
        self._sent: contract.BoardsResult | None = None
        registry.on_change = self.boards_changed
        registry.on_session = self._watch_session

    def boards(self) -> contract.BoardsResult:
        """Return all boards as they are now."""
        return contract.BoardsResult(boards=[present.board(board) for board in self.registry.boards()])

    def boards_changed(self) -> None:
        """Notify the editor soon."""
        if self._pending is None:
            self._pending = asyncio.get_running_loop().call_later(_COALESCE, self._send_boards)

    def editor_reads(self) -> None:
        """Send output that waited, since the editor has read something."""
        for pump in self._pumps.values():
            pump.try_flush()

    def open_repl(self, board_id: str) -> str:
        """Begin to send a board's output, and return the end of its earlier output."""
        session = self.registry.session(board_id)
        if board_id not in self._pumps:
            pump = OutputPump(
                board_id,
                partial(self._notify, "repl/didOutput"),
                lambda: self._writer.waiting < HIGH_WATER,
            )
            session.console.attach(pump.output_queue)
            self._pumps[board_id] = pump
        else:
            self._pumps[board_id].flush()
        return session.console.scrollback.decode("utf-8", "backslashreplace")

    def progress(self, params: contract.ProgressParams) -> None:
        """Report the progress of a transfer to the editor.

        Its beginning and its end are always sent; what is between, at most every 50 ms, and only while
        the editor reads.
        """
        now = asyncio.get_running_loop().time()
        token, due = self._next_progress
        edge = params.token != token or params.files_done == params.files
        if params.token and (edge or now >= due) and self._writer.waiting < HIGH_WATER:
            self._next_progress = (params.token, now + _PROGRESS)
            self._notify("files/didProgress", params)

    def teller(self, token: str) -> Callable[[Progress], None]:
        """Return a callback that reports the progress of the transfer with this token."""
        return lambda progress: self.progress(present.progress(token, progress))

    def close_repl(self, board_id: str) -> None:
        """Stop sending a board's output."""
        if pump := self._pumps.pop(board_id, None):
            self.registry.session(board_id).console.detach(pump.output_queue)
            pump.close()

    def _watch_session(self, board_id: str, session: Told) -> None:
        session.console.listen(lambda incident: self._report(board_id, incident))

    def _report(self, board_id: str, incident: Incident) -> None:
        if pump := self._pumps.get(board_id):
            pump.flush()
        self._notify(
            "repl/didEvent",
            contract.ReplEventParams(
                board=board_id,
                kind=contract.ReplEventKind(incident.happening.value),
                detail=incident.detail,
                fault=present.fault(incident.fault),
                outcome=present.outcome(incident.outcome) if incident.outcome else None,
            ),
        )

    def _send_boards(self) -> None:
        self._pending = None
        boards = self.boards()
        if boards != self._sent:
            self._sent = boards
            self._notify("boards/didChange", boards)
