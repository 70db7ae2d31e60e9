"""The wire contract between editor and sidecar: all types and methods, and no behaviour.

It imports only the standard library and the error codes. ``npm run contract`` writes the JSON schema and the
TypeScript types from this file, and a check compares them. On the wire, names are camelCase, and unknown keys
are refused. Types used as params may have defaults, so that the editor may omit keys. Types used in results
and notifications have none, so that the editor can rely on every key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias

from jumperwire.errors import ErrorCode

# --- what a board is -------------------------------------------------------------------------


class SessionState(str, Enum):
    """The state of a board's session, always with a reason if something went wrong."""

    ABSENT = "absent"
    """Known, but its port does not exist."""
    CLOSED = "closed"
    """Its port exists, but it is not connected."""
    OPENING = "opening"
    ATTACHED = "attached"
    """Connected; nothing was heard or sent, so it is unknown what the board is doing."""
    IDLE = "idle"
    """The prompt was seen."""
    RUNNING = "running"
    """A program of the user is running."""
    BUSY = "busy"
    """An operation of ours is using the board."""
    LOST = "lost"
    """The link broke; it is being opened again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What went wrong, as a code and its facts. The editor makes the sentence for the user."""

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
    """What the capability probe found, once per boot. Sizes are in bytes."""

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
    """Stable: ``id:<serial number>`` if USB gives one, otherwise the address."""
    address: str
    """How to open it now: ``/dev/ttyACM0``, ``COM7``, ``virtual:demo``, ``exec:…``."""
    name: str
    kind: Literal["serial", "virtual", "process", "socket"]
    state: SessionState
    fault: Fault | None
    """Why the state is what it is, if something went wrong."""
    remembered: bool
    """Whether the user has added or connected it, so that it is listed even while absent."""
    usb: UsbIds | None
    info: BoardInfo | None
    program: str | None
    """The name of the file that is running, if we started it."""
    mounted: str | None
    """The folder of the PC that is mounted as its current directory."""


# --- params and results ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoParams:
    """For methods without params."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """For methods that only answer when they are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardParams:
    """For a method about one board."""

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
    """An empty name restores the board's own name."""


class WhenRunning(str, Enum):
    """What an operation does if a program of the user is running."""

    FAIL = "fail"
    """Answer ``program_running``; the editor asks the user and tries again."""
    INTERRUPT = "interrupt"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunParams:
    """Run source on the board; its output goes to the board's REPL terminals."""

    board: str
    source: str
    file_name: str
    """Shown in tracebacks in place of ``<stdin>``: a path that the editor can open."""
    first_line: int = 1
    """The line of the file on which the source begins, so that tracebacks of a selection are right."""
    soft_reset: bool = False
    """Restart the interpreter first, without running main.py."""
    fresh: bool = False
    """Let it import modules from files as they are now, whatever an earlier program has imported."""
    from_mount: bool = False
    """Run it in the mounted folder, and as with ``fresh``."""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDone:
    kind: Literal["done"] = "done"
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRaised:
    kind: Literal["raised"] = "raised"
    traceback: str
    """The traceback as the terminal showed it, with the name of the file."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInterrupted:
    """Ended by Ctrl-C, by a reset of the board, or because the link was lost."""

    kind: Literal["interrupted"] = "interrupted"
    by: Literal["user", "reset", "link"]
    duration_ms: int


RunResult: TypeAlias = RunDone | RunRaised | RunInterrupted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecParams:
    """Run source quietly, without showing it in terminals."""

    board: str
    source: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecResult:
    output: str
    traceback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationParams:
    """For a method about one board that needs its prompt."""

    board: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class MountParams:
    """Mount a folder of the PC as a file system on the board, and make it the current directory there.

    The mount lasts until ``board/unmount`` or ``board/disconnect``, across restarts of the board.
    """

    board: str
    folder: str
    """An absolute path."""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class InputParams:
    """Keys typed in a REPL terminal."""

    board: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplOpened:
    replay: str
    """The end of the board's earlier output, so that a new terminal is not empty."""


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
    """Seconds since 1970 by the board's clock; None if its file system stores no times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListResult:
    entries: list[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    base64: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteParams:
    """A file's new content. The old content stays complete until the new one is."""

    board: str
    path: str
    base64: str
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParams:
    """Delete a file, or a folder with everything in it."""

    board: str
    path: str
    recursive: bool = False
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveParams:
    """Move or copy on the board: ``source`` becomes ``target``, whose folder is created."""

    board: str
    source: str
    target: str
    overwrite: bool = False
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceResult:
    """The space of the file system that a path is on. Sizes are in bytes."""

    total: int
    free: int
    read_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A file or folder of the PC and its counterpart on the board. Folders include everything in them."""

    local: str
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferParams:
    """Upload or download. After a cancellation, complete files stay, and no half-written file does."""

    board: str
    items: list[Transfer]
    token: str = ""
    """Identifies the ``files/didProgress`` notifications of this transfer."""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferResult:
    files: int
    """The number of files that were sent."""
    unchanged: int
    """The number of files that had this content already."""
    size: int
    """Bytes of content that were sent."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectParams:
    """A folder of the PC that has a project file, or could have one; an absolute path."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPair:
    """A folder of the PC and its counterpart on the board."""

    source: str
    """A folder of the PC, as an absolute path."""
    target: str
    """A folder of the board, as an absolute path."""


class Consent(str, Enum):
    """Whether a sync deletes files that exist only on the board."""

    ASK = "ask"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What happens after a sync."""

    kind: Literal["nothing", "softReset", "run"]
    file: str | None
    """The file of the PC to run, as an absolute path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The contents of a project file, with default values for missing keys."""

    file: str | None
    """The project file; None if there is none."""
    boards: list[str]
    """Ids, addresses or names; empty if the project names none."""
    pairs: list[SyncPair]
    delete: Consent
    on_save: bool
    after: After


@dataclass(frozen=True, slots=True, kw_only=True)
class InitializeParams:
    """Write a project file, taking over what other tools' files in that folder say."""

    folder: str
    board: str | None = None
    """The ``id`` of the board to name in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialized:
    file: str
    imported: list[str]
    """Names of the files of other tools that were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocateParams:
    """Find out where a file of the PC belongs on the board."""

    folder: str
    path: str
    """An absolute path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    path: str | None
    """The path on the board; None if the file is not synced."""


class SyncDirection(str, Enum):
    """Which side is made to match the other one."""

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
    """Left alone until the user decides."""


class SyncReason(str, Enum):
    """Why a sync does what it does about a path."""

    SAME_CONTENT = "sameContent"
    CONTENT_DIFFERS = "contentDiffers"
    ONLY_HERE = "onlyHere"
    """Only on the PC."""
    ONLY_THERE = "onlyThere"
    """Only on the board."""
    DELETED_HERE = "deletedHere"
    """It was synced before, and does not exist on the PC any more."""
    DELETED_THERE = "deletedThere"
    RULE = "rule"
    """A line of the ignore file or of ``protect`` matches."""
    CHANGED_THERE = "changedThere"
    """The board's file is not the one that was synced last."""
    CHANGED_HERE = "changedHere"
    """The PC's file is not the one that was synced last; in downloads."""
    NEVER_SYNCED = "neverSynced"
    """Both sides have such a file, they differ, and neither came from the other."""
    OTHER_KIND = "otherKind"
    """A file on one side, a folder on the other."""
    CASE_CLASH = "caseClash"
    """Another path differs only in case."""
    PACKAGE = "package"
    """It belongs to an installed package."""
    TWIN = "twin"
    """``x.py`` beside ``x.mpy``: the board would not run the one that is synced."""
    UNSAFE_NAME = "unsafeName"
    """The other side does not allow a file of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStep:
    """One path of a plan."""

    path: str
    """The path on the board, absolute."""
    local: str | None
    """The path on the PC, absolute, even if it does not exist yet. None if it has no place there."""
    action: SyncAction
    reason: SyncReason
    folder: bool
    size: int
    """The size after the sync, in bytes."""
    old_size: int | None
    """The size before the sync, in bytes; None if the file does not exist."""
    delta: bool
    """Whether only the differences are sent."""
    compiled: bool
    """Whether the content is the compiled form of ``local``."""
    other: str | None
    """For a clash: the other path."""
    decidable: bool
    """Whether the PC's side may be taken: in a conflict, or for once over a protected file that differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRoom:
    """Files that do not fit, on one file system. Sizes are in bytes."""

    place: str
    needed: int
    free: int
    missing: int
    missing_after_deletions: int
    """The bytes that are missing if deletions are done first; 0 if the files then fit."""


class SyncQuestion(str, Enum):
    """What the user should know before a plan is applied."""

    OTHER_BOARD = "otherBoard"
    """It is not the board that this project was synced to last."""
    OTHER_PROJECT = "otherProject"
    """The board was last synced from another folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncDoubt:
    question: SyncQuestion
    detail: str
    """The other board, or the other folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlanParams:
    """Find out what a sync would do. Nothing is changed."""

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
    first: bool
    """Whether nothing was synced between this folder and this board before."""
    steps: list[SyncStep]
    """By path."""
    room: list[SyncRoom]
    """Empty if everything fits."""
    doubts: list[SyncDoubt]
    size: int
    """Bytes of content that would be sent."""
    wire: int
    """Approximately the bytes that they take on the link."""
    seconds: float
    """Approximately the seconds that they take."""


class SyncChoice(str, Enum):
    """What to do about a conflict."""

    MINE = "mine"
    """Take the PC's."""
    BOARD = "board"
    """Keep the board's; in downloads, take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncApplyParams:
    """Apply a plan. What is neither chosen nor consented to is left alone."""

    plan: str
    delete: bool = False
    exclude: list[str] = field(default_factory=list)
    """Paths of steps to leave out."""
    choices: dict[str, SyncChoice] = field(default_factory=dict)
    """By the path of the conflict."""
    token: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPushParams:
    """Send these files of the PC as they are now, after they were saved."""

    board: str
    folder: str
    paths: list[str]
    """Absolute paths. Files that no longer exist are deleted if ``delete`` is "always"."""
    token: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    files: int
    """The number of files that were sent or read."""
    unchanged: int
    deleted: int
    size: int
    """Bytes of content that were sent or read."""
    left: list[str]
    """Paths that need a decision and were left alone."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPushResult:
    result: SyncResult
    same: list[str]
    """Files of the board, absolute, that are now as the PC's, whether or not they had to be sent."""
    deleted: list[str]
    """Files of the board that are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSearchParams:
    """Search the packages of an index."""

    text: str
    """Words of names and descriptions; empty for all packages."""
    index: str = ""
    """The address of an index; empty for micropython-lib's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPackage:
    name: str
    version: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSearchResult:
    packages: list[IndexedPackage]
    """The packages whose names contain all the words come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledPackage:
    name: str
    """The name by which it was installed, without a version."""
    version: str
    """Empty if the package does not tell."""
    files: list[str]
    """Paths relative to the folder that the package is in."""
    wanted: bool
    """Whether it was requested, rather than only needed by another package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageInstallParams:
    """Install packages with all their dependencies: either all of them, or nothing is changed."""

    board: str
    packages: list[str]
    """Names, ``name@version``, ``github:user/repository``, addresses. Empty: what ``lock`` records."""
    index: str = ""
    target: str = ""
    """A folder of the board; empty for the first folder in which it looks for libraries."""
    mpy: bool = True
    lock: str = ""
    """A file of the PC that records the installation; empty for none."""
    token: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageInstallResult:
    target: str
    packages: list[InstalledPackage]
    files: int
    """The number of files that were sent."""
    unchanged: int
    removed: list[str]
    """Files of older versions that were deleted."""
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageListParams:
    """Return what is installed on a board."""

    board: str
    target: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageListResult:
    packages: list[InstalledPackage]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageUninstallParams:
    """Delete the files of a package that no other one has."""

    board: str
    package: str
    target: str = ""
    when_running: WhenRunning = WhenRunning.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageUninstallResult:
    removed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsResult:
    """Facts for a bug report, as lines of plain text, without contents of the user's files."""

    text: str


# --- notifications ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputParams:
    """What a board said, for its terminals: decoded as UTF-8 across chunks, with stray bytes as ``\\xNN``."""

    board: str
    data: str
    skipped: int
    """Bytes left out before ``data`` because the editor did not read in time."""


class ReplEventKind(str, Enum):
    """What a terminal reports in one dim line."""

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
    outcome: RunResult | None = None
    """How a run ended; null for other kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressParams:
    """The progress of a transfer."""

    token: str
    path: str
    """The file on the board that is being sent or read."""
    files: int
    files_done: int
    size: int
    """The size of all files in bytes."""
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
    Request("sync/push", SyncPushParams, SyncPushResult),
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
