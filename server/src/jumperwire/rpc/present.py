"""From domain types to wire types: the only place that builds the contract's types from those of lower
layers.
"""

from __future__ import annotations

import re
from typing import Literal

from jumperwire.board.registry import Listed
from jumperwire.board.state import RunEnd, RunOutcome
from jumperwire.device.reply import BoardInfo, FolderEntry
from jumperwire.errors import JumperwireError
from jumperwire.filesystem import mount
from jumperwire.filesystem.outgoing import Progress, Summary
from jumperwire.packages.installed import Installed
from jumperwire.packages.mip import Installation
from jumperwire.redaction import redacted
from jumperwire.rpc import contract
from jumperwire.sync.apply import Outcome
from jumperwire.sync.estimate import is_delta
from jumperwire.sync.plan import Reason, Step
from jumperwire.sync.prepare import Direction, Prepared, Question
from jumperwire.sync.push import Pushed

Kind = Literal["serial", "virtual", "process", "socket"]
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte; a board can only produce them with an escape."""

_KINDS: dict[str, Kind] = {"serial": "serial", "virtual": "virtual", "exec": "process", "socket": "socket"}
"""Schemes of other packages count as sockets, that is, as something that is reached in some way."""


def fault(error: JumperwireError | None) -> contract.Fault | None:
    """Return an error as code and facts."""
    return contract.Fault(code=error.code, facts=dict(error.facts)) if error else None


def board(listed: Listed) -> contract.Board:
    """Convert a board."""
    session, port = listed.session, listed.port
    return contract.Board(
        id=listed.id,
        address=redacted(listed.address),
        name=listed.name,
        kind=_KINDS.get(listed.scheme, "socket"),
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
        mounted=str(folder) if session and (folder := mount.entered(session)) else None,
    )


def info(known: BoardInfo) -> contract.BoardInfo:
    """Convert what the probe found."""
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
    """Convert how a run ended."""
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
    """Convert what a transfer did."""
    return contract.TransferResult(
        files=done.files, unchanged=done.unchanged, size=done.size, duration_ms=round(done.seconds * 1000)
    )


def progress(token: str, now: Progress) -> contract.ProgressParams:
    """Convert the progress of a transfer."""
    return contract.ProgressParams(
        token=token,
        path=shown(now.path),
        files=now.files,
        files_done=now.files_done,
        size=now.size,
        size_done=now.size_done,
    )


_REASONS = {
    Reason.SAME_CONTENT: contract.SyncReason.SAME_CONTENT,
    Reason.CONTENT_DIFFERS: contract.SyncReason.CONTENT_DIFFERS,
    Reason.RULE: contract.SyncReason.RULE,
    Reason.NEVER_SYNCED: contract.SyncReason.NEVER_SYNCED,
    Reason.OTHER_KIND: contract.SyncReason.OTHER_KIND,
    Reason.CASE_CLASH: contract.SyncReason.CASE_CLASH,
    Reason.PACKAGE: contract.SyncReason.PACKAGE,
    Reason.TWIN: contract.SyncReason.TWIN,
    Reason.UNSAFE_NAME: contract.SyncReason.UNSAFE_NAME,
}
_BY_DIRECTION = {
    Direction.UPLOAD: {
        Reason.ONLY_IN_SOURCE: contract.SyncReason.ONLY_HERE,
        Reason.ONLY_IN_TARGET: contract.SyncReason.ONLY_THERE,
        Reason.DELETED_IN_SOURCE: contract.SyncReason.DELETED_HERE,
        Reason.DELETED_IN_TARGET: contract.SyncReason.DELETED_THERE,
        Reason.TARGET_CHANGED: contract.SyncReason.CHANGED_THERE,
    },
    Direction.DOWNLOAD: {
        Reason.ONLY_IN_SOURCE: contract.SyncReason.ONLY_THERE,
        Reason.ONLY_IN_TARGET: contract.SyncReason.ONLY_HERE,
        Reason.DELETED_IN_SOURCE: contract.SyncReason.DELETED_THERE,
        Reason.DELETED_IN_TARGET: contract.SyncReason.DELETED_HERE,
        Reason.TARGET_CHANGED: contract.SyncReason.CHANGED_HERE,
    },
}


def plan(
    identity: str, params: contract.SyncPlanParams, prepared: Prepared, loss_free: bool
) -> contract.SyncPlan:
    """Convert a plan, with its cost."""
    wire, seconds = prepared.cost(loss_free=loss_free)
    without, after = (
        {short.place: short for short in prepared.short(work)}
        for work in (
            prepared.plan.work(delete=False),
            prepared.plan.work(delete=True, room_first=True),
        )
    )
    return contract.SyncPlan(
        id=identity,
        board=params.board,
        folder=params.folder,
        direction=params.direction,
        first=prepared.first,
        steps=[_step(prepared, step) for step in prepared.plan.steps],
        room=[
            contract.SyncRoom(
                place=short.place,
                needed=short.needed,
                free=short.free,
                missing=short.missing,
                missing_after_deletions=after[place].missing if place in after else 0,
            )
            for place, short in without.items()
        ],
        doubts=[
            contract.SyncDoubt(question=_QUESTIONS[doubt.question], detail=doubt.detail)
            for doubt in prepared.doubts
        ],
        size=sum(len(file.data) for file in prepared.sent),
        wire=wire,
        seconds=seconds,
    )


_QUESTIONS = {
    Question.OTHER_BOARD: contract.SyncQuestion.OTHER_BOARD,
    Question.OTHER_PROJECT: contract.SyncQuestion.OTHER_PROJECT,
}


def _step(prepared: Prepared, step: Step) -> contract.SyncStep:
    reason = _REASONS.get(step.reason) or _BY_DIRECTION[prepared.direction][step.reason]
    found = prepared.here.get(step.path)
    where = prepared.local(step.path)
    outgoing = prepared.outgoing.get(step.path)
    return contract.SyncStep(
        path=shown(step.path),
        local=str(where) if where else None,
        action=contract.SyncAction(step.action.value),
        reason=reason,
        folder=step.folder,
        size=step.source.size if step.source else 0,
        old_size=step.target.size if step.target and not step.target.folder else None,
        delta=outgoing is not None and is_delta(outgoing),
        compiled=found is not None and found.compiled,
        other=next(iter(step.clash.others), None) if step.clash else None,
        decidable=step.decidable,
    )


def outcome_of_sync(done: Outcome) -> contract.SyncResult:
    """Convert what a sync did."""
    return contract.SyncResult(
        files=done.files,
        unchanged=done.unchanged,
        deleted=done.deleted,
        size=done.size,
        left=[shown(path) for path in done.left],
        duration_ms=round(done.seconds * 1000),
    )


def pushed(done: Pushed) -> contract.SyncPushResult:
    """What sending a few files did."""
    return contract.SyncPushResult(
        result=outcome_of_sync(done.outcome),
        same=[shown(path) for path in done.same],
        deleted=[shown(path) for path in done.deleted],
    )


def package(installed: Installed) -> contract.InstalledPackage:
    """Convert an installed package."""
    return contract.InstalledPackage(
        name=installed.name, version=installed.version, files=list(installed.files), wanted=installed.wanted
    )


def installation(done: Installation) -> contract.PackageInstallResult:
    """Convert what an installation did.

    The list of packages, which is sent as well, is not counted as a file.
    """
    return contract.PackageInstallResult(
        target=done.target,
        packages=[package(each) for each in done.packages],
        files=sum(len(each.files) for each in done.packages) - len(done.unchanged),
        unchanged=len(done.unchanged),
        removed=done.removed,
        duration_ms=round(done.summary.seconds * 1000),
    )


def entry(item: FolderEntry) -> contract.Entry:
    """Convert an entry of a folder; a stray byte in its name becomes ``\\xNN``."""
    return contract.Entry(
        name=shown(item.name),
        kind="folder" if item.folder else "file",
        size=item.size,
        modified=item.modified,
    )


def shown(path: str) -> str:
    """Return a path for the editor: a stray byte becomes ``\\xNN``, half of a character ``\\uNNNN``."""
    whole = _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", path)
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
