"""The state that a session shows: what the board is believed to be doing, judged by what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jumperwire.board.changes import Changes
from jumperwire.board.state import State
from jumperwire.errors import JumperwireError

RUNNING_DELAY = 0.15
"""Seconds without a prompt after which a board is shown as running, so that the state does not flicker."""


class ShownState:
    """Holds the state that is shown; `refresh` determines it anew.

    ``believe`` returns the state that the board seems to be in, or None without a link. RUNNING without a
    program of ours is shown only once ``believe`` has returned it for `running_delay` seconds.
    """

    def __init__(self, changes: Changes, believe: Callable[[], State | None]) -> None:
        self.on_change: Callable[[], None] = lambda: None
        """Called after each change of the state, its fault or its program."""
        self.state = State.CLOSED
        self.fault: JumperwireError | None = None
        self.program: str | None = None
        """The file name of the user's program that is running, or is waiting for its turn."""
        self.running_delay: Callable[[], float] = lambda: RUNNING_DELAY
        self._changes = changes
        self._believe = believe
        self._timer: asyncio.TimerHandle | None = None
        self._told: tuple[State, JumperwireError | None, str | None] = (State.CLOSED, None, None)

    def set(self, state: State, fault: JumperwireError | None = None) -> None:
        """Show ``state``, whatever was believed before; ``fault`` is the reason, if it is an error."""
        self.forget_timer()
        self.fault = fault
        self._show(state)

    def refresh(self) -> None:
        """Show what the board is believed to be doing now."""
        self._changes.note()
        believed = self._believe()
        if believed is None:
            return
        if believed is State.RUNNING and self.program is None and self.state is not State.RUNNING:
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(self.running_delay(), self._delay_passed)
            return
        self.forget_timer()
        self._show(believed)

    def forget_timer(self) -> None:
        """Stop waiting to show RUNNING."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _delay_passed(self) -> None:
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
