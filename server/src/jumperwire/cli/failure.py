"""What can go wrong on the command line itself. `sentences.py` has the sentences."""

from __future__ import annotations

from enum import Enum


class Problem(Enum):
    """What is wrong with a command line."""

    NOT_A_COMMAND = "not_a_command"
    OPTION_UNKNOWN = "option_unknown"
    OPTION_VALUE_MISSING = "option_value_missing"
    BAUD_INVALID = "baud_invalid"
    OUTPUT_FAILED = "output_failed"
    MACRO_ARGUMENT_MISSING = "macro_argument_missing"
    MACRO_ARGUMENT_UNKNOWN = "macro_argument_unknown"
    NO_DEVICE = "no_device"
    NO_PORT = "no_port"
    NO_PORT_IN_WSL = "no_port_in_wsl"
    LIBRARY_MISSING = "library_missing"
    NOT_TOLD = "not_told"
    FEATURES_MISSING = "features_missing"
    WAY_REMEMBERED = "way_remembered"
    NEARLY_FULL = "nearly_full"
    LINK_GARBLES = "link_garbles"
    LINK_SLOW = "link_slow"
    NO_SERIAL_NUMBER = "no_serial_number"
    FILE_COMMAND_UNKNOWN = "file_command_unknown"
    PACKAGE_COMMAND_UNKNOWN = "package_command_unknown"
    DESTINATION_MISSING = "destination_missing"
    DESTINATION_NOT_THERE = "destination_not_there"
    DESTINATION_NO_FOLDER = "destination_no_folder"
    FOLDER_OMITTED = "folder_omitted"
    NO_FOLDER = "no_folder"
    NO_ALGORITHM = "no_algorithm"
    FILE_UNREADABLE = "file_unreadable"
    FILE_UNWRITABLE = "file_unwritable"
    NO_PYTHON_FILE = "no_python_file"
    WRITTEN_TWICE = "written_twice"
    NOTHING_TO_COMPILE = "nothing_to_compile"
    NOT_COMPILED = "not_compiled"
    NO_EDITOR = "no_editor"
    EDITOR_FAILED = "editor_failed"
    NO_TERMINAL = "no_terminal"
    CONFIG_INVALID = "config_invalid"
    ONE_BOARD_ONLY = "one_board_only"
    CONFLICTS_LEFT = "conflicts_left"
    NAMES_LEFT = "names_left"
    REMOVE_MOUNTED = "remove_mounted"
    NO_LOCAL_FOLDER = "no_local_folder"
    MOUNT_PLACE = "mount_place"
    MOUNT_PLACE_UNKNOWN = "mount_place_unknown"
    MOUNT_UNSUPPORTED = "mount_unsupported"
    ROM_COMMAND_UNKNOWN = "rom_command_unknown"
    ROM_IMAGE_INVALID = "rom_image_invalid"
    ROM_IMAGE_TOO_LARGE = "rom_image_too_large"
    ROM_PARTITION_UNKNOWN = "rom_partition_unknown"
    ROM_SOURCE_MISSING = "rom_source_missing"
    ROM_SOURCES_KEPT = "rom_sources_kept"
    ROM_UNSUPPORTED = "rom_unsupported"


_USAGE = frozenset(
    {
        Problem.NOT_A_COMMAND,
        Problem.OPTION_UNKNOWN,
        Problem.OPTION_VALUE_MISSING,
        Problem.BAUD_INVALID,
        Problem.MACRO_ARGUMENT_MISSING,
        Problem.MACRO_ARGUMENT_UNKNOWN,
        Problem.FILE_COMMAND_UNKNOWN,
        Problem.PACKAGE_COMMAND_UNKNOWN,
        Problem.ROM_COMMAND_UNKNOWN,
        Problem.DESTINATION_MISSING,
        Problem.ROM_SOURCE_MISSING,
        Problem.ONE_BOARD_ONLY,
    }
)
"""Problems with the words themselves, whatever the board is like."""


class Failure(Exception):
    """A command cannot be carried out. ``facts`` fill the placeholders of its sentence."""

    def __init__(self, problem: Problem, **facts: str) -> None:
        self.problem = problem
        self.facts = facts
        super().__init__(f"{problem.value} {facts}")

    @property
    def status(self) -> int:
        """The exit status: 2 for wrong usage, as with argparse, otherwise 1."""
        return 2 if self.problem in _USAGE else 1


class Finish(Exception):
    """Ends the command line with this status; everything has been said already."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(str(status))
