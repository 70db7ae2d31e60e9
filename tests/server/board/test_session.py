"""A session with each real interpreter: what it runs, shows, keeps apart and puts back."""

from __future__ import annotations

import asyncio

import pytest
from boards.catalog import Board, Can

from board.sessions import PATIENCE, connected, evaluate, listed, read, until, usable
from jumperwire.board.session import Session
from jumperwire.board.state import RunEnd, State, WhenRunning
from jumperwire.errors import BoardOutOfMemory, FileNotFound, NotConnected, ProgramRunning


def needs(board: Board, ability: Can) -> None:
    if not board.can(ability):
        pytest.skip(f"{board} has no {ability.name}")


async def test_it_runs_code_and_keeps_its_output_off_the_terminal(address: str) -> None:
    async with connected(address) as (session, terminal):
        async with session.lease() as lease:
            first = await lease.exec("print('one')\nprint('tw' + 'o')")
            second = await lease.exec("1/0")
            long = await lease.exec("x = 0\n" + "x += 1  # padding\n" * 60 + "print(x)")
        assert first.output.split() == [b"one", b"two"]
        assert b"ZeroDivisionError" in second.error
        assert long.output.split() == [b"60"]
        await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
        await asyncio.sleep(0.2)
        assert terminal.text == b""


async def test_a_run_shows_its_output_and_its_traceback_by_the_file_name(address: str) -> None:
    async with connected(address) as (session, terminal):
        done = await session.run("print('hello')", "hello.py")
        assert (done.end, done.traceback) == (RunEnd.DONE, "")
        raised = await session.run("\ndef f():\n    1/0\nf()\n", "bad.py", first_line=11)
        assert raised.end is RunEnd.RAISED
        await terminal.shows(b"hello\n>>> ")
        await terminal.shows(b'  File "bad.py", line 13, in f\nZeroDivisionError')
        assert terminal.plain.endswith(b"\n>>> ")
        assert terminal.happenings() == ["runStarted", "runEnded"] * 2
        assert session.state is State.IDLE


async def test_what_is_typed_while_a_program_runs_is_its_input(address: str) -> None:
    async with connected(address) as (session, terminal):
        running = asyncio.create_task(session.run("n = input('who? ')\nprint('hi', n)", "ask.py"))
        await terminal.shows(b"who? ")
        assert session.state is State.RUNNING
        assert session.program == "ask.py"
        for key in (b"a", b"d", b"a", b"\r"):
            await session.type_keys(key)
        assert (await running).end is RunEnd.DONE
        await terminal.shows(b"hi ada\n")


@pytest.mark.parametrize(
    "source",
    ["while True: pass", "while True: print('x' * 20)", "while True: input()"],
    ids=["silent", "printing", "asking"],
)
async def test_stop_ends_an_endless_program(address: str, source: str) -> None:
    async with connected(address) as (session, terminal):
        running = asyncio.create_task(session.run(source, "loop.py"))
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        await asyncio.sleep(0.3)
        await session.interrupt()
        assert (await asyncio.wait_for(running, PATIENCE)).end is RunEnd.INTERRUPTED
        await terminal.shows(b"KeyboardInterrupt")
        assert terminal.plain.endswith(b">>> ")
        await usable(session)


async def test_what_to_do_about_a_running_program_is_asked_for(address: str) -> None:
    async with connected(address) as (session, _):
        loop = asyncio.create_task(session.run("while True: pass", "loop.py"))
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        with pytest.raises(ProgramRunning) as refused:
            await evaluate(session, "1", WhenRunning.FAIL)
        assert refused.value.facts["program"] == "loop.py"
        waiting = asyncio.create_task(evaluate(session, "2", WhenRunning.WAIT))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        assert await evaluate(session, "3", WhenRunning.INTERRUPT) == "3"
        assert (await loop).end is RunEnd.INTERRUPTED
        assert await waiting == "2"


async def test_a_program_typed_at_the_prompt_counts_as_running(address: str) -> None:
    async with connected(address) as (session, terminal):
        await session.type_keys(b"while True: pass\r")
        await terminal.shows(b"... ")
        await session.type_keys(b"\r")
        await asyncio.wait_for(session.wait_for(State.RUNNING), PATIENCE)
        with pytest.raises(ProgramRunning):
            await evaluate(session, "1", WhenRunning.FAIL)
        assert await evaluate(session, "1") == "1"


async def test_a_half_typed_line_is_put_aside_and_back(address: str) -> None:
    async with connected(address) as (session, terminal):
        await session.type_keys(b"12*12")
        await terminal.shows(b"12*12")
        assert await evaluate(session, "7") == "7"
        await asyncio.wait_for(session.wait_for(State.IDLE), PATIENCE)
        assert terminal.text.count(b"12*12") == 1
        await session.type_keys(b"\r")
        await terminal.shows(b"\n144\n>>> ")


async def test_keys_during_an_operation_are_typed_after_it(address: str) -> None:
    async with connected(address) as (session, terminal):
        async with session.lease() as lease:
            await lease.exec("print(1)")
            await session.type_keys(b"5*5\r")
        await terminal.shows(b"25\n>>> ")


async def test_more_keys_than_can_wait_are_refused_with_a_bell(address: str) -> None:
    async with connected(address) as (session, terminal):
        async with session.lease() as lease:
            await lease.exec("print(1)")
            await session.type_keys(b"5*5\r")
            await session.type_keys(b"#" * 5000)
        await terminal.shows(b"25\n>>> ")
        assert terminal.text.startswith(b"\a")


async def test_the_raw_repl_is_the_users_own_when_he_enters_it(address: str) -> None:
    async with connected(address) as (session, terminal):
        await session.type_keys(b"\x01")
        await terminal.shows(b"raw REPL; CTRL-B to exit")
        await session.type_keys(b"print(6*7)\x04")
        await terminal.shows(b"OK42")
        await session.type_keys(b"\x02")
        await terminal.shows(b">>> ")
        await usable(session)


async def test_an_operation_leaves_the_users_raw_repl(address: str) -> None:
    async with connected(address) as (session, terminal):
        await session.type_keys(b"\x01")
        await terminal.shows(b"raw REPL; CTRL-B to exit")
        await usable(session)


async def test_several_lines_are_pasted_as_they_are(board: Board, address: str) -> None:
    needs(board, Can.LONG_INPUT)

    async with connected(address) as (session, terminal):
        body = "\r\n".join(f"    total += {n}  # and some more" for n in range(40))
        await session.paste(f"total = 0\r\nfor _ in range(2):\r\n{body}\r\nprint('sum', total)\r\n")
        await terminal.shows(b"\nsum 1560\n>>> ")
        await usable(session)


async def test_a_soft_reset_starts_afresh_and_keeps_files(board: Board, address: str) -> None:
    async with connected(address) as (session, terminal):
        async with session.lease() as lease:
            await lease.exec("here = 1")
            if board.can(Can.FILES):
                await lease.exec("with open('main.py', 'w') as f: n = f.write('print(\"main ran\")')")
        terminal.clear()
        await session.soft_reset()
        await terminal.shows(board.soft_reboot.replace(b"\r\n", b"\n"))
        await terminal.shows(b">>> ")
        if board.can(Can.BOOT_FILES):
            await terminal.shows(b"main ran\n")
        assert await evaluate(session, "'here' in globals()") == "False"
        if board.can(Can.FILES):
            assert "main.py" in [entry.name for entry in await listed(session, "/")]
            async with session.lease() as lease:
                await lease.exec("import os; os.remove('main.py')")
            with pytest.raises(FileNotFound):
                await read(session, "/main.py")


async def test_a_run_after_a_soft_reset_does_not_run_main(board: Board, address: str) -> None:
    needs(board, Can.BOOT_FILES)

    async with connected(address) as (session, terminal):
        async with session.lease() as lease:
            await lease.exec("here = 1\nwith open('main.py', 'w') as f: n = f.write('print(\"main ran\")')")
        outcome = await session.run("print('here' in globals())", "x.py", soft_reset=True)
        assert outcome.end is RunEnd.DONE
        await terminal.shows(b"False\n>>> ")
        assert b"main ran" not in terminal.text


async def test_a_hard_reset_comes_back(board: Board, address: str) -> None:
    if board.name == "unix":
        pytest.skip("the Unix board has no machine.reset and no reset line")

    async with connected(address) as (session, _):
        await evaluate(session, "0")
        async with session.lease() as lease:
            await lease.exec("here = 1")
        await session.hard_reset()
        assert await evaluate(session, "'here' in globals()", WhenRunning.FAIL) == "False"


async def test_a_reset_in_the_middle_of_a_run_is_told(board: Board, address: str) -> None:
    needs(board, Can.BOOT_FILES)

    async with connected(address) as (session, terminal):
        outcome = await session.run("print('before')\nimport sys\nsys.exit()\n", "x.py")
        assert outcome.end is RunEnd.RESET
        await terminal.shows(b"before\n")
        await usable(session)


async def test_it_connects_once_and_sends_nothing(address: str) -> None:
    async with connected(address, prompt=False) as (session, terminal):
        await session.connect()
        assert session.state.value in ("attached", "idle")
        assert terminal.happenings() == ["connected"]
        await session.disconnect()
        assert session.state.value == "closed"
        with pytest.raises(NotConnected):
            await session.type_keys(b"x")
        with pytest.raises(NotConnected):
            await evaluate(session, "1")
        await session.disconnect()
        await session.connect()
        await usable(session)


async def test_the_board_tells_what_it_is(board: Board, address: str) -> None:
    async with connected(address) as (session, _):
        info = await session.board_info()
        assert info is not None
        assert info.heap_free is not None
        assert info.heap_free > 1000
        if board.can(Can.FILES):
            assert info.flash_free is not None
            assert info.flash_free > 10_000


async def test_operations_of_several_take_turns(address: str) -> None:
    async with connected(address) as (session, _):
        answers = await asyncio.gather(*(evaluate(session, f"{n}*{n}", WhenRunning.FAIL) for n in range(8)))
        assert answers == [str(n * n) for n in range(8)]


async def test_code_that_prints_control_characters_and_other_bytes(board: Board, address: str) -> None:
    needs(board, Can.STDIN_BUFFER)

    async with connected(address) as (session, terminal):
        source = "import sys\nsys.stdout.buffer.write(b'\\xff\\x04 a \\x04 b \\x01\\x02\\x03\\x05')\n"
        outcome = await session.run(source, "bytes.py")
        assert outcome.end is RunEnd.DONE
        assert b"\xff\x04 a \x04 b \x01\x02\x03\x05" in terminal.text
        await usable(session)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("print(1)\r\nprint(2)\r\n", b"1\n2\n"),
        ("\ufeffprint('bom')", b"bom\n"),
        ("if 1:\n\tprint('tab')", b"tab\n"),
        ("print('h\u00e9\u4e16')", "h\u00e9\u4e16\n".encode()),
        ("print(len('\x01\x02\x05'))", b"3\n"),
        ("print(len('\x03\x04'))", b"2\n"),
        ("", b""),
        ("# nothing", b""),
    ],
    ids=["CRLF", "BOM", "tabs", "non-ASCII", "01 02 05", "03 04", "empty", "a comment"],
)
async def test_any_source_runs(address: str, source: str, shown: bytes) -> None:
    async with connected(address) as (session, terminal):
        outcome = await session.run(source, "x.py")
        assert (outcome.end, outcome.traceback) == (RunEnd.DONE, "")
        await terminal.shows(shown + b">>> ")


async def test_a_syntax_error_names_file_and_line(address: str) -> None:
    async with connected(address) as (session, _):
        outcome = await session.run("x = 1\ny = = 2\n", "typo.py")
        assert outcome.end is RunEnd.RAISED
        assert 'File "typo.py", line 2' in outcome.traceback
        assert "SyntaxError" in outcome.traceback
        await usable(session)


@pytest.mark.limit(60)
async def test_two_hundred_kilobytes_of_source(board: Board, address: str) -> None:
    async with connected(address) as (session, _):
        source = "n = 1\n" + ("#" * 99 + "\n") * 2000 + "print(n)\n"
        if board.can(Can.RAW_PASTE):
            assert (await session.run(source, "long.py")).end is RunEnd.DONE
        else:
            with pytest.raises(BoardOutOfMemory) as refused:
                await session.run(source, "long.py")
            assert int(refused.value.facts["needed"]) > 400_000 > int(refused.value.facts["free"])
        await usable(session)


async def test_a_board_that_is_just_starting_is_waited_for(board: Board, address: str) -> None:
    if board.name == "microbit":
        pytest.skip("QEMU's board was started before")

    session = Session(address)
    await session.connect()
    try:
        assert await evaluate(session, "6*7", WhenRunning.FAIL) == "42"
    finally:
        await session.disconnect()


async def test_states_come_in_order(address: str) -> None:
    session = Session(address)
    states = [session.state]
    session.on_change(lambda: states.append(session.state) if session.state != states[-1] else None)
    await session.connect()
    await usable(session)
    await until(lambda: session.state is State.IDLE, lambda: str(states))
    await session.disconnect()
    assert states[:2] == [State.CLOSED, State.OPENING]
    assert states[-3:] == [State.BUSY, State.IDLE, State.CLOSED]
    assert State.RUNNING not in states
