"""The wire contract between editor and sidecar: every type and method, and nothing that does anything.

Imports the standard library and the error codes only. ``npm run contract`` writes the JSON schema and
the TypeScript
types from this file; a gate compares them. On the wire names are camelCase, and unknown keys are
refused. Types used as params may have defaults (the editor may leave the key out); types used as
results and in notifications have none, so that the editor can rely on every key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias

from jumperwire.errors import ErrorCode

# --- what a board is -------------------------------------------------------------------------


class SessionState(str, Enum):
    """Where a board's session is in its life; always with a reason when something went wrong."""

    ABSENT = "absent"
    """Known, but its port is not there."""
    CLOSED = "closed"
    """There, and not connected."""
    OPENING = "opening"
    ATTACHED = "attached"
    """Open, and nothing heard yet: nothing was sent either, so what it does is not known."""
    IDLE = "idle"
    """The prompt was seen."""
    RUNNING = "running"
    """A program of the user runs."""
    BUSY = "busy"
    """An operation of ours holds the board."""
    LOST = "lost"
    """The link broke; it is being opened again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What went wrong, as a code and its facts; the sentence for a person is made by the editor."""

    code: ErrorCode
    facts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsbIds:
    """What the USB descriptors say."""

    vid: int
    pid: int
    serial_number: str | None
    manufacturer: str | None
    product: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardInfo:
    """What the capability probe found out, once per boot. Sizes are in bytes."""

    platform: str
    machine: str
    version: str
    unique_id: str | None
    heap_free: int | None
    flash_total: int | None
    flash_free: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One board as the editor shows it."""

    id: str
    """Stable: ``id:<serial number>`` where USB gives one, else the address."""
    address: str
    """How to open it now: ``/dev/ttyACM0``, ``COM7``, ``virtual:demo``, ``exec:…``."""
    name: str
    kind: Literal["serial", "virtual", "process", "socket"]
    state: SessionState
    fault: Fault | None
    """Why the state is what it is, where something went wrong."""
    remembered: bool
    """Added or connected once by the user, so it is listed even when absent."""
    usb: UsbIds | None
    info: BoardInfo | None
    program: str | None
    """Name of the file that runs, when we started it."""
    mounted: str | None
    """The folder of the PC that is mounted as its working folder."""


# --- params and results ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoParams:
    """For methods that take nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """For methods that answer only that it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardParams:
    """A method about one board."""

    board: str
    """The board's ``id``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardsResult:
    boards: list[Board]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBoardParams:
    address: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameBoardParams:
    board: str
    name: str
    """An empty name goes back to the one the board gives itself."""


class WhenRunning(str, Enum):
    """What an operation does about a program of the user that runs."""

    FAIL = "fail"
    """Answer ``program_running``; the editor asks and tries again."""
    INTERRUPT = "interrupt"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunParams:
    """Run source on the board; its output goes to the board's REPL terminals."""

    board: str
    source: str
    file_name: str
    """Shown in tracebacks in place of ``<stdin>``; a path as the editor would open it."""
    first_line: int = 1
    """Line of the file on which the source begins, so that tracebacks of a selection fit."""
    soft_reset: bool = False
    """Reset the interpreter first, without running main.py."""
    from_mount: bool = False
    """Run it in the mounted folder, with the modules that are there now."""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDone:
    kind: Literal["done"] = "done"
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRaised:
    kind: Literal["raised"] = "raised"
    traceback: str
    """As the terminal showed it, with the file's own name."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInterrupted:
    """Ended by Ctrl-C, by a reset of the board, or because the link went away."""

    kind: Literal["interrupted"] = "interrupted"
    by: Literal["user", "reset", "link"]
    duration_ms: int


RunResult: TypeAlias = RunDone | RunRaised | RunInterrupted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecParams:
    """Run source quietly: the terminals do not see it."""

    board: str
    source: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecResult:
    output: str
    traceback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationParams:
    """A method about one board that needs its prompt."""

    board: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class MountParams:
    """Have a folder of the PC as a file system on the board, which becomes its working folder.

    It is there until ``board/unmount`` or ``board/disconnect``, whatever restarts the board.
    """

    board: str
    folder: str
    """Absolute."""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class InputParams:
    """Keys typed in a REPL terminal."""

    board: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplOpened:
    replay: str
    """The end of what the board said before, so that a new terminal is not empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathParams:
    """A path on a board, absolute, with forward slashes."""

    board: str
    path: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file or folder on a board."""

    name: str
    kind: Literal["file", "folder"]
    size: int
    modified: int | None
    """Seconds since 1970 by the board's clock; None where its file system keeps no times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListResult:
    entries: list[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    base64: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteParams:
    """A file's new content; the old one is whole until the new one is."""

    board: str
    path: str
    base64: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParams:
    """Delete a file, or a folder with all that is in it."""

    board: str
    path: str
    recursive: bool = False
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveParams:
    """Move or copy on the board: ``source`` becomes ``target``, whose folder is made."""

    board: str
    source: str
    target: str
    overwrite: bool = False
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceResult:
    """The file system that a path is on. Sizes are in bytes."""

    total: int
    free: int
    read_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A file or folder of the PC and its counterpart on the board; folders go with all that is in them."""

    local: str
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferParams:
    """Upload or download. Cancelled, whole files stay and nothing half-written does."""

    board: str
    items: list[Transfer]
    token: str = ""
    """Names the ``files/didProgress`` notifications of this transfer."""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferResult:
    files: int
    """Files that were sent."""
    unchanged: int
    """Files that had this content already."""
    size: int
    """Bytes of content that were sent."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectParams:
    """A folder of the PC that has a project file, or could have one; an absolute path."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPair:
    """What goes where."""

    source: str
    """A folder of the PC, absolute."""
    target: str
    """A folder of the board, absolute."""


class Consent(str, Enum):
    """Whether files that are only on the board are deleted by a sync."""

    ASK = "ask"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What follows a sync."""

    kind: Literal["nothing", "softReset", "run"]
    file: str | None
    """What to run: a file of the PC, absolute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a project file says, with the defaults for what it does not."""

    file: str | None
    """The project file; None where there is none."""
    boards: list[str]
    """Ids, addresses or names; empty where the project names none."""
    pairs: list[SyncPair]
    delete: Consent
    on_save: bool
    after: After


@dataclass(frozen=True, slots=True, kw_only=True)
class InitializeParams:
    """Write a project file, with what other tools' files in that folder say."""

    folder: str
    board: str | None = None
    """The board's ``id`` to name in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialized:
    file: str
    imported: list[str]
    """Names of the files of other tools that were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocateParams:
    """Where a file of the PC goes."""

    folder: str
    path: str
    """Absolute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    path: str | None
    """On the board; None where it is not synced."""


class SyncDirection(str, Enum):
    """Which side is made equal to the other one."""

    UPLOAD = "upload"
    DOWNLOAD = "download"


class SyncAction(str, Enum):
    """What a sync does about a path."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DELETE = "delete"
    PROTECTED = "protected"
    """Never changed, whatever the other side has."""
    IGNORED = "ignored"
    CONFLICT = "conflict"
    """Left alone until a person decides."""


class SyncReason(str, Enum):
    """Why."""

    SAME_CONTENT = "sameContent"
    CONTENT_DIFFERS = "contentDiffers"
    ONLY_HERE = "onlyHere"
    """Only on the PC."""
    ONLY_THERE = "onlyThere"
    """Only on the board."""
    DELETED_HERE = "deletedHere"
    """It was synced before, and is no more on the PC."""
    DELETED_THERE = "deletedThere"
    RULE = "rule"
    """A line of the ignore file or of ``protect``."""
    CHANGED_THERE = "changedThere"
    """The board's file is not what was synced last."""
    CHANGED_HERE = "changedHere"
    """The PC's file is not what was synced last; in downloads."""
    NEVER_SYNCED = "neverSynced"
    """Both sides have one, they differ, and neither came from the other."""
    OTHER_KIND = "otherKind"
    """A file on one side, a folder on the other."""
    CASE_CLASH = "caseClash"
    """Another path differs only in case."""
    TWIN = "twin"
    """``x.py`` beside ``x.mpy``: the board would not run the one that is synced."""
    UNSAFE_NAME = "unsafeName"
    """It cannot be a file of that name on the other side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStep:
    """One path of a plan."""

    path: str
    """On the board, absolute."""
    local: str | None
    """On the PC, absolute: where it is, or would be. None where it has no place there."""
    action: SyncAction
    reason: SyncReason
    folder: bool
    size: int
    """Bytes after the sync."""
    old_size: int | None
    """Bytes that are there before; None for nothing."""
    delta: bool
    """Only what differs is sent."""
    compiled: bool
    """The content is what mpy-cross makes of ``local``."""
    other: str | None
    """For a clash: the other path."""
    decidable: bool
    """For a conflict: whether the PC's side may be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRoom:
    """Files that do not fit, on one file system. Sizes are in bytes."""

    place: str
    needed: int
    free: int
    missing: int
    missing_after_deletions: int
    """0: it fits when what the plan deletes goes first."""


class SyncQuestion(str, Enum):
    """What a person should know before a plan is applied."""

    OTHER_BOARD = "otherBoard"
    """Not the board that this project was synced to last."""
    OTHER_PROJECT = "otherProject"
    """The board was last synced from another folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncDoubt:
    question: SyncQuestion
    detail: str
    """The other board, or the other folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlanParams:
    """Look what a sync would do. Nothing is changed."""

    board: str
    folder: str
    direction: SyncDirection = SyncDirection.UPLOAD
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    id: str
    """For ``sync/apply``."""
    board: str
    folder: str
    direction: SyncDirection
    steps: list[SyncStep]
    """By path."""
    room: list[SyncRoom]
    """Empty where all fits."""
    doubts: list[SyncDoubt]
    size: int
    """Bytes of content that are to be sent."""
    wire: int
    """About the bytes that they take on the wire."""
    seconds: float
    """About the time that takes."""


class SyncChoice(str, Enum):
    """What is to be done about a conflict."""

    MINE = "mine"
    """Take the PC's."""
    BOARD = "board"
    """Keep the board's. In downloads: take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncApplyParams:
    """Carry out a plan. What is neither chosen nor consented to is left alone."""

    plan: str
    delete: bool = False
    exclude: list[str] = field(default_factory=list)
    """Paths of steps that are not to be done."""
    choices: dict[str, SyncChoice] = field(default_factory=dict)
    """By the path of the conflict."""
    token: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPushParams:
    """Have these files of the PC on the board as they are now: what saving one does."""

    board: str
    folder: str
    paths: list[str]
    """Absolute. Those that are gone are deleted where ``delete`` says always."""
    token: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    files: int
    """Files that were sent or read."""
    unchanged: int
    deleted: int
    size: int
    """Bytes of content that were sent or read."""
    left: list[str]
    """Paths that need a decision, and were left alone."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSearchParams:
    """Which packages an index has."""

    text: str
    """Words of names and descriptions; empty for all packages."""
    index: str = ""
    """An address; empty for micropython-lib's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPackage:
    name: str
    version: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSearchResult:
    packages: list[IndexedPackage]
    """Those with all the words in their name first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledPackage:
    name: str
    """What it was installed by, without a version."""
    version: str
    """Empty where the package does not tell."""
    files: list[str]
    """Below the folder that it is in."""
    wanted: bool
    """Whether it was asked for, and not only depended on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageInstallParams:
    """Install packages with all that they depend on: all of them, or nothing is changed."""

    board: str
    packages: list[str]
    """Names, ``name@version``, ``github:user/repository``, addresses. None: what is in ``lock``."""
    index: str = ""
    target: str = ""
    """A folder of the board; empty for the first where it looks for libraries."""
    mpy: bool = True
    lock: str = ""
    """A file of the PC in which the installation is written down; empty for none."""
    token: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageInstallResult:
    target: str
    packages: list[InstalledPackage]
    files: int
    """Files that were sent."""
    unchanged: int
    removed: list[str]
    """Files of older versions."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageListParams:
    """What is installed on a board."""

    board: str
    target: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageListResult:
    packages: list[InstalledPackage]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageUninstallParams:
    """Delete a package's files that no other one has."""

    board: str
    package: str
    target: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageUninstallResult:
    removed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsResult:
    """Facts for a bug report, as lines of plain text; no contents of the user's files."""

    text: str


# --- notifications ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputParams:
    """What a board said, for its terminals: UTF-8 decoded across chunks, stray bytes as ``\\xNN``."""

    board: str
    data: str
    skipped: int
    """Bytes left out before ``data`` because the editor did not read in time."""


class ReplEventKind(str, Enum):
    """What a terminal says in one dim line."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    LOST = "lost"
    RECONNECTED = "reconnected"
    RUN_STARTED = "runStarted"
    RUN_ENDED = "runEnded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplEventParams:
    board: str
    kind: ReplEventKind
    detail: str
    """A file name, an address; may be empty."""
    fault: Fault | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressParams:
    """How far a transfer is."""

    token: str
    path: str
    """The file on the board that is being sent or read."""
    files: int
    files_done: int
    size: int
    """Bytes of all files."""
    size_done: int


# --- the two tables --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """A method that is answered."""

    method: str
    params: type
    result: object


@dataclass(frozen=True, slots=True)
class Notification:
    """A method from the sidecar to the editor that is not answered."""

    method: str
    params: type


REQUESTS = (
    Request("boards/list", NoParams, BoardsResult),
    Request("boards/refresh", NoParams, BoardsResult),
    Request("boards/add", AddBoardParams, Board),
    Request("boards/forget", BoardParams, Nothing),
    Request("boards/rename", RenameBoardParams, Board),
    Request("board/connect", BoardParams, Board),
    Request("board/disconnect", BoardParams, Nothing),
    Request("board/run", RunParams, RunResult),
    Request("board/exec", ExecParams, ExecResult),
    Request("board/interrupt", BoardParams, Nothing),
    Request("board/softReset", BoardParams, Nothing),
    Request("board/hardReset", BoardParams, Nothing),
    Request("board/info", OperationParams, BoardInfo),
    Request("board/mount", MountParams, Board),
    Request("board/unmount", OperationParams, Board),
    Request("repl/open", BoardParams, ReplOpened),
    Request("repl/close", BoardParams, Nothing),
    Request("repl/input", InputParams, Nothing),
    Request("repl/paste", InputParams, Nothing),
    Request("files/list", PathParams, ListResult),
    Request("files/read", PathParams, ReadResult),
    Request("files/stat", PathParams, Entry),
    Request("files/write", WriteParams, Nothing),
    Request("files/makeFolder", PathParams, Nothing),
    Request("files/remove", RemoveParams, Nothing),
    Request("files/move", MoveParams, Nothing),
    Request("files/copy", MoveParams, Nothing),
    Request("files/space", PathParams, SpaceResult),
    Request("files/upload", TransferParams, TransferResult),
    Request("files/download", TransferParams, TransferResult),
    Request("project/read", ProjectParams, Project),
    Request("project/initialize", InitializeParams, Initialized),
    Request("sync/locate", LocateParams, Located),
    Request("sync/plan", SyncPlanParams, SyncPlan),
    Request("sync/apply", SyncApplyParams, SyncResult),
    Request("sync/push", SyncPushParams, SyncResult),
    Request("packages/search", PackageSearchParams, PackageSearchResult),
    Request("packages/install", PackageInstallParams, PackageInstallResult),
    Request("packages/list", PackageListParams, PackageListResult),
    Request("packages/uninstall", PackageUninstallParams, PackageUninstallResult),
    Request("sidecar/diagnostics", NoParams, DiagnosticsResult),
)

NOTIFICATIONS = (
    Notification("boards/didChange", BoardsResult),
    Notification("repl/didOutput", OutputParams),
    Notification("repl/didEvent", ReplEventParams),
    Notification("files/didProgress", ProgressParams),
)
