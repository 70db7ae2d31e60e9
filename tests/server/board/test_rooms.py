"""The rooms of a session one by one, each against fakes of what it uses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from board.plug import scripted
from board.sessions import until
from jumperwire.board.calming import calm, calm_at_once
from jumperwire.board.changes import Changes
from jumperwire.board.connection import Connection
from jumperwire.board.console import Console
from jumperwire.board.deadline import Deadline
from jumperwire.board.facts import Fact, Facts, Until
from jumperwire.board.journal import Receiving
from jumperwire.board.keyboard import KEYS, Keyboard
from jumperwire.board.link import Link
from jumperwire.board.owner import TaskOwner
from jumperwire.board.prompt_access import PromptAccess
from jumperwire.board.resets import Resets
from jumperwire.board.shown import ShownState
from jumperwire.board.state import Identity, State, WhenRunning
from jumperwire.board.timing import FIRST, LinkTiming
from jumperwire.board.turns import Ticket, Turns, Withdrawn
from jumperwire.errors import BoardSilent, LinkLost, NotConnected, PortGone
from jumperwire.protocol import raw_repl
from jumperwire.protocol.channel import Channel, Conversation, Event
from jumperwire.protocol.repl_state import Cue, ReplState
from jumperwire.transport.memory import MemoryStream, pair
from jumperwire.transport.stream import LinkTraits, Opened
from jumperwire.transport.writer import Writer

BOARD = Identity("memory:", "fake")


def linked(on_output: Callable[[bytes], None] = lambda _: None) -> tuple[Link, MemoryStream]:
    """A link to a board that the test plays."""
    ours, theirs = pair("memory:")
    return Link(Opened(ours, LinkTraits()), lambda _: None, on_output, lambda: None), theirs


# --- turns ---


async def test_turns_are_taken_in_order() -> None:
    turns, order = Turns(), list[int]()

    async def work(number: int) -> None:
        await turns.take()
        order.append(number)
        await asyncio.sleep(0)
        turns.give_back()

    await asyncio.gather(*(work(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]
    assert (turns.taken, turns.count) == (False, 5)


async def test_a_place_in_the_queue_can_be_withdrawn_or_cancelled_and_the_next_one_has_the_turn() -> None:
    turns, ticket = Turns(), Ticket()
    await turns.take()
    withdrawn = asyncio.ensure_future(turns.take(ticket))
    cancelled = asyncio.ensure_future(turns.take())
    last = asyncio.ensure_future(turns.take())
    await asyncio.sleep(0)
    turns.withdraw(ticket)
    cancelled.cancel()
    with pytest.raises(Withdrawn):
        await withdrawn
    with pytest.raises(Withdrawn):
        await turns.take(ticket)
    turns.give_back()
    await last
    turns.give_back()
    assert not turns.taken


async def test_a_turn_that_comes_with_a_cancellation_goes_on_to_the_next() -> None:
    turns = Turns()
    await turns.take()
    first, second = asyncio.ensure_future(turns.take()), asyncio.ensure_future(turns.take())
    await asyncio.sleep(0)
    turns.give_back()
    first.cancel()
    await asyncio.wait_for(second, 1)
    turns.give_back()
    assert first.cancelled()
    assert not turns.taken


# --- facts ---


def test_one_event_forgets_what_it_makes_untrue_and_nothing_else() -> None:
    facts = Facts()
    each = [Fact[int](until.name, until) for until in Until]
    for fact in each:
        assert facts.put(fact, 1) == 1
    for event, left in ((Until.FILES, 3), (Until.CODE, 2), (Until.RESTART, 1)):
        facts.happened(event)
        assert sum(facts.get(fact, 0) for fact in each) == left
    assert facts.get(each[0]) is None
    assert repr(each[0]) == "<fact FILES>"


# --- the state that is shown ---


async def test_running_is_shown_when_it_lasts_and_idle_at_once() -> None:
    believed: State | None = State.IDLE
    told: list[State] = []
    shown = ShownState(Changes(), lambda: believed)
    shown.on_change = lambda: told.append(shown.state)
    shown.running_delay = lambda: 0.02
    shown.refresh()
    believed = State.RUNNING
    shown.refresh()
    believed = State.IDLE
    shown.refresh()
    await asyncio.sleep(0.05)
    assert told == [State.IDLE]
    believed = State.RUNNING
    shown.refresh()
    await asyncio.sleep(0.05)
    shown.refresh()
    believed = None
    shown.refresh()
    shown.set(State.LOST, LinkLost(board="fake", cause="pulled"))
    assert told == [State.IDLE, State.RUNNING, State.LOST]


# --- changes ---


async def test_waiting_for_a_change_ends_with_it_with_time_or_with_the_link() -> None:
    changes = Changes()
    link, _ = linked()
    asyncio.get_running_loop().call_later(0.01, changes.note)
    began = asyncio.get_running_loop().time()
    assert await changes.within(5, lambda: asyncio.get_running_loop().time() > began + 0.005, link)
    assert not await changes.within(0.01, lambda: False, link)
    await link.aclose()
    assert not await changes.within(60, lambda: False, link)
    asyncio.get_running_loop().call_soon(changes.note)
    with pytest.raises(LinkLost):
        await changes.until(lambda: False, link)


# --- the connection ---


class User:
    """Hears of links."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def link_opened(self, link: Link, traits: LinkTraits) -> None:
        self.heard.append("opened")

    def link_ended(self) -> None:
        self.heard.append("ended")

    def on_event(self, event: Event) -> None:
        self.heard.append(type(event).__name__)

    def changed(self) -> None:
        return


async def test_a_link_that_is_lost_is_opened_again_until_nobody_wants_it() -> None:
    ends: list[MemoryStream] = []
    user, changes = User(), Changes()
    shown = ShownState(changes, lambda: None)

    async def opener(address: str) -> Opened:
        if len(ends) == 1 and shown.state is State.LOST and not user.heard.count("refused"):
            user.heard.append("refused")
            raise PortGone(port=address)
        ours, theirs = pair(address)
        ends.append(theirs)
        return Opened(ours, LinkTraits())

    connection = Connection(BOARD, opener, TaskOwner("fake"), shown, Console(), user)
    with pytest.raises(NotConnected):
        connection.require()
    await connection.open()
    await connection.open()  # which it is
    await ends[0].aclose()
    await asyncio.wait_for(changes.until(lambda: len(ends) == 2), 5)
    assert connection.require() is connection.link
    await connection.close()
    await connection.close()
    assert user.heard == ["opened", "ended", "refused", "opened", "ended"]
    assert shown.state is State.CLOSED


async def test_a_link_that_cannot_be_opened_says_why() -> None:
    async def opener(address: str) -> Opened:
        raise PortGone(port=address)

    shown = ShownState(Changes(), lambda: None)
    connection = Connection(BOARD, opener, TaskOwner("fake"), shown, Console(), User())
    with pytest.raises(PortGone):
        await connection.open()
    assert (shown.state, type(shown.fault)) == (State.ABSENT, PortGone)


# --- the keyboard ---


async def test_keys_are_kept_up_to_a_limit_and_sent_in_order() -> None:
    console, sent = Console(), list[int]()
    keyboard = Keyboard(console, Changes(), TaskOwner("fake"), sent.append)
    link, board = linked()
    reading = asyncio.ensure_future(link.run())
    assert keyboard.keep(b"a" * KEYS)
    assert not keyboard.keep(b"b")
    assert console.scrollback == b"\a"
    await keyboard.flush(link)
    assert await board.read() == b"a" * KEYS
    assert (keyboard.waiting, sent) == (False, [KEYS])
    keyboard.keep(b"c")
    keyboard.forget()
    assert not keyboard.waiting
    await link.aclose()
    await reading


# --- to the prompt and back ---


async def test_a_half_typed_line_is_parked_and_put_back() -> None:
    said: list[bytes] = []
    console = Console()
    link, board = linked(console.output)
    changes = Changes()
    prompt = PromptAccess(BOARD, console, changes, Receiving(None))
    prompt.link_opened(0.0)

    async def play() -> None:
        await board.write(b"\r\n>>> x = 1")
        while True:
            data = await board.read()
            said.append(data)
            if data.startswith(b"\x03\x01print("):
                await board.write(b"\r\n>>> \r\nraw REPL; CTRL-B to exit\r\n>OK")
                await board.write(data[8:17] + b"\r\n\x04\x04>")
            elif data == b"\x02":
                await board.write(b"\r\nMicroPython\r\n>>> ")
            else:
                await board.write(data)

    playing = asyncio.ensure_future(play())
    reading = asyncio.ensure_future(link.run())
    await until(lambda: link.repl.at_prompt, lambda: "a prompt")
    await prompt.enter(link, WhenRunning.FAIL, "")
    assert link.repl.state is ReplState.RAW
    assert prompt.is_away(link)
    await prompt.give_back(link, show=False)
    assert not prompt.is_away(link)
    assert link.repl.prompt_line.typed == b"x = 1"
    assert said[-1] == b"x = 1"
    assert console.scrollback == b"\r\n>>> x = 1"
    playing.cancel()
    await link.aclose()
    await reading


async def test_a_dead_board_is_found_in_bounded_time() -> None:
    async def dead(link: MemoryStream) -> None:
        while True:
            await link.read()

    opened = await scripted(dead)("memory:")
    link = Link(opened, lambda _: None, lambda _: None, lambda: None)
    reading = asyncio.ensure_future(link.run())
    prompt = PromptAccess(BOARD, Console(), Changes(), Receiving(None))
    prompt.link_opened(0.0)
    began = asyncio.get_running_loop().time()
    for when in (WhenRunning.FAIL, WhenRunning.INTERRUPT):
        with pytest.raises(BoardSilent):
            await prompt.enter(link, when, "")
    assert asyncio.get_running_loop().time() - began < 30
    await link.aclose()
    await reading


# --- deadlines, whose loop may be late itself ---


async def test_a_deadline_of_a_loop_that_was_late_waits_for_what_came_meanwhile() -> None:
    timing, passed = LinkTiming(), list[str]()
    deadline = Deadline(timing, 0.05, lambda: passed.append("over"))
    deadline.begin(0.01)
    time.sleep(0.1)  # noqa: ASYNC251 - the loop is late
    for _ in range(2):
        await asyncio.sleep(0)
    assert (passed, deadline.timer is None) == ([], False)
    assert timing.patience() > FIRST
    await until(lambda: passed == ["over"], lambda: "the end of the grace")
    deadline.begin(0.01)
    await until(lambda: len(passed) == 2, lambda: "a second time")


async def test_a_deadline_that_is_stopped_calls_nobody() -> None:
    passed: list[str] = []
    deadline = Deadline(LinkTiming(), 1, lambda: passed.append("over"))
    deadline.stop()
    deadline.begin(0.01)
    deadline.begin(0.02)
    deadline.stop()
    await asyncio.sleep(0.05)
    assert passed == []


async def test_a_deadline_gives_its_grace_once() -> None:
    passed: list[str] = []
    deadline = Deadline(LinkTiming(), 0.01, lambda: passed.append("over"))
    deadline.begin(0.01, graced=True)
    time.sleep(0.1)  # noqa: ASYNC251 - the loop is late
    await until(lambda: passed == ["over"], lambda: "the end")


# --- writing ---


async def test_what_waits_goes_in_one_write_and_what_is_dropped_in_none() -> None:
    ours, theirs = pair("memory:")
    writer = Writer(ours)
    writer.post(b"never")
    writer.drop()
    running = asyncio.ensure_future(writer.run())
    await writer.written()
    for piece in (b"a", b"b", b"c"):
        writer.post(piece)
    await writer.written()
    assert await theirs.read() == b"abc"
    theirs.breaks("pulled")
    writer.post(b"d")
    assert (await running).facts["cause"] == "pulled"
    writer.end()
    await writer.written()


# --- resets ---


async def _resets(turns: list[str]) -> tuple[Resets, Changes, Facts, PromptAccess]:
    changes, facts = Changes(), Facts()
    prompt = PromptAccess(BOARD, Console(), changes, Receiving(None))
    return (
        Resets(changes, facts, prompt, TaskOwner("fake"), lambda: turns.append("ended")),
        changes,
        facts,
        prompt,
    )


async def test_a_soft_reset_that_is_cancelled_has_the_turn_until_the_board_began_anew() -> None:
    turns: list[str] = []
    resets, changes, _, _ = await _resets(turns)
    link, board = linked()
    reading = asyncio.ensure_future(link.run())
    resetting = asyncio.ensure_future(resets.soft(link))
    assert await board.read() == b"\x04"
    resetting.cancel()
    await asyncio.wait([resetting])
    assert turns == []
    resets.heard()
    changes.note()
    await until(lambda: turns == ["ended"], lambda: "the end of the turn")
    await link.aclose()
    await reading


async def test_a_pulse_of_the_reset_line_makes_what_was_known_untrue() -> None:
    resets, _, facts, prompt = await _resets([])
    link, _ = linked()
    fact = Fact[int]("what holds until a restart", Until.RESTART)
    facts.put(fact, 1)
    await resets.pulse(link)
    assert facts.get(fact) is None
    assert prompt.boot_ends > asyncio.get_running_loop().time()
    assert isinstance(link._stream, MemoryStream)
    assert link._stream.lines == [(False, True), (False, False)]


# --- calming ---


async def test_what_nobody_waits_for_is_interrupted_until_it_ends() -> None:
    """The first Ctrl-C is lost; and the board says by a number that none is under way any more."""
    interrupts = 0

    async def board(link: MemoryStream) -> None:
        nonlocal interrupts
        while True:
            data = await link.read()
            interrupts += data == b"\x03"
            if data == b"loop()\x04":
                await link.write(b"OK")
            elif data == b"\x03" and interrupts == 2:
                await link.write(b"\x04Traceback\r\nKeyboardInterrupt: \r\n\x04>")
            elif data.startswith(b"print("):
                await link.write(b"OK" + data[6:15] + b"\r\n\x04\x04>")

    opened = await scripted(board)("memory:")
    link = Link(opened, lambda _: None, lambda _: None, lambda: None)
    reading = asyncio.ensure_future(link.run())
    link.repl.start(raw(link.repl.channel)).result()
    running = link.begin(raw_repl.execute(link.repl.channel, b"loop()"), 5)
    await until(lambda: link.repl.state is ReplState.RUNNING, lambda: "that it runs")
    prompt = PromptAccess(BOARD, Console(), Changes(), Receiving(None))
    await calm_at_once(link, prompt, TaskOwner("fake"), running)
    assert b"KeyboardInterrupt" in (await running).error
    assert (link.repl.state, link.repl.interrupts, interrupts) == (ReplState.RAW, 0, 2)
    await calm(link, prompt, running)  # which has ended
    await link.aclose()
    await reading


def raw(channel: Channel) -> Conversation[None]:
    """The board is at its raw prompt, as if it had said so."""
    channel.cue(Cue.RAW_PROMPT)
    yield from ()
