"""Tab in real shells: what was typed is completed as the table of commands has it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.inprocess import jumper
from cli.terminal import Terminal
from jumperwire.cli.completion import Value, table
from jumperwire.cli.macros import BUILT_IN, Macro
from jumperwire.cli.shells import SHELLS

STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "jumper() { printf 'got<%s>' \"$@\"; echo; }"),
    "zsh": (
        ["zsh", "-f", "-i"],
        "autoload -U compinit; compinit -u -D; jumper() { printf 'got<%s>' \"$@\"; echo; }",
    ),
    "fish": (["fish", "--no-config", "-i"], "function jumper; printf 'got<%s>' $argv; echo; end"),
}

TYPED = {
    "conn": ["connect"],
    "--js": ["--json"],
    "connect li": ["connect", "list"],
    "mip ins": ["mip", "install"],
    "mip install --loc": ["mip", "install", "--lock"],
    "mip freeze --lock ma": ["mip", "freeze", "--lock", "main.py"],
    "fs sha": ["fs", "sha256sum"],
    "sha": ["sha256sum"],
    "cp ma": ["cp", "main.py"],
    "fs cp ma": ["fs", "cp", "main.py"],
    "ls ma": ["ls", "ma"],
    "cp :ma": ["cp", ":ma"],
    "cp main.py : + disc": ["cp", "main.py", ":", "+", "disconnect"],
    "eval 1 soft": ["eval", "1", "soft-reset"],
    "romfs qu": ["romfs", "query"],
    "mount su": ["mount", "sub"],
    "run two": ["run", "two words.py"],
    "sync --wat": ["sync", "--watch"],
    "compile --arch rv3": ["compile", "--arch", "rv32imc"],
    "-b au": ["-b", "auto"],
    "-b /dev/x doc": ["-b", "/dev/x", "doctor"],
    "bli": ["blink"],
}


@pytest.fixture(params=STARTS)
def shell(request: pytest.FixtureRequest) -> str:
    if sys.platform == "win32" or not shutil.which(request.param):
        pytest.skip(f"no {request.param} here")
    return str(request.param)


def _own_terminal() -> None:
    """Fish wants the terminal to be its session's."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def typing(shell: str, folder: Path) -> Iterator[Terminal]:
    """A shell that knows jumper's completions, where ``jumper`` only says what it was given."""
    words, begin = STARTS[shell]
    screen, theirs = os.openpty()
    environment = {**os.environ, "TERM": "dumb", "HOME": str(folder), "PS1": "$ ", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        words,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    try:
        terminal = Terminal(process, screen, theirs)
        terminal.type(f"{begin}\nsource ../script.{shell}\nprintf 'rea%s\\n' dy\n".encode())
        terminal.wait_for(b"ready")
        yield terminal
    finally:
        process.kill()
        process.wait()
        os.close(screen)
        os.close(theirs)


def test_tab(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "config.toml").write_text("[commands]\nblink = 'run blink.py'\n")
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    said = jumper("completion", shell)
    assert (said.status, said.error) == (0, "")
    (tmp_path / f"script.{shell}").write_text(said.out)
    folder = tmp_path / "pc"
    (folder / "sub").mkdir(parents=True)
    for name in ("main.py", "two words.py"):
        (folder / name).touch()
    wrong = []
    with typing(shell, folder) as terminal:
        for typed, expected in TYPED.items():
            terminal.type(f"jumper {typed}\t\n".encode())
            terminal.wait_for(b"got<")
            got = b"<" + terminal.wait_for(b">\r\n") + b">"
            found = [word.rstrip("/") for word in re.findall(r"<(.*?)>", got.decode())]  # zsh takes it away
            if found != expected:
                wrong.append(f"{typed}: {found}")
    assert not wrong


def test_each_option_has_one_kind_of_value() -> None:
    known = table(BUILT_IN)
    bare = {
        option for takes in known.takes.values() for option in takes.options if option not in known.values
    }
    assert not bare & {*known.values}
    assert known.values["--lock"] is Value.FILE
    assert known.values["-b"] is Value.BOARD


def test_names_that_shells_could_misread() -> None:
    macros = {"it's $(rm)": Macro(("run", "x.py")), "a|b": Macro(("eval", "1"))}
    for name, write in SHELLS.items():
        script = write(table(macros))
        if name == "bash" and shutil.which("bash"):
            assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


def test_other_shells_are_none() -> None:
    assert jumper("completion", "cmd").status == 2
