"""The boards themselves: each does what the catalog says, before anything else is tested against it."""

from __future__ import annotations

import binascii
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from boards import catalog
from boards.catalog import MICROBIT, REAL, UNIX, Board, Can
from boards.plain import RAW_PROMPT, Repl

needs_unix = pytest.mark.skipif(UNIX.missing is not None, reason=str(UNIX.missing))
needs_microbit = pytest.mark.skipif(MICROBIT.missing is not None, reason=str(MICROBIT.missing))


@pytest.fixture(params=REAL, ids=str)
def board(request: pytest.FixtureRequest) -> Board:
    chosen = request.param
    assert isinstance(chosen, Board)
    if chosen.missing:
        pytest.skip(chosen.missing)
    return chosen


@pytest.fixture
def repl(board: Board, tmp_path: Path) -> Iterator[Repl]:
    """The board at its friendly prompt."""
    with board.start(tmp_path) as address, Repl(address, board.longest_write) as link:
        link.write(b"\r")
        link.until(b">>> ")
        link.quiet()
        yield link


@pytest.fixture
def unix(tmp_path: Path) -> Iterator[Repl]:
    if UNIX.missing:
        pytest.skip(UNIX.missing)
    with UNIX.start(tmp_path) as address, Repl(address) as link:
        link.until(b">>> ")
        yield link


def test_prompt(repl: Repl) -> None:
    repl.write(b"6*7\r")
    assert repl.until(b"\n>>> ").split() == [b"6*7", b"42"]


def test_raw_exec(repl: Repl) -> None:
    repl.raw()
    assert repl.run("print('hello', 6*7)") == "hello 42\n"
    repl.start("1/0")
    output, error = repl.finish()
    assert output == ""
    assert error.endswith("ZeroDivisionError: divide by zero\n") or "ZeroDivisionError" in error


def test_line_ends(board: Board, repl: Repl) -> None:
    repl.raw()
    repl.start("print('x')")
    assert repl.until(b"\x04") == (b"x\r\n" if board.can(Can.COOKED_OUTPUT) else b"x\n")


def test_raw_paste(board: Board, repl: Repl) -> None:
    repl.raw()
    if not board.can(Can.RAW_PASTE):
        repl.write(b"\x05A\x01")
        assert repl.until(b">").endswith(b"raw REPL; CTRL-B to exit\r\n")
        return
    repl.paste(b"x=0\n" + b"x+=1 # padding\n" * 300 + b"print(x)\n")
    assert repl.finish() == ("300\n", "")
    repl.paste(b"def f(:\n" + b"# padding\n" * 100)
    assert "SyntaxError" in repl.finish()[1]


@pytest.mark.parametrize(
    "source", ["while True: pass", "from time import sleep\nsleep(60)"], ids=["busy", "sleep"]
)
def test_interrupt(repl: Repl, source: str) -> None:
    repl.raw()
    for _ in range(3):
        repl.start(source)
        time.sleep(0.1)
        repl.write(b"\x03")
        assert "KeyboardInterrupt" in repl.finish()[1]
        assert repl.run("print(5)") == "5\n"


def test_soft_reset_raw(board: Board, repl: Repl) -> None:
    repl.raw()
    repl.run("marker=1")
    repl.write(b"\x04")
    assert repl.until(RAW_PROMPT).endswith(b"OK\r\n" + board.soft_reboot)
    assert repl.run("print('marker' in globals())") == "False\n"


def test_soft_reset_friendly(board: Board, repl: Repl) -> None:
    repl.write(b"marker=1\r")
    repl.until(b">>> ")
    repl.write(b"\x04")
    assert board.soft_reboot in repl.until(b"\n>>> ")
    repl.write(b"'marker' in globals()\r")
    assert b"False" in repl.until(b"\n>>> ")


def test_two_clients_one_after_the_other() -> None:
    if MICROBIT.missing:
        pytest.skip(MICROBIT.missing)
    with MICROBIT.start(Path()) as address:
        for _ in range(3):
            with Repl(address, MICROBIT.longest_write) as link:
                link.write(b"\r")
                link.until(b">>> ")


def test_files_and_boot(unix: Repl) -> None:
    unix.raw()
    write_file(unix, "boot.py", "print('boot ran')")
    write_file(unix, "main.py", "print('main ran')\nhere=7")
    unix.write(b"\x04")
    assert unix.until(RAW_PROMPT) == b"OK\r\nMPY: soft reboot\r\nboot ran\n"
    assert unix.run("print('here' in globals())") == "False\n"
    unix.write(b"\x02")
    unix.until(b">>> ")
    unix.write(b"\x04")
    assert unix.until(b">>> ").startswith(b"\r\nMPY: soft reboot\r\nboot ran\nmain ran\nMicroPython ")
    unix.write(b"here\r")
    assert b"7" in unix.until(b">>> ")


@pytest.mark.parametrize(("boot", "main_runs"), [("1/0", False), ("pass", True)])
def test_a_failing_boot_file_keeps_main_from_running(unix: Repl, boot: str, main_runs: bool) -> None:
    unix.raw()
    write_file(unix, "boot.py", boot)
    write_file(unix, "main.py", "print(99)")
    unix.write(b"\x02\x04")
    unix.until(b"MPY: soft reboot")
    assert (b"\n99\n" in unix.until(b"MicroPython ")) == main_runs


def test_main_is_interrupted_and_leaves_its_names(unix: Repl) -> None:
    unix.raw()
    write_file(unix, "main.py", "here=8\nprint(1)\nwhile True: pass")
    unix.write(b"\x02\x04")
    unix.until(b"1\n")
    unix.write(b"\x03")
    assert b"KeyboardInterrupt" in unix.until(b">>> ")
    unix.write(b"here\r")
    assert b"8" in unix.until(b">>> ")


def test_sys_exit_is_a_soft_reset(unix: Repl) -> None:
    unix.raw()
    unix.start("import sys\nsys.exit()")
    assert unix.until(RAW_PROMPT).endswith(b"MPY: soft reboot\r\n")
    write_file(unix, "main.py", "print(1)\nraise SystemExit")
    unix.write(b"\x02\x04")
    for _ in range(3):
        assert unix.until(b"1\n").endswith(b"MPY: soft reboot\r\n")


def test_files_survive_power_off(unix: Repl, tmp_path: Path) -> None:
    unix.raw()
    unix.run("with open('kept.bin','wb') as f: f.write(bytes(range(256))*40)")
    unix.close()
    with UNIX.start(tmp_path) as address, Repl(address) as again:
        again.until(b">>> ")
        again.raw()
        assert again.run("print(open('kept.bin','rb').read()==bytes(range(256))*40)") == "True\n"


@needs_unix
def test_a_full_flash(tmp_path: Path) -> None:
    with Repl(catalog.unix_address(tmp_path / "small", flash_size=64 << 10)) as link:
        link.until(b">>> ")
        link.raw()
        link.start("with open('big','wb') as f:\n for _ in range(100): f.write(bytes(1024))")
        assert "OSError: 28" in link.finish()[1]
        link.run("import os\nos.remove('big')\nwith open('small','wb') as f: f.write(bytes(8192))")


def test_binary_input_and_output(unix: Repl) -> None:
    unix.raw()
    everything = bytes(range(256)) * 64
    unix.start(
        "import sys,micropython\nmicropython.kbd_intr(-1)\nsys.stdout.write('go')\n"
        f"b=sys.stdin.buffer.read({len(everything)})\nmicropython.kbd_intr(3)\nsys.stdout.buffer.write(b)"
    )
    unix.until(b"go")
    unix.write(everything)
    assert unix.exactly(len(everything)) == everything
    assert unix.finish() == ("", "")


def test_an_interrupt_throws_typed_input_away(unix: Repl) -> None:
    unix.raw()
    unix.start("while True: pass")
    unix.write(b"print('typed ahead')\x04" * 1000)
    time.sleep(0.1)
    unix.write(b"\x03")
    assert "KeyboardInterrupt" in unix.finish()[1]
    assert unix.run("print(5)") == "5\n"
    assert unix.quiet() == b""


def test_a_flood_of_interrupts_is_one(unix: Repl) -> None:
    unix.raw()
    unix.start("while True: pass")
    time.sleep(0.05)
    unix.write(b"\x03" * 64 + b"\r\x01")
    assert "KeyboardInterrupt" in unix.finish()[1]
    unix.until(RAW_PROMPT)
    assert unix.run("print(5)") == "5\n"


def test_interrupts_leave_the_flash_whole(unix: Repl) -> None:
    unix.raw()
    chance = random.Random(11)
    for _ in range(20):
        unix.start("n=0\nwhile True:\n with open('f%d'%(n%7),'wb') as f: f.write(bytes(3000))\n n+=1")
        time.sleep(chance.uniform(0.01, 0.05))
        unix.write(b"\x03")
        assert "KeyboardInterrupt" in unix.finish()[1]
    unix.write(b"\x04")
    unix.until(RAW_PROMPT)
    sizes = unix.run("import os\nprint(sorted({os.stat(f)[6] for f in os.listdir()}-{0}))")
    assert sizes == "[3000]\n"


def test_interrupts_leave_the_heap_whole(unix: Repl) -> None:
    unix.raw()
    for _ in range(20):
        unix.start("import gc\nL=[[] for i in range(500)]\nwhile True: gc.collect()")
        time.sleep(0.01)
        unix.write(b"\x03")
        assert "KeyboardInterrupt" in unix.finish()[1]
        unix.run("[1]*100")


@needs_unix
@pytest.mark.parametrize("how", ["stdin closes", "SIGTERM", "SIGKILL"])
def test_nothing_stays_behind(tmp_path: Path, how: str) -> None:
    link = Repl(catalog.unix_address(tmp_path / "flash"))
    assert link.process is not None
    link.until(b">>> ")
    link.raw()
    link.start("while True: pass")
    interpreters = _children(link.process.pid)
    assert len(interpreters) == 1
    if how != "stdin closes":
        link.process.send_signal(signal.SIGTERM if how == "SIGTERM" else signal.SIGKILL)
    begun = time.monotonic()
    link.close()
    deadline = begun + 2
    while any(_runs(pid) for pid in interpreters):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@needs_unix
def test_serves_tcp(tmp_path: Path) -> None:
    command = [sys.executable, str(catalog.UNIX_BOARD), "--flash", str(tmp_path / "flash"), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        port = int(program.stderr.readline())
        for _ in range(2):
            with Repl(f"socket://127.0.0.1:{port}") as link:
                link.write(b"\r\x03\x01")
                link.until(RAW_PROMPT)
                assert link.run("print(5)") == "5\n"
        program.terminate()
        assert program.wait(5) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


class Soak:
    """Random cycles from a seed, at the raw prompt before and after each."""

    def __init__(self, link: Repl, board: Board, seed: int) -> None:
        self.link, self.chance = link, random.Random(seed)
        self.cycles = [self.execute, self.busy, self.printing, self.early, self.reset, self.enter]
        if board.can(Can.RAW_PASTE):
            self.cycles.append(self.paste)
        if board.can(Can.STDIN_BUFFER):
            self.cycles.append(self.binary)

    def cycle(self) -> str:
        chosen = self.chance.choice(self.cycles)
        chosen()
        return chosen.__name__

    def execute(self) -> None:
        number = self.chance.randrange(1000)
        assert self.link.run(f"x={number}\nprint(x*2)") == f"{number * 2}\n"

    def busy(self) -> None:
        self._interrupt("while True: pass", self.chance.choice([0.03, 0.1]))

    def printing(self) -> None:
        self._interrupt("while True: print('z'*20)", self.chance.choice([0.03, 0.1]))

    def early(self) -> None:
        """Soon enough that the program may not have begun; then Ctrl-C is only a byte, and is repeated."""
        self.link.start("while 1:\n  for q in range(10): pass")
        time.sleep(self.chance.choice([0, 0.001, 0.005]))
        self.link.write(b"\x03")
        if not self.link.waiting(0.3):
            self.link.write(b"\x03")
        assert "KeyboardInterrupt" in self.link.finish()[1]

    def reset(self) -> None:
        self.link.write(b"\x04")
        self.link.until(RAW_PROMPT)

    def enter(self) -> None:
        self.link.write(b"\x02")
        self.link.until(b">>> ")
        self.link.raw()

    def paste(self) -> None:
        self.link.paste(b"# " + b"p" * self.chance.randrange(1000) + b"\nprint(3)")
        assert self.link.finish() == ("3\n", "")

    def binary(self) -> None:
        data = self.chance.randbytes(self.chance.randrange(1, 700))
        self.link.start(
            "import sys,micropython,binascii\nmicropython.kbd_intr(-1)\nsys.stdout.write('go')\n"
            f"b=sys.stdin.buffer.read({len(data)})\nmicropython.kbd_intr(3)\nprint(binascii.crc32(b))"
        )
        self.link.until(b"go")
        self.link.write(data)
        assert self.link.finish() == (f"{binascii.crc32(data)}\n", "")

    def _interrupt(self, source: str, after: float) -> None:
        self.link.start(source)
        time.sleep(after)
        self.link.write(b"\x03")
        assert "KeyboardInterrupt" in self.link.finish()[1]


def test_soak(board: Board, repl: Repl) -> None:
    repl.raw()
    soak = Soak(repl, board, seed=7)
    done = []
    try:
        for _ in range(int(os.environ.get("JUMPERWIRE_SOAK", "50"))):
            done.append(soak.cycle())
    except AssertionError as error:
        raise AssertionError(f"after {len(done)} cycles, the last {done[-3:]}: {error}") from error


def write_file(link: Repl, name: str, content: str) -> None:
    link.run(f"with open({name!r},'w') as f: f.write({content!r})")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
