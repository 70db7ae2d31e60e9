"""Boards and links that are not as they should be: each has its clear error, and what can go on goes on."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from boards.catalog import Board

from board.plug import Plug, Script, scripted
from board.sessions import PATIENCE, Terminal, connected, evaluate, until, usable
from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd, State, WhenRunning
from jumperwire.errors import (
    BoardGarbled,
    BoardReset,
    BoardSilent,
    InterruptIgnored,
    JumperwireError,
    LinkLost,
    NotMicroPython,
    ProgramRunning,
)
from jumperwire.transport.memory import MemoryStream

BANNER = b'MicroPython v1.29.0 on 2026-01-01; Fake with FAKE\r\nType "help()" for more information.\r\n>>> '


async def silent(link: MemoryStream) -> None:
    while True:
        await link.read()


def saying(text: bytes, seconds: float = 0.01) -> Script:
    """Says ``text`` again and again, and listens to nothing."""

    async def board(link: MemoryStream) -> None:
        while True:
            await link.write(text)
            await asyncio.sleep(seconds)

    return board


async def ignoring(link: MemoryStream) -> None:
    """At its prompt until it gets an Enter; from then on deaf to Ctrl-C."""
    await link.write(BANNER)
    for count in itertools.count():
        await link.read()
        await link.write(b"\r\nstill here %d\r\n" % count)


async def boot_loop(link: MemoryStream) -> None:
    while True:
        await link.write(
            b"ets Jul 29 2019 12:21:46\r\n\r\nrst:0x3 (SW_RESET),boot:0x13\r\nGuru Meditation\r\n"
        )
        await asyncio.sleep(0.05)


def answering(prompt: bytes, echo: bool = True) -> Script:
    """Shows ``prompt`` after each Enter and Ctrl-C, and knows no Ctrl-A."""

    async def board(link: MemoryStream) -> None:
        while True:
            for byte in await link.read():
                if byte in b"\r\n\x03":
                    await link.write(b"\r\n" + prompt)
                elif byte >= ord(" ") or echo:
                    await link.write(bytes([byte]))

    return board


async def echoing(link: MemoryStream) -> None:
    while True:
        await link.write(await link.read())


@pytest.mark.parametrize(
    ("script", "error", "facts"),
    [
        (silent, BoardSilent, ()),
        (saying(b"$GPGGA,123519,4807.038,N\r\n"), NotMicroPython, ("GPGGA",)),
        (saying(b"\xf8\x00\x86\xe6\xfe\x98\x1e\x00\xff"), BoardGarbled, (r"\xf8",)),
        (saying(b"\0\0\0"), BoardGarbled, (r"\x00",)),
        (boot_loop, NotMicroPython, ("Guru Meditation",)),
        (ignoring, InterruptIgnored, ()),
        (answering(b">>> ", echo=False), NotMicroPython, (">>>",)),
        (answering(b"--> ", echo=False), NotMicroPython, ("-->",)),
        (answering(b"Login incorrect\r\npi login: "), NotMicroPython, ("pi login:",)),
        (echoing, NotMicroPython, ("an echo of what it is sent",)),
    ],
    ids=[
        "silence",
        "babble",
        "another baud rate",
        "a lower baud rate",
        "a boot loop",
        "deaf to Ctrl-C",
        "a friendly REPL only",
        "aiorepl",
        "a login prompt",
        "an echo",
    ],
)
async def test_what_is_no_board_at_its_prompt_is_named(
    script: Script, error: type[JumperwireError], facts: tuple[str, ...]
) -> None:
    session = Session("bad", opener=scripted(script))
    await session.connect()
    await session.type_keys(b"\r")
    await asyncio.sleep(0.05)
    with pytest.raises(error) as raised:
        await evaluate(session, "1")
    assert type(raised.value) is error
    for fact in facts:
        assert fact in str(raised.value.facts)
    await asyncio.wait_for(session.wait_for(State.ATTACHED, State.RUNNING), PATIENCE)
    await session.disconnect()


async def test_silence_alone_is_no_evidence_of_a_program() -> None:
    session = Session("bad", opener=scripted(silent))
    await session.connect()
    with pytest.raises(BoardSilent):
        await evaluate(session, "1", WhenRunning.FAIL)
    await session.disconnect()


async def test_what_prints_and_shows_no_prompt_is_a_program() -> None:
    async def counting(link: MemoryStream) -> None:
        for number in range(1000):
            await link.write(b"%d\r\n" % number)
            await asyncio.sleep(0.05)

    session = Session("bad", opener=scripted(counting))
    await session.connect()
    with pytest.raises(ProgramRunning):
        await evaluate(session, "1", WhenRunning.FAIL)
    await session.disconnect()


async def test_what_was_left_in_the_raw_repl_is_no_program() -> None:
    async def raw(link: MemoryStream) -> None:
        at_raw = True
        while True:
            data = await link.read()
            if at_raw and b"\x02" in data:
                at_raw = False
                await link.write(b'\r\nMicroPython v1.29\r\nType "help()" for more information.\r\n>>> ')
            elif b"\x01" in data:
                await link.write(b"raw REPL; CTRL-B to exit\r\n>")
            if b"print(1)" in data:
                await link.write(b"OK1\r\n\x04\x04>")

    session = Session("raw", opener=scripted(raw))
    await session.connect()
    assert await evaluate(session, "1", WhenRunning.FAIL) == "1"
    await session.disconnect()


async def test_a_board_that_never_answers_the_probe_is_usable() -> None:
    """The probe is code of ours that nobody asked for: its silence is a board without information."""

    async def board(link: MemoryStream) -> None:
        await link.write(BANNER)
        while True:
            data = await link.read()
            if b"\x01" in data:
                await link.write(b"\r\nraw REPL; CTRL-B to exit\r\n>")
            if b"\x02" in data:
                await link.write(b"\r\n" + BANNER)
            elif b"print(6*7)" in data:
                await link.write(b"OK42\r\n\x04\x04>")
            elif b"print(" in data and data.endswith(b"\x04") and b"import" not in data:
                number = data.partition(b"print(")[2].partition(b")")[0]
                await link.write(b"OK" + number + b"\r\n\x04\x04>")

    session = Session("bad", opener=scripted(board))
    await session.connect()
    await usable(session)
    await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
    await usable(session)
    assert session.info is None
    await session.disconnect()


async def test_junk_before_the_prompt_is_shown_and_harmless() -> None:
    async def board(link: MemoryStream) -> None:
        await link.write(b"\x00\xff\xfe rst: junk \r\n" + BANNER)
        await ignoring_after(link)

    async def ignoring_after(link: MemoryStream) -> None:
        while True:
            data = await link.read()
            if b"print(6*7)" in data:
                await link.write(b"raw REPL; CTRL-B to exit\r\n>OK42\r\n\x04\x04>")

    session = Session("bad", opener=scripted(board))
    terminal = Terminal(session)
    await session.connect()
    await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
    assert await evaluate(session, "6*7") == "42"
    assert b"\x00\xff\xfe rst: junk" in terminal.text
    await session.disconnect()


@pytest.mark.limit(40)
async def test_bytes_lost_on_the_way_are_sent_again_slowly() -> None:
    """A receiver that holds 40 bytes and drops the rest: what did not begin to run may be sent again."""
    writes: list[bytes] = []

    async def board(link: MemoryStream) -> None:
        await link.write(BANNER)
        source = b""
        while True:
            data = (await link.read())[:40]
            writes.append(data)
            if b"\x01" in data:
                source = b""
                await link.write(b"\r\nraw REPL; CTRL-B to exit\r\n>")
                data = data.partition(b"\x01")[2]
            if data.startswith(b"\x05A"):
                await link.write(b"R\x00raw REPL; CTRL-B to exit\r\n>")
                continue
            source += data.replace(b"\x03", b"")
            if b"\x04" in source:
                text, _, source = source.partition(b"\x04")
                output = b"%d" % len(text) if b"#" in text else text.removeprefix(b"print(")[:-1]
                await link.write(b"OK" + output + b"\r\n\x04\x04>")

    session = Session("bad", opener=scripted(board))
    await session.connect()
    async with session.lease() as lease:
        execution = await lease.exec("#" + "x" * 150)
    assert execution.output == b"151\r\n"
    await session.disconnect()
    assert max(map(len, writes)) == 40
    assert len(writes[-1]) <= 32


# --- unplugged, and back -------------------------------------------------------------------


async def _plugged(address: str) -> tuple[Session, Plug, Terminal]:
    plug = Plug()
    session = Session(address, opener=plug.open)
    terminal = Terminal(session)
    await session.connect()
    await usable(session)
    return session, plug, terminal


async def _execute(session: Session, source: str) -> None:
    async with session.lease() as lease:
        await lease.exec(source)


async def _back(session: Session, plug: Plug, terminal: Terminal) -> None:
    assert session.state is State.LOST
    with pytest.raises(LinkLost):
        await evaluate(session, "1")
    await asyncio.sleep(0.15)
    plug.insert()
    await until(lambda: "reconnected" in terminal.happenings(), lambda: str(terminal.incidents))
    await usable(session)
    await session.disconnect()
    assert plug.opened == 2


async def test_unplugged_at_the_prompt(address: str) -> None:
    session, plug, terminal = await _plugged(address)
    await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
    plug.pull()
    await asyncio.wait_for(session.wait_for(State.LOST), PATIENCE)
    assert terminal.happenings()[-1] == "lost"
    await _back(session, plug, terminal)


async def test_unplugged_while_a_program_runs(address: str) -> None:
    session, plug, terminal = await _plugged(address)
    running = asyncio.create_task(session.run("while True: print('x')", "x.py"))
    await terminal.shows(b"x\nx\n")
    plug.pull()
    assert (await asyncio.wait_for(running, PATIENCE)).end is RunEnd.LINK
    await _back(session, plug, terminal)


@pytest.mark.parametrize("moment", [0.0, 0.001, 0.01, 0.05, 0.2])
async def test_unplugged_in_an_operation(address: str, moment: float) -> None:
    session, plug, terminal = await _plugged(address)
    asyncio.get_running_loop().call_later(moment, plug.pull)
    with pytest.raises(LinkLost):
        await _execute(session, "while True: pass")
    await asyncio.wait_for(session.wait_for(State.LOST), PATIENCE)
    await _back(session, plug, terminal)


async def test_disconnecting_while_it_is_lost(address: str) -> None:
    session, plug, _ = await _plugged(address)
    plug.pull()
    await asyncio.wait_for(session.wait_for(State.LOST), PATIENCE)
    await session.disconnect()
    plug.insert()
    await asyncio.sleep(0.3)
    assert (session.state, plug.opened) == (State.CLOSED, 1)


async def test_a_link_that_always_breaks_at_once_is_closed_for_good() -> None:
    async def board(link: MemoryStream) -> None:
        await asyncio.sleep(0.01)
        link.breaks("worn out")

    session = Session("bad", opener=scripted(board))
    terminal = Terminal(session)
    await session.connect()
    await asyncio.wait_for(session.wait_for(State.CLOSED), PATIENCE)
    assert isinstance(session.fault, LinkLost)
    assert session.fault.facts["cause"] == "worn out"
    assert terminal.happenings().count("lost") == 5
    await session.disconnect()


async def test_a_reset_in_the_middle_of_an_operation_is_told(board: Board, address: str) -> None:
    if board.name == "microbit":
        pytest.skip("1.9 does not leave the interpreter at sys.exit()")

    async with connected(address) as (session, _):
        with pytest.raises(BoardReset):
            async with session.lease() as lease:
                await lease.exec("print(1)\nimport sys\nsys.exit()\n")
        await usable(session)


async def test_a_program_that_disables_ctrl_c_is_reported(board: Board, address: str) -> None:
    if board.name == "microbit":
        pytest.skip("1.9 has no kbd_intr")

    async with connected(address) as (session, _):
        source = (
            "import micropython, time\nmicropython.kbd_intr(-1)\ntime.sleep(4)\nmicropython.kbd_intr(3)\n"
        )
        running = asyncio.create_task(session.run(source, "deaf.py"))
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        await asyncio.sleep(0.2)
        with pytest.raises(InterruptIgnored):
            await session.interrupt()
        await asyncio.wait_for(running, PATIENCE)
        await usable(session)
