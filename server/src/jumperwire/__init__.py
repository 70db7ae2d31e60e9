"""Async sessions, REPL and files for MicroPython boards.

``jumperwire.connect`` and the other names are loaded when they are first used, so importing this package
costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jumperwire.errors import JumperwireError
    from jumperwire.library import (
        Board,
        Files,
        Packages,
        Repl,
        Sync,
        SyncPlan,
        connect,
        list_boards,
    )

__version__ = "0.1.0"

__all__ = [
    "Board",
    "Files",
    "JumperwireError",
    "Packages",
    "Repl",
    "Sync",
    "SyncPlan",
    "__version__",
    "connect",
    "list_boards",
]


def __getattr__(name: str) -> Any:
    """Load a name of the library."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    # By name, so that modules of this package can import the package without importing the library.
    module = import_module("jumperwire.errors" if name == "JumperwireError" else "jumperwire.library")
    return getattr(module, name)
