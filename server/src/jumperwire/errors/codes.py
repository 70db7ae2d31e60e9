"""The codes of all errors."""

from __future__ import annotations

from enum import Enum


class ErrorCode(str, Enum):
    """What can go wrong, named once for Python, the wire and TypeScript."""

    # finding and opening a board
    ADDRESS_INVALID = "address_invalid"
    BOARD_UNKNOWN = "board_unknown"
    NO_BOARD = "no_board"
    SEVERAL_BOARDS = "several_boards"
    PORT_GONE = "port_gone"
    PORT_IN_USE = "port_in_use"
    PERMISSION_DENIED = "permission_denied"
    OPEN_FAILED = "open_failed"
    NODE_MISSING = "node_missing"
    NOT_CONNECTED = "not_connected"
    # communicating with it
    LINK_LOST = "link_lost"
    BOARD_RESET = "board_reset"
    BOARD_SILENT = "board_silent"
    BOARD_GARBLED = "board_garbled"
    NOT_MICROPYTHON = "not_micropython"
    PROGRAM_RUNNING = "program_running"
    INTERRUPT_IGNORED = "interrupt_ignored"
    PROTOCOL_BROKEN = "protocol_broken"
    REPLY_TOO_LARGE = "reply_too_large"
    RESET_UNSUPPORTED = "reset_unsupported"
    # what the board answered
    BOARD_RAISED = "board_raised"
    BOARD_OUT_OF_MEMORY = "board_out_of_memory"
    FILE_NOT_FOUND = "file_not_found"
    FILE_EXISTS = "file_exists"
    FILE_SYSTEM_FULL = "file_system_full"
    READ_ONLY = "read_only"
    FILE_OPERATION_FAILED = "file_operation_failed"
    NO_FILE_SYSTEM = "no_file_system"
    TRANSFER_CORRUPT = "transfer_corrupt"
    # what the PC's side of a transfer answered
    LOCAL_FILE_FAILED = "local_file_failed"
    PATH_UNSAFE = "path_unsafe"
    PATH_HIDDEN = "path_hidden"
    # a project and its plan
    PROJECT_INVALID = "project_invalid"
    SOURCE_MISSING = "source_missing"
    SOURCE_EMPTY = "source_empty"
    PLAN_STALE = "plan_stale"
    COMPILE_FAILED = "compile_failed"
    COMPILER_MISSING = "compiler_missing"
    COMPILER_UNFIT = "compiler_unfit"
    COMPILER_UNTRUSTED = "compiler_untrusted"
    # packages
    DOWNLOAD_FAILED = "download_failed"
    PACKAGE_UNKNOWN = "package_unknown"
    PACKAGE_INVALID = "package_invalid"
    PACKAGE_CORRUPT = "package_corrupt"
    PACKAGE_CHANGED = "package_changed"
    PACKAGE_NOT_INSTALLED = "package_not_installed"
    NO_LIBRARY_FOLDER = "no_library_folder"
    # the wire between editor and sidecar
    REQUEST_INVALID = "request_invalid"
    METHOD_UNKNOWN = "method_unknown"
    MESSAGE_TOO_LARGE = "message_too_large"
    CANCELLED = "cancelled"
    INTERNAL = "internal"
