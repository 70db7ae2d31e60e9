"""Domain to wire: the only place that builds the contract's types from what the layers below know."""

from __future__ import annotations

from typing import Literal

from jumperwire.board.registry import Listed
from jumperwire.board.state import RunEnd, RunOutcome
from jumperwire.device.reply import BoardInfo, FolderEntry
from jumperwire.errors import JumperwireError
from jumperwire.filesystem.outgoing import Progress, Summary
from jumperwire.rpc import contract

Kind = Literal["serial", "virtual", "process", "socket"]
_KINDS: dict[str, Kind] = {"serial": "serial", "virtual": "virtual", "exec": "process", "socket": "socket"}


def fault(error: JumperwireError | None) -> contract.Fault | None:
    """An error as code and facts."""
    return contract.Fault(code=error.code, facts=dict(error.facts)) if error else None


def board(listed: Listed) -> contract.Board:
    """One board."""
    session, port = listed.session, listed.port
    return contract.Board(
        id=listed.id,
        address=listed.address,
        name=listed.name,
        kind=_KINDS[listed.scheme],
        state=contract.SessionState(listed.state.value),
        fault=fault(session.fault) if session else None,
        remembered=listed.remembered,
        usb=contract.UsbIds(
            vid=port.vid or 0,
            pid=port.pid or 0,
            serial_number=port.serial_number,
            manufacturer=port.manufacturer,
            product=port.product,
        )
        if port
        else None,
        info=info(session.info) if session and session.info else None,
        program=session.program if session else None,
    )


def info(known: BoardInfo) -> contract.BoardInfo:
    """What the probe found."""
    return contract.BoardInfo(
        platform=known.platform,
        machine=known.machine,
        version=known.version,
        unique_id=known.unique_id,
        heap_free=known.heap_free,
        flash_total=known.flash_total,
        flash_free=known.flash_free,
    )


def outcome(run: RunOutcome) -> contract.RunResult:
    """How a run ended."""
    duration = round(run.seconds * 1000)
    if run.end is RunEnd.DONE:
        return contract.RunDone(duration_ms=duration)
    if run.end is RunEnd.RAISED:
        return contract.RunRaised(traceback=run.traceback, duration_ms=duration)
    by: dict[RunEnd, Literal["user", "reset", "link"]] = {
        RunEnd.INTERRUPTED: "user",
        RunEnd.RESET: "reset",
        RunEnd.LINK: "link",
    }
    return contract.RunInterrupted(by=by[run.end], duration_ms=duration)


def summary(done: Summary) -> contract.TransferResult:
    """What a transfer did."""
    return contract.TransferResult(
        files=done.files, unchanged=done.unchanged, size=done.size, duration_ms=round(done.seconds * 1000)
    )


def progress(token: str, now: Progress) -> contract.ProgressParams:
    """How far it is."""
    return contract.ProgressParams(
        token=token,
        path=_shown(now.path),
        files=now.files,
        files_done=now.files_done,
        size=now.size,
        size_done=now.size_done,
    )


def entry(item: FolderEntry) -> contract.Entry:
    """One entry of a folder; a stray byte of its name as ``\\xNN``."""
    return contract.Entry(
        name=_shown(item.name),
        kind="folder" if item.folder else "file",
        size=item.size,
        modified=item.modified,
    )


def _shown(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
