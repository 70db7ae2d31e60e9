"""The table of commands: the module of each, and a line of help. No module is imported before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Entry(NamedTuple):
    """A row of the table.

    ``module`` is one of ``jumperwire.cli.commands``; its ``COMMANDS`` has the command.
    """

    module: str
    help: str


COMMANDS: Mapping[str, Entry] = {
    "bench-link": Entry("bench_link", "measure the link: its round trip, and its speed both ways"),
    "bootloader": Entry("reset", "restart the board into its boot loader"),
    "compile": Entry("compile", "compile Python files to .mpy, for the board or for --arch"),
    "completion": Entry(
        "completion", "print a script that makes bash, fish or zsh complete commands with Tab"
    ),
    "connect": Entry("connect", "use a board: list, auto, id:<serial number>, port:<port>, or an address"),
    "df": Entry("df", "show how full the board's file systems are"),
    "disconnect": Entry("connect", "free the board's port"),
    "doctor": Entry("doctor", "check ports, board and link, and say what to do"),
    "edit": Entry("edit", "edit files on the board with $EDITOR"),
    "eval": Entry("execute", "show the value of an expression"),
    "exec": Entry("execute", "run code"),
    "fs": Entry("fs", "files: cat, cp, du, ls, mkdir, mv, rm, rmdir, sha256sum, touch, tree"),
    "help": Entry("help", "list the commands"),
    "mip": Entry("mip", "packages: install, list, uninstall, freeze"),
    "mount": Entry("mount", "mount a folder of this computer on the board"),
    "repl": Entry("repl", "open the board's REPL; Ctrl-] leaves it"),
    "reset": Entry("reset", "restart the board's chip"),
    "resume": Entry("connect", "keep the board's memory: no soft reset before the first command"),
    "romfs": Entry("romfs", "ROM partitions: query them, build an image from a folder, deploy it"),
    "rtc": Entry("rtc", "show the board's clock, or --set it to the time of this computer"),
    "run": Entry("execute", "run a file of this computer"),
    "sleep": Entry("sleep", "wait for a number of milliseconds"),
    "soft-reset": Entry("reset", "restart the board's interpreter; main.py does not run"),
    "sync": Entry("sync", "make the board match a folder of this computer"),
    "umount": Entry("mount", "unmount the mounted folders"),
    "version": Entry("help", "show the version"),
}
