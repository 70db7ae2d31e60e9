"""Which board an address means: a port, an id, a name, or the only board there is."""

from __future__ import annotations

import asyncio

from jumperwire import config
from jumperwire.board.registry import Listed, Registry
from jumperwire.board.store import BoardStore
from jumperwire.errors import BoardUnknown, NoBoard, SeveralBoards
from jumperwire.transport.address import is_address, parse

AUTO = "auto"
"""The only board on USB."""

REMEMBERED = "auto:remembered"
"""The only board that was added or connected in the editor, whether it is plugged in or not."""


async def list_boards() -> list[Listed]:
    """Return all boards: those on USB first, then those that are remembered, and the virtual one."""
    registry = await asyncio.to_thread(_registry)
    await registry.refresh()
    return registry.boards()


async def choose(address: str) -> tuple[str, str, str]:
    """Return the id, the address and the name of the board that ``address`` means.

    Raises NoBoard, SeveralBoards, BoardUnknown, AddressInvalid.
    """
    address = address.strip()
    if is_address(address) and parse(address).scheme != "serial":
        return address, address, address
    boards = await list_boards()
    if address in (AUTO, REMEMBERED):
        board = _only(address, boards)
    elif found := [each for each in boards if address in (each.id, each.address)]:
        board = found[0]
    elif is_address(address):
        return address, address, address
    elif found := [each for each in boards if address == each.name]:
        board = _only(address, found)
    elif address.startswith("id:"):
        raise BoardUnknown(board=address)
    else:
        parse(address)  # raises an error that lists the forms of addresses
        raise AssertionError(address)
    return board.id, board.address, board.name


def _only(asked: str, boards: list[Listed]) -> Listed:
    wanted = {AUTO: lambda board: board.port is not None, REMEMBERED: lambda board: board.remembered}
    boards = list(filter(wanted.get(asked, bool), boards))
    if not boards:
        raise NoBoard(asked=asked)
    if len(boards) > 1:
        raise SeveralBoards(asked=asked, boards=tuple(board.id for board in boards))
    return boards[0]


def _registry() -> Registry:
    return Registry(BoardStore(config.data_dir() / "boards.json"))
