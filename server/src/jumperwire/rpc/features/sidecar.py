"""Methods about the sidecar itself."""

from __future__ import annotations

import platform
import sys

from jumperwire import __version__
from jumperwire.redaction import redacted
from jumperwire.rpc import contract
from jumperwire.rpc.app import App

_LIBRARIES = ("pygls", "lsprotocol", "cattrs", "pyserial", "pyserial-asyncio", "platformdirs")


async def diagnostics(app: App, _: contract.NoParams) -> contract.DiagnosticsResult:
    """Return facts for a bug report."""
    lines = [
        f"jumperwire {__version__}",
        f"python {platform.python_version()} ({sys.executable})",
        f"system {platform.platform()}",
        "libraries " + ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES),
    ]
    for board in app.registry.boards():
        info = board.session.info if board.session else None
        firmware = f", {info.platform} {info.version}" if info else ""
        fault = board.session.fault if board.session else None
        reason = f", {fault.code.value} {fault.facts}" if fault else ""
        where = f"board {redacted(board.id)} at {redacted(board.address)}"
        lines.append(f"{where}: {board.state.value}{firmware}{reason}")
    return contract.DiagnosticsResult(text="\n".join(lines))


def _version(name: str) -> str:
    import importlib.metadata  # takes 20 ms, which not every start should spend

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
