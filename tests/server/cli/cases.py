"""The lines that mpremote and jumper are both given, and where they are to differ.

A line is for a board that is connected; one that begins with ``@`` is not. ``{pc}`` is a folder of the PC
with the files that `furnish` makes, and ``{web}`` an index of packages that `publish` fills.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from packages.index import Index

CONFIG = """
commands = {
    "hello": "eval 'hello'",
    "twice x y=2": {"command": ["exec", "print(x*y)"], "help": "multiply"},
    "listed": ["fs", "ls"],
    "both": "eval 1 eval 2",
}
"""
"""A user's config.py of mpremote."""

ROM_BOOT = Path(__file__).absolute().parents[1] / "boards" / "rom_boot.py"
"""Gives a board ROM partitions."""

EDITOR = "sh -c 'echo more >> \"$0\"'"


class Why(Enum):
    """An intentional difference: what mpremote does, what jumper does, and the reason."""

    NAME = (
        "`help`, `version` and every `--help` name mpremote",
        "they name jumper",
        "It is a different program.",
    )
    BINARY = (
        "drops bytes at the end of the output that are not UTF-8, and every byte 04",
        "shows what the board sent, byte for byte",
        "What a board sends may be data.",
    )
    END_BYTE = (
        "takes a byte 04 that a program prints for the end of its output: shows the rest as a "
        "traceback, with status 1",
        "finds the real end",
        "A program may print any byte.",
    )
    CAT_BINARY = (
        "`cat` of a file that is not text fails with the board's UnicodeError",
        "shows the file, byte for byte",
        "`jumper cat image.bin > image.bin` works.",
    )
    FLAT_FOLDER = (
        "`cp -r` of a folder without subfolders to a new name says that -r was not given",
        "copies the folder",
        "The option was given.",
    )
    REMOVE_FOLDER = (
        "`rm` without -r deletes an empty folder on littlefs",
        "refuses folders, as FAT does",
        "A command does the same on every file system.",
    )
    REMOVE_FILE = (
        "`rmdir` deletes a file on littlefs",
        "refuses, as FAT does",
        "A command does the same on every file system, and no file is lost by mistake.",
    )
    UNKNOWN_FILE_COMMAND = (
        "ignores an unknown `fs` command, with status 0",
        "reports it, with status 2",
        "A script with a typing error should not go on.",
    )
    USAGE = (
        "wrong usage has status 2 if argparse finds it, otherwise 1",
        "wrong usage always has status 2",
        "A script can tell a typing error from a missing board.",
    )
    DOTS = (
        "leaves `..` in a path to the file system; littlefs refuses it at the root",
        "resolves `..` before the board sees the path",
        "A path means the same on every board.",
    )
    MACRO_DEFAULT = (
        "ignores the default values of a user-defined command's arguments if `+` follows it",
        "uses the default values",
        "`+` only ends the command.",
    )
    BYTE_ORDER_MARK = (
        "`run` of a file with a byte order mark fails",
        "runs the file",
        "Editors on Windows write such files, and MicroPython cannot read them.",
    )
    PACKAGE_WHOLE = (
        "may install a part of a package that cannot be downloaded completely, and says so",
        "changes nothing on the board",
        "With only a part of a library, programs fail later and elsewhere.",
    )
    PACKAGE_HASH = (
        "installs a file that does not match its hash",
        "refuses the file",
        "That is what hashes are for.",
    )
    PACKAGE_ONCE = (
        "installs a package once for each package that depends on it",
        "installs it once",
        "The result is the same.",
    )
    PACKAGE_SAME = (
        "sends files from URLs again although the board has them already",
        "skips them and prints `Exists:`, as both programs do for files from an index",
        "This saves time, and wear of the flash.",
    )
    PACKAGE_OLD = (
        "leaves files that another version of a package installed",
        "deletes them",
        "An old module might be imported instead of the new one.",
    )
    PACKAGE_LIST = (
        "does not record what is installed",
        "keeps a list beside the packages, in `.jumperwire-packages.json`",
        "`mip list`, `mip uninstall` and `mip freeze` need it.",
    )
    MACRO_WORDS = (
        "prints the usage of a user-defined command to standard output if an argument is missing or unknown",
        "prints it to standard error",
        "Standard output is for results.",
    )
    NO_LIBRARY = (
        "`mip install` without a library folder mentions `sys.path`",
        "names the board that has no writable library folder",
        "With several boards, you need to know which one.",
    )
    MOUNT_REMOVE = (
        "`rm -r` of anything in a mount mentions `/remote`, whatever was to be removed",
        "names the path that was typed, and says that a folder is mounted there",
        "A message is about the path that was typed.",
    )
    MOUNT_MISSING = (
        "`mount` of a missing folder, or of a file, says that it is mounted",
        "says that there is no such folder, with status 1",
        "A script with a typing error should not go on.",
    )
    MOUNT_AGAIN = (
        "`mount` fails on the board if a folder is already mounted",
        "mounts the new folder in place of the old one",
        "That is what was asked for; `--at` mounts several folders.",
    )
    MOUNT_RESET = (
        "forgets the mount at `soft-reset`, and fails at the end of the line",
        "mounts the folder again, as after Ctrl-D in the REPL",
        "A mount lasts until `umount` or the end of the line.",
    )
    MOUNT_LIST = (
        "lists a mounted folder unsorted, with sizes of 0, and with links that lead out of it",
        "lists it sorted, with sizes, and only what can be opened",
        "A list looks the same for every file system.",
    )
    MOUNT_ROOM = (
        "`df` fails while a folder is mounted",
        "also shows how full this computer's disk is",
        "A mount is one of the board's file systems.",
    )
    ROM_NAMES_OF_SOURCES = (
        "names sources in an image's compiled files by the path that was typed for the folder",
        "names them by their file names",
        "An image is the same wherever the folder is.",
    )
    ROM_COMPILE = (
        "`romfs build` says that the compiled file is missing if a source does not compile",
        "says what is wrong, and in which line",
        "You need to know what to fix.",
    )
    ROM_NAMES = (
        "`romfs build` fails on names that are not ASCII",
        "writes them as UTF-8, as boards read them",
        "A name is no reason to stop.",
    )
    ROM_OUTPUT = (
        "`romfs build flat/` writes flat/.romfs, which ends up in the next image",
        "writes flat.romfs",
        "Shells add the slash when they complete a name.",
    )
    ROM_PROGRESS = (
        "`romfs deploy` writes its progress to standard output",
        "shows progress on a terminal only; checks what was written, and skips an image that is "
        "there already",
        "Standard output is for results.",
    )
    ROM_WORDS = (
        "prints to standard output that what it should deploy is not an image, or is too large",
        "prints it to standard error",
        "Standard output is for results.",
    )
    MOUNT_LINES = (
        "turns CR LF into LF in text files of a mounted folder",
        "leaves CR LF as it is",
        "A file has the same content wherever it is.",
    )
    MOUNT_TRACEBACK = (
        "tracebacks from a mount end in mpremote's code on the board",
        "they end in jumper's code",
        "The file systems are different programs.",
    )


@dataclass(frozen=True, slots=True)
class Differs:
    """A line where they do not say the same."""

    line: str
    why: Why


@dataclass(frozen=True, slots=True)
class Group:
    """Lines for one pair of boards, from the first to the last."""

    name: str
    lines: tuple[str | Differs, ...]
    same_files: bool = True
    """Whether both boards hold the same in the end."""


def publish(index: Index) -> None:
    """Packages to install."""
    for mpy, ending in (("6", "mpy"), ("py", "py")):
        index.package("one", {f"one.{ending}": mpy.encode()}, mpy=mpy)
        index.package("two", {f"two/a.{ending}": b"a" * 3000, f"two/b.{ending}": b"b"}, mpy=mpy)
        index.package("two", {f"two/a.{ending}": b"older", f"two/b.{ending}": b"b"}, mpy=mpy, version="0.5")
        index.package("net", {f"net.{ending}": b"net"}, mpy=mpy, deps=[["log", "2"], ["wire", "latest"]])
        index.package("log", {f"log.{ending}": b"log"}, mpy=mpy, version="2", deps=[["clock", "latest"]])
        index.package("clock", {f"clock.{ending}": b"clock"}, mpy=mpy)
        index.package("wire", {f"wire.{ending}": b"wire"}, mpy=mpy)
        index.package("shared", {}, mpy=mpy, deps=[["wire", "latest"], ["bus", "latest"]])
        index.package("bus", {f"bus.{ending}": b"bus"}, mpy=mpy, deps=[["wire", "latest"]])
    index.put(index.package("bad", {"bad.mpy": b"expected"}, mpy="6")["bad.mpy"], b"something else")
    index.files.pop(f"/{index.package('part', {'x.mpy': b'x', 'y.mpy': b'y'}, mpy='6')['y.mpy']}")
    index.put("package/6/broken/latest.json", b"{")
    index.put("repo/one.py", b"one = 1\n")
    index.put("repo/src/m.py", b"m = 1\n")
    index.put("repo/package.json", {"urls": [["m.py", "src/m.py"]], "deps": [["wire", "latest"]]})
    index.put("deep/src/m.py", b"m = 2\n")
    index.put("deep/package.json", {"urls": [["deep/m.py", "src/m.py"]], "version": "3"})


def furnish(pc: Path) -> None:
    """Files to use."""
    for folder in ("dir/sub/deep", "flat", "empty", "package", "long", "mixed", "wrong"):
        (pc / folder).mkdir(parents=True)
    for name, content in _FILES.items():
        (pc / name).write_bytes(content)
    (pc / "rom_boot.py").write_bytes(ROM_BOOT.read_bytes())
    (pc / "link-in").symlink_to("a.txt")
    (pc / "link-out").symlink_to("../outside")
    (pc.parent / "outside").write_bytes(b"outside")


_FILES = {
    "a.txt": b"hello\n",
    "b.bin": bytes(range(256)) * 20,
    "\xe4 \u65e5.txt": "gr\xfc\xdfe \u65e5\u672c \U0001f389\n".encode(),
    "none": b"",
    "dir/x.py": b"x = 1\n",
    "dir/sub/y.py": b"y = 1\n",
    "dir/sub/deep/z.bin": bytes(9),
    "flat/f.py": b"f = 1\n",
    "s.py": b"print('from s')\nimport sys\nsys.stdout.write('no newline')\n",
    "crlf.py": b"print('a')\r\nprint('b')\r\n",
    "bom.py": b"\xef\xbb\xbfprint('bom')\n",
    "control.py": b"print(len('\x01\x02\x05'))\n",
    "bad.py": b"x = 1\ny = 1/0\n",
    "syntax.py": b"x = \n",
    "latin.py": b"print('\xe4', end='')\n",
    "empty.py": b"",
    "package/here.py": b"here = 1\n",
    "package/package.json": b'{"urls": [["lib/here.py", "here.py"]], "deps": [["one", "latest"]]}',
    "package/lacking.json": b'{"urls": [["lib/here.py", "nowhere.py"]]}',
    "a.romfs": b"not an image",
    "mixed/a.mpy": b"M",
    "mixed/a.py": b"a = 1\n",
    "wrong/s.py": b"x = \n",
    "long/z.bin": bytes(range(256)) * 40,
    "long.py": b"".join(b"print(%d)\n" % number for number in range(1500)),
}

_CLOCK = (
    "resume exec \"import sys\nclass R:\n def datetime(s,*a):\n  if a: print('set',len(a[0]))\n"
    "  return (2024,1,2,3,4,5,6,7)\nclass M:\n RTC=R\nsys.modules['machine']=M\""
)


def _tried(function: str, *paths: str) -> str:
    """A call on the board, and the error that it raises: it says the same wherever it is raised."""
    arguments = ",".join(f"'{path}'" for path in paths)
    return f'"import os\ntry: {function}({arguments})\nexcept OSError as e: print(e)"'


GROUPS = (
    Group(
        "code",
        (
            "eval 1+1",
            "eval 'chr(228)+\"\u65e5\u672c\"'",
            "eval 1/0",
            "eval '1+'",
            "eval ''",
            "eval None",
            "eval -1",
            "eval \"'a\\nb'\"",
            "eval \"b'\\x00\\xff'\"",
            "eval 1 eval 2 eval 3",
            "eval 1 + eval 2",
            "+ eval 1 +",
            "eval 1/0 eval 2",
            "eval",
            "eval --bad 1",
            "exec 'print(1);print(2)'",
            "exec 'raise ValueError(3)'",
            "exec 'def f():\n return g()\nf()'",
            "exec ''",
            "exec",
            Differs("exec 'print(1)' --no-follow", Why.USAGE),
            "exec --follow 'print(1)'",
            "exec -f 'print(1)'",
            "exec --no-follow 1/0",
            "exec --no-follow 'print(1)' eval 2",
            "exec --no-follow 'import time; time.sleep(0.3); print(1)' eval 2",
            "exec --no-follow x=5 + resume eval x",
            "exec \"print('gr\xfc\xdfe \u65e5\u672c \U0001f389')\"",
            "exec \"print('a'*5000)\"",
            'exec "import sys; sys.exit(3)"',
            'exec "print(1);raise SystemExit"',
            "exec \"import sys; sys.stdout.buffer.write(b'\\x00\\x01\\x02\\x03\\x05')\"",
            Differs('exec "import sys; sys.stdout.buffer.write(bytes(range(5,256)))"', Why.BINARY),
            Differs("exec \"import sys; sys.stdout.buffer.write(b'\\xe4')\"", Why.BINARY),
            Differs("exec \"print('\\x04')\"", Why.END_BYTE),
            Differs('exec "import sys; sys.stdout.buffer.write(bytes(range(256)))"', Why.END_BYTE),
        ),
    ),
    Group(
        "files of code",
        (
            "run {pc}/s.py",
            "run {pc}/crlf.py",
            Differs("run {pc}/bom.py", Why.BYTE_ORDER_MARK),
            "run {pc}/control.py",
            "run {pc}/bad.py",
            "run {pc}/syntax.py",
            "run {pc}/empty.py",
            "run {pc}/long.py",
            "run {pc}/nope.py",
            "run {pc}/dir",
            "run",
            "run --no-follow {pc}/s.py",
            "run -f {pc}/s.py",
            "run {pc}/s.py run {pc}/crlf.py",
            Differs("run {pc}/latin.py", Why.BINARY),
        ),
    ),
    Group(
        "chains and resets",
        (
            "exec a=5 eval a",
            "exec a=5 + eval a",
            "resume eval a",
            "eval a",
            "soft-reset eval 1",
            "exec a=1 soft-reset eval a",
            "exec a=1 resume eval a",
            "exec a=1 disconnect resume eval a",
            "exec a=1 disconnect",
            "disconnect eval 1",
            "soft-reset",
            "soft-reset soft-reset",
            "exec a=1 connect {board} eval a",
            "exec a=1 connect {board} resume eval a",
            "connect {board} connect /dev/nope eval 1",
            "sleep 1 eval 2",
            "sleep x",
            "sleep",
            Differs("eval 1 nope", Why.USAGE),
            "eval 1 ls nope eval 2",
            Differs("frobnicate", Why.USAGE),
            "exec \"f=open('boot.py','w');f.write('print(1);booted=3');f.close()\"",
            "eval booted",
            "exec \"f=open('main.py','w');f.write('print(7);main=3');f.close()\"",
            "eval main",
            "resume eval booted",
            "rm boot.py main.py",
            "reset",
            "bootloader",
            "df",
            "df df",
            "df eval 1",
        ),
    ),
    Group(
        "boards",
        (
            "@connect {board} eval 1",
            "@connect port:{board} eval 1",
            "@connect /dev/nope eval 1",
            "@connect port:/dev/nope eval 1",
            "@connect id:nope eval 1",
            "@connect auto eval 1",
            "@connect nope",
            "@connect",
            "@connect list",
            "@connect list eval 1",
            "@devs",
            "@a0 eval 1",
            "@a3",
            "@u0 ls",
            "@c1",
            "@eval 1",
            "@exec 1",
            "@ls",
            "@df",
            "@soft-reset",
            "@",
            "@+",
            "@sleep 10",
            "@resume",
            "@disconnect",
            "@repl",
            "@resume devs",
            "resume",
            "disconnect",
            "repl",
            "repl --capture {pc}/captured",
            "repl --escape-non-printable",
            "repl --inject-code 'print(1)\\n' --inject-file {pc}/s.py",
            "repl --frob",
            Differs("@version", Why.NAME),
            Differs("@--version", Why.NAME),
            Differs("@version eval 1", Why.NAME),
            Differs("@help", Why.NAME),
            Differs("@--help", Why.NAME),
            Differs("eval --help", Why.NAME),
            Differs("fs --help", Why.NAME),
            Differs("connect --help", Why.NAME),
        ),
    ),
    Group(
        "a user's own commands",
        (
            "hello",
            "hello eval 2",
            "twice 4",
            "twice 4 5",
            Differs("twice 4 + eval 1", Why.MACRO_DEFAULT),
            "twice x=4 y=5",
            "twice x=4",
            "listed",
            "listed -v",
            "both",
            Differs("twice", Why.MACRO_WORDS),
            Differs("twice 1 2 z=3", Why.MACRO_WORDS),
        ),
    ),
    Group(
        "folders and lists",
        (
            "ls",
            "ls :",
            "ls /",
            "fs ls",
            "fs ls -v",
            "ls --no-verbose",
            "ls nope",
            "ls --bad",
            "ls + eval 1",
            "ls / eval 1",
            "mkdir d",
            "mkdir d",
            "mkdir :e /f",
            "mkdir m/n",
            "mkdir m m/n",
            "mkdir",
            "mkdir '\xe4 \u65e5'",
            "ls",
            "ls d",
            "ls d m",
            "ls .",
            "ls ./",
            "ls m/",
            Differs("ls ..", Why.DOTS),
            "touch t",
            "touch t m/u",
            "touch x/y",
            "touch",
            "touch '\xe4 \u65e5/\xfc'",
            "ls t",
            "ls '\xe4 \u65e5'",
            "exec \"import os; os.chdir('/m')\" ls",
            "exec \"import os; os.chdir('/m')\" touch here tree",
            "tree",
            "tree :",
            "tree /",
            "tree .",
            "tree m",
            "tree -s",
            "tree -h",
            "tree -v",
            "tree -s m d",
            "tree -sh",
            "tree t",
            "tree nope",
            "rmdir d",
            "rmdir d",
            "rmdir m",
            "rmdir e f",
            "rm t",
            "rm t",
            Differs("rm m", Why.REMOVE_FOLDER),
            "rm",
            "rm -v m/u",
            "rm -r m",
            "rm -rv '\xe4 \u65e5'",
            "rm -r nope",
            "rm -r :",
            "tree",
        ),
    ),
    Group(
        "copies to the board",
        (
            "cp {pc}/a.txt :",
            "cp {pc}/a.txt :",
            "cp -f {pc}/a.txt :",
            "cp {pc}/a.txt :new.txt",
            "cp {pc}/a.txt {pc}/b.bin :",
            "cp {pc}/a.txt :missing/new.txt",
            "cp {pc}/a.txt :missing/",
            "cp {pc}/a.txt :new.txt/",
            "cp {pc}/a.txt {pc}/b.bin :missing",
            "cp {pc}/a.txt {pc}/b.bin :a.txt",
            "cp {pc}/nope :",
            "cp {pc}/a.txt {pc}/nope :",
            "cp {pc}/dir :",
            "cp {pc}/dir :x",
            "cp {pc}/none '{pc}/\xe4 \u65e5.txt' :",
            "cp -v {pc}/a.txt :v.txt",
            "cp --no-verbose {pc}/a.txt :v.txt",
            Differs("cp a", Why.USAGE),
            "cp",
            "cp -r {pc}/dir :",
            "cp -r {pc}/dir :",
            "cp -rf {pc}/dir :",
            "cp -r {pc}/dir/ :",
            "cp -r {pc}/dir :fresh",
            "cp -r {pc}/dir :fresh",
            "cp -r {pc}/flat :",
            "cp -r {pc}/empty :",
            "cp -r {pc}/dir :missing/x",
            "cp -r {pc}/a.txt :copied.txt",
            "cp -r {pc}/a.txt {pc}/dir :fresh",
            "cat a.txt",
            "cat :a.txt new.txt",
            "cat -v a.txt",
            "cat '\xe4 \u65e5.txt'",
            "cat none",
            "cat nope",
            "cat dir",
            "cat a.txt nope",
            "cat",
            Differs("cat b.bin", Why.CAT_BINARY),
            "sha256sum a.txt",
            "sha256sum :b.bin none",
            "sha256sum nope",
            "sha256sum dir",
            "sha256sum --no-verbose a.txt",
            "fs sha256sum a.txt",
            "fs sha1sum a.txt",
            "fs md5sum a.txt",
            Differs("sha1sum a.txt", Why.USAGE),
            "ls",
            "tree -s",
        ),
    ),
    Group(
        "copies from the board",
        (
            "cp {pc}/a.txt {pc}/b.bin :",
            "cp -r {pc}/dir :",
            "cp :b.bin {pc}/back.bin",
            "cp :b.bin {pc}/dir",
            "cp :b.bin :a.txt {pc}/dir",
            "cp :b.bin :a.txt {pc}/nope",
            "cp :b.bin :a.txt {pc}/a.txt",
            "cp :nope {pc}/q",
            "cp :b.bin {pc}/nope/q",
            "cp :dir {pc}/q",
            "cp -r :dir {pc}/q",
            "cp -r :dir {pc}/q",
            "cp -r :dir/ {pc}/flat",
            "cp -r : {pc}/all",
            "cp -r :nope {pc}/q2",
            "cp :a.txt :a2.txt",
            "cp :a.txt :a2.txt",
            "cp :a.txt :dir",
            "cp -r :dir :dir2",
            "cp -r :dir :dir2",
            "cp {pc}/a.txt {pc}/local.txt",
            "cp -r {pc}/dir {pc}/localdir",
            "tree -s",
        ),
    ),
    Group(
        "mounts",
        (
            "mount {pc} exec 'import os; print(os.getcwd())'",
            "mount {pc} eval 1 eval 2",
            "mount {pc}",
            "mount {pc} umount",
            "mount {pc} repl",
            "mount",
            "mount --bad {pc}",
            "mount --no-unsafe-links {pc} cat a.txt",
            "mount --unsafe-links {pc} cat dir/x.py",
            "mount . cat a.txt",
            "mount dir/ exec 'import x; print(x.x, x.__file__)'",
            "mount {pc}/dir exec 'from sub import y; print(y.y)'",
            "mount {pc}/dir exec 'import nope'",
            "mount {pc} exec 'import bad'",
            "mount {pc} exec 'import syntax'",
            "mount {pc} run {pc}/s.py",
            "mount {pc} run {pc}/bad.py",
            "mount {pc} exec 1/0 eval 2",
            "mount {pc} exec --no-follow 'print(1)' eval 2",
            "mount {pc} exec a=5 resume eval a",
            "exec a=5 mount {pc} eval a",
            f"mount {{pc}} exec {_tried('open', 'nope')}",
            f"mount {{pc}} exec {_tried('os.remove', 'nope')}",
            f"mount {{pc}} exec {_tried('open', '/remote/../x')}",
            f"mount {{pc}}/dir exec {_tried('open', '../a.txt')}",
            f"mount {{pc}}/dir exec {_tried('os.stat', '../a.txt')}",
            f"mount {{pc}}/dir exec {_tried('os.listdir', '/remote/..')}",
            f"mount {{pc}}/dir exec {_tried('os.rename', 'x.py', '../x.py')}",
            f"mount {{pc}} exec {_tried('open', 'link-out')}",
            "mount -l {pc} exec \"print(open('link-out').read())\"",
            "mount {pc} exec \"print(open('link-in').read())\"",
            "mount {pc} exec \"print(open('a.txt').readlines())\"",
            "mount {pc} exec \"f=open('w.txt','w'); f.write('gr\xfc\xdfe'); f.close()\"",
            "mount {pc} exec \"f=open('w.txt','a'); f.write('more'); f.close()\"",
            "mount {pc} exec \"f=open('b.bin','rb'); f.seek(5); print(f.read(3)); f.close()\"",
            "mount {pc} exec \"import os; os.rename('w.txt','v.txt'); print(os.stat('v.txt')[6])\"",
            "mount {pc}/dir exec \"import os; os.chdir('sub'); print(sorted(os.listdir()))\"",
            "mount {pc} umount exec 'import os; print(os.getcwd(), os.listdir())'",
            "mount {pc} umount umount eval 1",
            "mount {pc} umount mount {pc}/dir exec 'import os; print(os.getcwd())'",
            "mount {pc} umount ls /remote",
            "mount {pc} disconnect resume exec 'import os; print(os.getcwd())'",
            "umount",
            "umount eval 1",
            "umount --bad",
            Differs("mount {pc} mount {pc}/dir cat x.py", Why.MOUNT_AGAIN),
            Differs("mount {pc}/nope eval 1", Why.MOUNT_MISSING),
            Differs("mount {pc}/a.txt eval 1", Why.MOUNT_MISSING),
            Differs("mount {pc} soft-reset cat a.txt", Why.MOUNT_RESET),
            Differs("mount {pc} df", Why.MOUNT_ROOM),
            Differs("mount {pc} exec \"for l in open('crlf.py'): print(repr(l))\"", Why.MOUNT_LINES),
            Differs("mount {pc} exec \"open('nope')\"", Why.MOUNT_TRACEBACK),
            "tree",
        ),
    ),
    Group(
        "files of mounts",
        (
            "mount {pc} cat a.txt dir/sub/y.py",
            "mount {pc} cat '\xe4 \u65e5.txt'",
            "mount {pc} cat none",
            "mount {pc} cat nope",
            "mount {pc} cat :/remote/a.txt",
            "mount {pc} sha256sum b.bin",
            "mount {pc}/flat ls nope",
            "mount {pc}/flat tree",
            Differs("mount {pc}/flat ls", Why.MOUNT_LIST),
            Differs("mount {pc} ls dir", Why.MOUNT_LIST),
            "mount {pc} mkdir made",
            "mount {pc} mkdir made",
            "mount {pc} touch made/new",
            "mount {pc} rm made/new",
            "mount {pc} rmdir made",
            "mount {pc} rmdir dir",
            "mount {pc} rm nope",
            Differs("mount {pc} rm -r flat", Why.MOUNT_REMOVE),
            "mount {pc} rm -r :/remote",
            Differs("mount {pc} rm -r :/", Why.MOUNT_REMOVE),
            "mount {pc} cp {pc}/a.txt :copied.txt",
            "mount {pc} cp :dir/x.py :/x.py",
            "mount {pc} cp :/remote/b.bin :/b.bin",
            "mount {pc} cp :b.bin {pc}/again.bin",
            "mount {pc} cp -r :dir :/dir",
            "mount {pc} cp -r :/dir :dir3",
            "mount {pc} edit e2.txt",
            "tree",
        ),
    ),
    Group(
        "images of ROM file systems",
        (
            "romfs query",
            Differs("romfs query --bad", Why.USAGE),
            Differs("romfs query eval 1", Why.USAGE),
            "romfs query + eval 1",
            "romfs",
            Differs("romfs frobnicate", Why.USAGE),
            Differs("romfs build", Why.USAGE),
            Differs("romfs build --no-mpy dir", Why.USAGE),
            Differs("romfs deploy", Why.USAGE),
            "romfs --no-mpy build dir",
            "romfs --no-mpy build {pc}/flat",
            "romfs --no-mpy --output o.img build flat",
            "romfs --no-mpy -o flat/o2.romfs build dir",
            "romfs --no-mpy build flat eval 1",
            "romfs --no-mpy build empty",
            "romfs --no-mpy build long",
            "romfs --no-mpy build nope",
            "romfs --no-mpy build a.txt",
            "romfs --no-mpy -o nope/x.romfs build flat",
            "romfs -o x.img build mixed",
            "@romfs --no-mpy build flat",
            "@romfs -p x build flat",
            "romfs deploy nope",
            "romfs deploy a.romfs",
            "romfs deploy flat.romfs",
            "romfs --no-mpy deploy flat",
            "romfs -p 1 deploy flat.romfs",
            Differs("romfs build dir", Why.ROM_NAMES_OF_SOURCES),
            "romfs --no-mpy build dir",
            Differs("romfs -m -o o.img build flat", Why.ROM_NAMES_OF_SOURCES),
            "romfs --no-mpy -o o.img build flat",
            Differs("romfs build wrong", Why.ROM_COMPILE),
            Differs("romfs --no-mpy -o o.img build {pc}", Why.ROM_NAMES),
            "romfs --no-mpy -o o.img build flat",
            Differs("romfs --no-mpy build flat/", Why.ROM_OUTPUT),
        ),
    ),
    Group(
        "ROM partitions",
        (
            "cp {pc}/rom_boot.py :boot.py",
            "romfs query",
            "romfs query + eval 1",
            Differs("romfs --no-mpy deploy dir", Why.ROM_PROGRESS),
            "exec \"import os; print(os.listdir('/rom')); import x; print(x.x, x.__file__)\"",
            "romfs query",
            Differs("romfs deploy flat", Why.ROM_PROGRESS),
            'exec "import f; print(f.f, f.__file__)"',
            "romfs --no-mpy build flat",
            Differs("romfs -p 1 deploy flat.romfs", Why.ROM_PROGRESS),
            Differs("romfs --partition 2 --no-mpy deploy long", Why.ROM_PROGRESS),
            "romfs -p 3 deploy flat.romfs",
            "romfs -p -1 deploy flat.romfs",
            Differs("romfs -p 1 --no-mpy deploy long", Why.ROM_WORDS),
            Differs("romfs deploy a.romfs", Why.ROM_WORDS),
            "exec \"import os; print(os.listdir('/rom'))\"",
        ),
        same_files=False,
    ),
    Group(
        "editor and clock",
        (
            "edit e.txt",
            "edit :e.txt f.txt",
            "cat e.txt f.txt",
            "edit",
            "rtc --bad",
            f"{_CLOCK} rtc",
            f"{_CLOCK} rtc eval 1",
            "edit missing/x",
            "rtc",
            "rtc --set",
        ),
    ),
    Group(
        "packages",
        (
            "mip install --index {web} one",
            "mip install --index {web} one",
            "mip install --index {web}/ two",
            "mip install --index {web} two@0.5",
            "mip install --index {web} --mpy two",
            "mip install --index {web} net",
            "mip install --index {web} log@2",
            "mip install --index {web} one two net",
            "mip install -m --index {web} --target /own one",
            Differs("mip install --index {web} one --target /own/deeper two", Why.USAGE),
            "mip install --index {web} --target own two",
            "mip install --index {web} --target /own/ two",
            "mip install --no-mpy --index {web} --target /sources two net",
            "mip install --index {web} --no-mpy --target /sources two@0.5",
            "mip --index {web} --target /abbreviated install one",
            "mip install --ind {web} --tar /abbreviated two",
            "mip install {web}/repo/one.py",
            "mip install --target /branch {web}/repo/one.py@branch",
            "mip install --index {web} {web}/repo/package.json",
            "mip install {web}/deep",
            "mip install --target /again {web}/deep/",
            "mip install --target /branch {web}/deep@v1",
            "mip install --index {web} {pc}/package/package.json",
            "mip install --index {web} one + eval 1",
            "mip install --index {web} one + mip install --index {web} two",
            "exec a=1 mip install --index {web} one + eval a",
            "resume mip install --index {web} one",
            Differs(
                "exec \"import sys; sys.path.remove('/lib')\" mip install --index {web} one", Why.NO_LIBRARY
            ),
            "exec \"import sys; sys.path[:]=['/rom/lib','/x/lib']\" mip install --index {web} one",
            "mip",
            "mip install",
            "mip install --index {web}",
            Differs("mip frobnicate one", Why.USAGE),
            "mip install --bad one",
            "mip --target /lib",
            "@mip install one",
            "tree own/two",
            "cat sources/two/a.py",
        ),
    ),
    Group(
        "what differs in files",
        (
            "mkdir empty",
            "touch file",
            Differs("cp -r {pc}/flat :flat2", Why.FLAT_FOLDER),
            Differs("cp -r {pc}/empty :empty2", Why.FLAT_FOLDER),
            Differs("rm empty", Why.REMOVE_FOLDER),
            Differs("rmdir file", Why.REMOVE_FILE),
            Differs("fs frobnicate x", Why.UNKNOWN_FILE_COMMAND),
            Differs("mip install --index {web} nope", Why.PACKAGE_WHOLE),
            Differs("mip install --index {web} one@9", Why.PACKAGE_WHOLE),
            Differs("mip install --index {web} part", Why.PACKAGE_WHOLE),
            Differs("mip install --index {web} one nope", Why.PACKAGE_WHOLE),
            Differs("mip install --index {web} one eval 1", Why.PACKAGE_WHOLE),
            Differs("mip install --index {web} broken", Why.PACKAGE_WHOLE),
            Differs("mip install --index http://127.0.0.1:9 one", Why.PACKAGE_WHOLE),
            Differs("mip install {web}/nope.py", Why.PACKAGE_WHOLE),
            Differs("mip install {web}/nope", Why.PACKAGE_WHOLE),
            Differs("mip install {pc}/nope.json", Why.PACKAGE_WHOLE),
            Differs("mip install {pc}/package/lacking.json", Why.PACKAGE_WHOLE),
            Differs("mip install --index {web} bad", Why.PACKAGE_HASH),
            Differs("mip install --index {web} shared", Why.PACKAGE_ONCE),
            "mip install {web}/deep",
            Differs("mip install {web}/deep", Why.PACKAGE_SAME),
            "mip install --index {web} wire",
            Differs("mip install --index {web} --no-mpy wire", Why.PACKAGE_OLD),
            Differs("ls lib", Why.PACKAGE_LIST),
            Differs("mip --help", Why.NAME),
        ),
        same_files=False,
    ),
)

LINES = [each for group in GROUPS for each in group.lines]
