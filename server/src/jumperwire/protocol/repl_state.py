"""The states in which a board's REPL is believed to be, and the one table of transitions between them.

Only `Repl` changes the state, and only by this table. Conversations report what they do and hear as cues.
"""

from __future__ import annotations

from enum import Enum


class ReplState(Enum):
    """The state of the board, as far as its output shows."""

    __hash__ = object.__hash__  # each is there once; Enum's own is Python code, in the path of each execution

    FRIENDLY = "the friendly REPL, or a program that was started from it"
    ENTERING = "on the way to the raw REPL: Ctrl-A was sent"
    RAW = "the raw prompt"
    SENDING = "at the raw prompt, with source under way"
    RUNNING = "source that it accepted runs"
    LEAVING = "on the way to the friendly REPL: Ctrl-B was sent"
    ASTRAY = "unknown: answers to a conversation that was dropped may still come"
    USERS_RAW = "the raw REPL, entered by the user's own keys"


class Cue(Enum):
    """What changes the state."""

    __hash__ = object.__hash__

    ENTER = "Ctrl-A is sent"
    SEND = "source is sent"
    START = "the source was accepted and runs"
    RAW_PROMPT = "the raw prompt came"
    LEAVE = "Ctrl-B is sent"
    FRIENDLY_PROMPT = "a friendly prompt came"
    RESTART = "the board began anew, or is about to: nothing of before counts"
    DROP = "the conversation was given up before its end"
    LOSE_STEP = "what comes next may answer anything"
    USER_ENTERS = "the user's Ctrl-A is sent from an empty prompt"
    USER_LEAVES = "the user's Ctrl-B is sent"


_ALWAYS = {
    Cue.RAW_PROMPT: ReplState.RAW,
    Cue.FRIENDLY_PROMPT: ReplState.FRIENDLY,
    Cue.RESTART: ReplState.FRIENDLY,
    Cue.DROP: ReplState.ASTRAY,
    Cue.LOSE_STEP: ReplState.ASTRAY,
}

TRANSITIONS: dict[ReplState, dict[Cue, ReplState]] = {
    ReplState.FRIENDLY: _ALWAYS
    | {
        Cue.DROP: ReplState.FRIENDLY,  # a late answer would only be text there
        Cue.ENTER: ReplState.ENTERING,
        Cue.USER_ENTERS: ReplState.USERS_RAW,
        Cue.USER_LEAVES: ReplState.FRIENDLY,
    },
    ReplState.ENTERING: _ALWAYS,
    ReplState.RAW: _ALWAYS
    | {
        Cue.DROP: ReplState.RAW,  # nothing had been sent
        Cue.ENTER: ReplState.ENTERING,
        Cue.SEND: ReplState.SENDING,
        Cue.LEAVE: ReplState.LEAVING,
    },
    ReplState.SENDING: _ALWAYS | {Cue.START: ReplState.RUNNING},
    ReplState.RUNNING: _ALWAYS,
    ReplState.LEAVING: _ALWAYS,
    ReplState.ASTRAY: _ALWAYS,
    ReplState.USERS_RAW: _ALWAYS
    | {
        Cue.DROP: ReplState.USERS_RAW,
        Cue.LEAVE: ReplState.LEAVING,
        Cue.USER_ENTERS: ReplState.USERS_RAW,
        Cue.USER_LEAVES: ReplState.FRIENDLY,
    },
}
"""The next state by state and cue. A cue that is missing for a state is a bug of ours."""
