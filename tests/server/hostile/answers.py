"""What a hostile board answers: valid literals and frames, of the wrong type, size, order or meaning."""

from __future__ import annotations

import hashlib
import random
import re
import struct
from binascii import b2a_base64, crc32
from collections.abc import Callable
from dataclasses import dataclass, field

from jumperwire.device import script

FILES = {
    b"/main.py": b"print(1)\n",
    b"/lib/a.py": b"a = 1\n" * 300,
    b"/d/x": b"x" * 3000,
    b"/d/.git/config": b"evil",
}
FOLDERS = [b"/lib", b"/d", b"/d/.git"]

NAMES = [
    b"",
    b".",
    b"..",
    b"/",
    b"//",
    b"/etc/passwd",
    b"../../evil",
    b"link/evil",
    b"link",
    b"a\0b",
    b"\xff\xfe",
    b"\x1b]52;c;aGk=\x07",
    b"\xc2\x9b2J",
    b"x" * 300,
    b"/".join([b"d"] * 1500),
    b"lib/../../evil",
    b"12:30.csv",
    b'a";touch X;"',
    b"$(touch X)",
    b"-rf",
    b"con",
    b"C:\\evil",
    b"..\\evil",
    b".git/config",
    b"a\nb",
    b"\xed\xa0\x80",
    b"lib/a.py/below",
    b"LIB",
    b"\xe2\x80\xae",
    b"%s{0}",
    b".ssh/authorized_keys",
    b"~",
    b"main.py/",
]
"""As paths from a folder."""

VALUES = [
    "[]",
    "()",
    "{}",
    "{[]: 1}",
    "0",
    "-1",
    "None",
    "True",
    "''",
    "b''",
    "1.5",
    "1e999",
    "1j",
    "9" * 5000,
    "-" * 2000 + "1",
    "'\\ud800'",
    "b'\\xff'",
    "(" * 90 + ")" * 90,
    "[[[[[[[[1]]]]]]]]",
    "'\\x1b[2J'",
    "1 << 99",
    "__import__('os')",
    "(1,)",
    "(1, 2, 3)",
    "(b'a', b'b', b'c')",
    "[0] * 9",
    "(None,) * 9",
    "'%s'" % ("x" * 4000),
    "2**63",
    "'a' 'b'",
    "18446744073709551616",
    "4611686018427387903",
    "(0, 0, 0)",
    "(-1, -1, -1)",
    "...",
    "'\\d'",
    "1if 1else 2",
]
"""Literals, and what looks like one, by themselves and within others."""


@dataclass
class Answers:
    """One board. ``spoils``: the share of its answers that are hostile, after the first ``honest`` ones."""

    chance: random.Random
    spoils: float
    honest: int = 0
    asked: list[str] = field(default_factory=list)
    """The scripts that were run."""
    paths: list[bytes] = field(default_factory=list)
    """Those that the sender was told."""

    def __call__(self, source: bytes) -> tuple[bytes, bytes]:
        """What is printed, and what is raised."""
        name, argument = _script_of(source)
        self.asked.append(name)
        if name == "paths":
            self.paths = re.findall(rb"'(/[^']*)'", argument)
        if len(self.asked) <= self.honest or self.chance.random() >= self.spoils:
            return self._honest(name, argument), b""
        if self.chance.random() < 0.15:
            return b"", self._raised()
        spoil = self.chance.choice([self._value, self._mutated, self._mutated, self._entries, self._cut])
        return spoil(name, argument), b""

    def _honest(self, name: str, argument: bytes) -> bytes:
        answer: Callable[[bytes], bytes] | None = getattr(self, f"_{name}", None)
        return answer(argument).replace(b"\n", b"\r\n") if answer else b""

    def _value(self, name: str, argument: bytes) -> bytes:
        lines = [self.chance.choice(VALUES).encode() for _ in range(self.chance.choice([1, 1, 2, 5]))]
        return b"".join(line + b"\r\n" for line in lines)

    def _cut(self, name: str, argument: bytes) -> bytes:
        honest = self._honest(name, argument)
        return honest[: self.chance.randrange(len(honest) + 1)] * self.chance.choice([1, 1, 3, 300])

    def _mutated(self, name: str, argument: bytes) -> bytes:
        """One value of an honest answer is another one."""
        honest = self._honest(name, argument)
        spots = list(re.finditer(rb"b?'(?:[^'\\]|\\.)*'|-?\d+|None", honest))
        if not spots:
            return self._value(name, argument)
        spot = self.chance.choice(spots)
        if spot[0][:1] in b"b'" and self.chance.random() < 0.8:
            other = repr(b"/" * (spot[0][2:3] == b"/") + self.chance.choice(NAMES)).encode()
        else:
            other = self.chance.choice(VALUES).encode()
        return honest[: spot.start()] + other + honest[spot.end() :]

    def _entries(self, name: str, argument: bytes) -> bytes:
        """Names that lead elsewhere, in the form of what was asked for."""
        names = [self.chance.choice(NAMES) for _ in range(self.chance.randint(1, 6))]
        if name == "tree":
            lines = [b"@ (b'/', b'/', (4096, 99, 0))"]
            lines += [
                b"%d AAAAAAAAAAAAAAAA %r" % (self.chance.choice([5, 10**11]), b"/" + each) for each in names
            ]
            lines += [b"/ %r" % (b"/" + each) for each in names[:2]]
            return b"".join(line + b"\r\n" for line in lines)
        times = self.chance.choice([1, 1, 1, 2000])
        entries = [b"(%r, %d, %d, 0)\r\n" % (each, self.chance.random() < 0.3, 5) for each in names]
        return b"2000\r\n" + b"".join(entries) * times

    def _raised(self) -> bytes:
        lines = [
            "OSError: [Errno 2] ENOENT",
            "OSError: 99999999999999999999",
            "OSError: [Errno 28] ENOSPC",
            "MemoryError: ",
            "ImportError: no module named '_jw_survey'",
            "OSError: \x1b]0;title\x07",
            "KeyboardInterrupt: ",
            "",
            "ValueError: digest",
            "AttributeError: 'module' object has no attribute 'ilistdir'",
            "x" * 5000,
        ]
        return b"Traceback (most recent call last):\r\n" + self.chance.choice(lines).encode() + b"\r\n"

    # --- honest answers ---

    def _probe(self, argument: bytes) -> bytes:
        heap = self.chance.choice([180_000, 40_000, 15_000])
        return (
            repr(("rp2", "Fake", "v1.29", "1.29.0", "e66", heap, 848_000, 700_000, "micropython")).encode()
            + b"\n"
        )

    def _features(self, argument: bytes) -> bytes:
        bits = self.chance.choice([255, 255, 0, 96, 223])
        return b"(%d, %d)\n" % (bits, ~bits)

    def _list_folder(self, argument: bytes) -> bytes:
        folder = b"/" if b"'/'" in argument else argument.split(b"'")[1] + b"/" if b"'" in argument else b"/"
        whole = argument.rstrip(b") \n").endswith(b"1")
        lines = [b"2000"]
        for path in sorted([*FOLDERS, *FILES]):
            name = path[len(folder) :]
            if path.startswith(folder) and name and (whole or b"/" not in name):
                lines.append(b"(%r, %d, %d, 60)" % (name, path in FOLDERS, len(FILES.get(path, b""))))
        return b"\n".join(lines) + b"\n"

    def _stat(self, argument: bytes) -> bytes:
        path = argument.split(b"'")[1] if b"'" in argument else b"/"
        return b"2000\n(%r, %d, %d, 60)\n" % (path, path not in FILES, len(FILES.get(path, b"")))

    def _kinds(self, argument: bytes) -> bytes:
        paths = re.findall(rb"'([^']*)'", argument)
        return repr([1 if path in FILES else 2 if path in [b"/", *FOLDERS] else 0 for path in paths]).encode()

    def _survey(self, argument: bytes) -> bytes:
        files, _, folders = argument.partition(b"]")
        lines = [
            b"%d %s" % (len(FILES[path]), b2a_base64(_digest(path)).strip()) if path in FILES else b"-"
            for path in re.findall(rb"'([^']*)'", files)
        ]
        return b"\n".join([*lines, *[b"(4096, 99, 0)"] * len(re.findall(rb"'[^']*'", folders))]) + b"\n"

    def _tree(self, argument: bytes) -> bytes:
        lines = [b"@ (b'/', b'/', (4096, 99, 0))", *(b"/ %r" % folder for folder in FOLDERS)]
        for path, data in FILES.items():
            lines.append(b"%d %s %r" % (len(data), b2a_base64(_digest(path)).strip(), path))
        return b"\n".join(lines) + b"\n"

    def _mounts(self, argument: bytes) -> bytes:
        return b"('<VfsLfs2>', '/', 4096, 200, 99)\n"

    def _space(self, argument: bytes) -> bytes:
        return b"(800000, 400000, 0)\n"

    def _working_folder(self, argument: bytes) -> bytes:
        return b"b'/'\n"

    def _libraries(self, argument: bytes) -> bytes:
        return b"4870\n['', '.frozen', '/lib']\n"

    def _mpy(self, argument: bytes) -> bytes:
        return b"4870\n"

    def _heap_free(self, argument: bytes) -> bytes:
        return b"180000\n"

    def _clock(self, argument: bytes) -> bytes:
        return b"(2026, 1, 1, 3, 0, 0, 0, 0)\n"

    def _digest(self, argument: bytes) -> bytes:
        return repr(hashlib.sha256(b"").digest()).encode() + b"\n"

    def _sha256(self, argument: bytes) -> bytes:
        return hashlib.sha256(b"").hexdigest().encode() + b"\n"

    def _rom_query(self, argument: bytes) -> bytes:
        return b"(0, 8192, 4096, 1, b'\\xd2\\xcd1')\n"

    def _read_file(self, argument: bytes) -> bytes:
        path = argument.split(b"'")[1] if b"'" in argument else b""
        text = b'{"v": 1, "packages": {"p": {"version": "1", "wanted": true, "files": ["a.py"]}}}'
        return b2a_base64(text if path.endswith(b".json") else FILES.get(path, b"some text"))

    def _receive(self, argument: bytes) -> bytes:
        return b"".join(
            bytes(self.chance.choices(b"\x95\x86\x15\x06 ", k=9)) for _ in range(9)
        ) + b"%d\n" % len(FILES)

    def _send(self, argument: bytes) -> bytes:
        """Frames, which follow the files that were asked for more or less."""
        said = bytearray()
        for number, path in enumerate(self.paths):
            data = FILES.get(path, b"none")
            if self.chance.random() < self.spoils / 4:
                data = data + bytes(self.chance.choice([1, 3000, 200_000]))
            for offset in range(0, len(data), 1000):
                shift = self.chance.choice([0] * 30 + [1, 1 << 20])
                said += _frame(number, offset + shift, data[offset : offset + 1000])
            digest = hashlib.sha256(data).digest()[: self.chance.choice([12, 12, 12, 0, 1, 32])]
            said += _frame(number, len(data), digest, ends=True)
        return bytes(said)


def _frame(file: int, offset: int, payload: bytes, *, ends: bool = False) -> bytes:
    head = struct.pack("<HIH", file, offset, len(payload) | (0x8000 if ends else 0))
    return b"\xa5\x5a" + head + crc32(payload, crc32(head)).to_bytes(4, "little") + payload


def _digest(path: bytes) -> bytes:
    return hashlib.sha256(FILES[path]).digest()[:12]


def _script_of(source: bytes) -> tuple[str, bytes]:
    """The script that a source runs, and its arguments."""
    called = re.search(rb"__import__\('_jw_(\w+)'\)\((.*)\)\s*\Z", source, re.DOTALL)
    if called:
        return called[1].decode(), called[2]
    if b"_jw_paths']=" in source:
        return "paths", source
    for name in _NAMES:
        if source.startswith(script.script(name)):
            return name, source[len(script.script(name)) :]
    return "", b""


_NAMES = (
    *(
        "clock",
        "digest",
        "features",
        "heap_free",
        "kinds",
        "libraries",
        "list_folder",
        "mounts",
        "mpy",
        "probe",
    ),
    *("read_file", "rom_query", "sha256", "space", "stat", "survey", "tree", "working_folder"),
)
