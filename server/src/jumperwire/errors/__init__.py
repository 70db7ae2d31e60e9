"""The exception tree: every error has a code, typed facts, and a sentence for programs to show.

Programs import errors from here, so all of them are named here. What a board said is a fact, never a
format string. The editor and the command line have their own sentences, since their advice differs
(``extension/src/ui/sentences.ts``, ``cli/sentences.py``).
"""

from __future__ import annotations

from jumperwire.errors.codes import ErrorCode as ErrorCode
from jumperwire.errors.files import BoardOutOfMemory as BoardOutOfMemory
from jumperwire.errors.files import BoardRaised as BoardRaised
from jumperwire.errors.files import FileExists as FileExists
from jumperwire.errors.files import FileNotFound as FileNotFound
from jumperwire.errors.files import FileOperationFailed as FileOperationFailed
from jumperwire.errors.files import FileSystemFull as FileSystemFull
from jumperwire.errors.files import LocalFileFailed as LocalFileFailed
from jumperwire.errors.files import NoFileSystem as NoFileSystem
from jumperwire.errors.files import PathHidden as PathHidden
from jumperwire.errors.files import PathUnsafe as PathUnsafe
from jumperwire.errors.files import ReadOnly as ReadOnly
from jumperwire.errors.files import TransferCorrupt as TransferCorrupt
from jumperwire.errors.links import AddressInvalid as AddressInvalid
from jumperwire.errors.links import BoardGarbled as BoardGarbled
from jumperwire.errors.links import BoardReset as BoardReset
from jumperwire.errors.links import BoardSilent as BoardSilent
from jumperwire.errors.links import BoardUnknown as BoardUnknown
from jumperwire.errors.links import InterruptIgnored as InterruptIgnored
from jumperwire.errors.links import LinkLost as LinkLost
from jumperwire.errors.links import NoBoard as NoBoard
from jumperwire.errors.links import NodeMissing as NodeMissing
from jumperwire.errors.links import NotConnected as NotConnected
from jumperwire.errors.links import NotMicroPython as NotMicroPython
from jumperwire.errors.links import OpenFailed as OpenFailed
from jumperwire.errors.links import PermissionDenied as PermissionDenied
from jumperwire.errors.links import PortGone as PortGone
from jumperwire.errors.links import PortInUse as PortInUse
from jumperwire.errors.links import ProgramRunning as ProgramRunning
from jumperwire.errors.links import ProtocolBroken as ProtocolBroken
from jumperwire.errors.links import ReplyTooLarge as ReplyTooLarge
from jumperwire.errors.links import ResetUnsupported as ResetUnsupported
from jumperwire.errors.links import SeveralBoards as SeveralBoards
from jumperwire.errors.projects import Cancelled as Cancelled
from jumperwire.errors.projects import CompileFailed as CompileFailed
from jumperwire.errors.projects import CompilerMissing as CompilerMissing
from jumperwire.errors.projects import CompilerUnfit as CompilerUnfit
from jumperwire.errors.projects import CompilerUntrusted as CompilerUntrusted
from jumperwire.errors.projects import DownloadFailed as DownloadFailed
from jumperwire.errors.projects import Internal as Internal
from jumperwire.errors.projects import MessageTooLarge as MessageTooLarge
from jumperwire.errors.projects import MethodUnknown as MethodUnknown
from jumperwire.errors.projects import NoLibraryFolder as NoLibraryFolder
from jumperwire.errors.projects import PackageChanged as PackageChanged
from jumperwire.errors.projects import PackageCorrupt as PackageCorrupt
from jumperwire.errors.projects import PackageInvalid as PackageInvalid
from jumperwire.errors.projects import PackageNotInstalled as PackageNotInstalled
from jumperwire.errors.projects import PackageUnknown as PackageUnknown
from jumperwire.errors.projects import PlanStale as PlanStale
from jumperwire.errors.projects import ProjectInvalid as ProjectInvalid
from jumperwire.errors.projects import RequestInvalid as RequestInvalid
from jumperwire.errors.projects import SourceEmpty as SourceEmpty
from jumperwire.errors.projects import SourceMissing as SourceMissing
from jumperwire.errors.root import JumperwireError as JumperwireError
