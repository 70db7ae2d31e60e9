"""The classes of the library with the same methods, each of which blocks until it is done."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from jumperwire.board.registry import Listed
from jumperwire.board.state import State, WhenRunning
from jumperwire.library import board as awaitable
from jumperwire.library import choosing, connecting, files, packages, repl, syncing
from jumperwire.library.background_loop import BACKGROUND_LOOP
from jumperwire.library.choosing import AUTO
from jumperwire.library.options import Busy

P = ParamSpec("P")
T = TypeVar("T")


def _waits(
    method: Callable[Concatenate[Any, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[_Waiting, P], T]:
    def wait(self: _Waiting, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return BACKGROUND_LOOP.wait(method(self._inner, *args, **kwargs))

    return cast("Callable[Concatenate[_Waiting, P], T]", functools.update_wrapper(wait, method))


class _Waiting:
    def __init__(self, inner: Any) -> None:
        self._inner = inner


class Files(_Waiting):
    """`Board.fs`."""

    list = _waits(files.Files.list)
    walk = _waits(files.Files.walk)
    stat = _waits(files.Files.stat)
    exists = _waits(files.Files.exists)
    read = _waits(files.Files.read)
    write = _waits(files.Files.write)
    upload = _waits(files.Files.upload)
    download = _waits(files.Files.download)
    mkdir = _waits(files.Files.mkdir)
    remove = _waits(files.Files.remove)
    rename = _waits(files.Files.rename)
    copy = _waits(files.Files.copy)
    touch = _waits(files.Files.touch)
    space = _waits(files.Files.space)
    sha256 = _waits(files.Files.sha256)


class Sync(_Waiting):
    """`Board.sync`."""

    plan = _waits(syncing.Sync.plan)
    apply = _waits(syncing.Sync.apply)
    __call__ = _waits(syncing.Sync.__call__)


class Packages(_Waiting):
    """`Board.packages`."""

    install = _waits(packages.Packages.install)
    freeze = _waits(packages.Packages.freeze)
    list = _waits(packages.Packages.list)
    uninstall = _waits(packages.Packages.uninstall)


class Repl(_Waiting):
    """A terminal: ``with board.repl() as repl``, and ``for data in repl``."""

    read = _waits(repl.Repl.read)
    read_until = _waits(repl.Repl.read_until)
    write = _waits(repl.Repl.write)
    paste = _waits(repl.Repl.paste)

    @property
    def skipped(self) -> int:
        """The number of bytes that were missed."""
        return int(self._inner.skipped)

    def __enter__(self) -> Repl:
        BACKGROUND_LOOP.wait(self._inner.__aenter__())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        BACKGROUND_LOOP.wait(self._inner.__aexit__(kind, error, traceback))

    def __iter__(self) -> Repl:
        return self

    def __next__(self) -> bytes:
        if data := self.read():
            return data
        raise StopIteration


class Board(_Waiting):
    """Made by `connect`. Threads may use it at the same time; callbacks are called in another thread."""

    def __init__(self, inner: awaitable.Board) -> None:
        super().__init__(inner)
        self.id = inner.id
        """The id by which it is remembered when it is unplugged."""
        self.fs = Files(inner.fs)
        """The board's files."""
        self.sync = Sync(inner.sync)
        """Syncs the board with folders of the PC."""
        self.packages = Packages(inner.packages)
        """The packages installed on the board."""

    info = _waits(awaitable.Board.info)
    exec = _waits(awaitable.Board.exec)
    eval = _waits(awaitable.Board.eval)
    run = _waits(awaitable.Board.run)
    interrupt = _waits(awaitable.Board.interrupt)
    reset = _waits(awaitable.Board.reset)
    mount = _waits(awaitable.Board.mount)
    umount = _waits(awaitable.Board.umount)
    close = _waits(awaitable.Board.close)

    @property
    def name(self) -> str:
        """The board's name in errors."""
        return str(self._inner.name)

    @property
    def address(self) -> str:
        """The board's address."""
        return str(self._inner.address)

    @property
    def state(self) -> State:
        """The state that the board is believed to be in."""
        return State(self._inner.state)

    def repl(self) -> Repl:
        """Return a terminal on the board."""
        return Repl(self._inner.repl())

    def __enter__(self) -> Board:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def connect(address: str = AUTO, *, when_running: Busy = WhenRunning.FAIL) -> Board:
    """Connect to a board, as `jumperwire.connect` does. Use it in a ``with`` block, or call `Board.close`."""

    async def opened() -> Board:
        return Board(await connecting.connect(address, when_running=when_running))

    return BACKGROUND_LOOP.wait(opened())


def list_boards() -> list[Listed]:
    """Return all boards, as `jumperwire.list_boards` does."""
    return BACKGROUND_LOOP.wait(choosing.list_boards())
