"""Whose turn it is: one operation at a time has the board, and the others wait in order."""

from __future__ import annotations

import asyncio
from collections import deque


class Withdrawn(Exception):
    """A waiting caller will not get its turn any more: see `Turns.withdraw`."""


class Ticket:
    """A place in the queue that others may withdraw."""

    def __init__(self) -> None:
        self.turn: asyncio.Future[None] | None = None
        self.withdrawn = False


class Turns:
    """A fair lock whose waiting tickets can be withdrawn by somebody else."""

    def __init__(self) -> None:
        self.taken = False
        """Whether somebody has the board."""
        self.count = 0
        """The number of turns so far, which identifies a turn."""
        self._waiting: deque[Ticket] = deque()

    async def take(self, ticket: Ticket | None = None) -> None:
        """Wait for the turn. Raises Withdrawn."""
        ticket = ticket or Ticket()
        if ticket.withdrawn:
            raise Withdrawn
        if not self.taken and not self._waiting:
            self.taken = True
            self.count += 1
            return
        ticket.turn = asyncio.get_running_loop().create_future()
        self._waiting.append(ticket)
        try:
            await ticket.turn  # `give_back` leaves it taken
        except asyncio.CancelledError:
            if ticket.turn.done() and not ticket.turn.cancelled() and ticket.turn.exception() is None:
                self.give_back()  # the turn came at the same moment
            raise
        finally:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            ticket.turn = None

    def give_back(self) -> None:
        """End the turn, which passes to the next one in the queue."""
        while self._waiting:
            turn = self._waiting.popleft().turn
            if turn and not turn.done():
                turn.set_result(None)
                self.count += 1
                return
        self.taken = False

    def withdraw(self, ticket: Ticket) -> None:
        """Withdraw a ticket: `take` raises Withdrawn."""
        ticket.withdrawn = True
        if ticket.turn and not ticket.turn.done():
            ticket.turn.set_exception(Withdrawn())
