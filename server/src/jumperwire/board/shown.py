"""The state that a session shows: what the board is believed to do, found by what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jumperwire.board.changes import Changes
from jumperwire.board.state import State
from jumperwire.errors import JumperwireError

SETTLE = 0.15
"""Seconds without a prompt after which a board counts as running, so that no state flickers."""


class ShownState:
    """Holds the state; `refresh` finds it anew. ``believe`` tells it, and None without a link.

    RUNNING without a program of ours is shown only when it has been believed for a moment.
    """

    def __init__(self, changes: Changes, believe: Callable[[], State | None]) -> None:
        self.on_change: Callable[[], None] = lambda: None
        """Called after each change of the state, its fault or its program."""
        self.state = State.CLOSED
        self.fault: JumperwireError | None = None
        self.program: str | None = None
        """The file name of the user's program that runs, or waits for its turn to."""
        self.settle: Callable[[], float] = lambda: SETTLE
        self._changes = changes
        self._believe = believe
        self._timer: asyncio.TimerHandle | None = None
        self._told: tuple[State, JumperwireError | None, str | None] = (State.CLOSED, None, None)

    def set(self, state: State, fault: JumperwireError | None = None) -> None:
        """Show this, whatever was believed; ``fault``: why it is so."""
        self.forget_timer()
        self.fault = fault
        self._show(state)

    def refresh(self) -> None:
        """Show what the board does now."""
        self._changes.note()
        believed = self._believe()
        if believed is None:
            return
        if believed is State.RUNNING and self.program is None and self.state is not State.RUNNING:
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(self.settle(), self._settled)
            return
        self.forget_timer()
        self._show(believed)

    def forget_timer(self) -> None:
        """Believe nothing later that was believed before."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _settled(self) -> None:
        self._timer = None
        if (believed := self._believe()) is not None:
            self._show(believed)

    def _show(self, state: State) -> None:
        self.state = state
        self._changes.note()
        shown = (state, self.fault, self.program)
        if shown != self._told:
            self._told = shown
            self.on_change()
