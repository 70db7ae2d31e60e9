"""Whatever an editor sends, in whatever pieces: the next request is answered."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import typing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumperwire.rpc import contract, dispatch
from jumperwire.rpc.dispatch import LONGEST_LINE
from jumperwire.rpc.wire import camel
from rpc.editor import InProcess, served

BOARD = "virtual:x"


def framed(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def request(number: int | str, method: str = "boards/list", params: object = None) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


async def answers(editor: InProcess, *numbers: object) -> None:
    """Wait until these requests are answered."""

    wanted = {*map(str, numbers)}
    await editor.until(lambda: wanted <= {str(each.get("id")) for each in editor.unasked})


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
async def test_messages_in_pieces_of_any_size(home: Path, size: int) -> None:
    async with served(home) as editor:
        data = b"".join(framed(request(number)) for number in range(100, 104))
        for at in range(0, len(data), size):
            editor.send(data[at : at + size])
            await asyncio.sleep(0)
        await answers(editor, 100, 101, 102, 103)
        assert all("result" in each for each in editor.unasked)


async def test_one_that_is_too_large_is_passed_over_and_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "LIMIT", 500)
    async with served(home) as editor:
        large = framed(request(100, params={"x": "x" * 70_000}))
        for at in range(0, len(large), 1000):
            editor.send(large[at : at + 1000])
            await asyncio.sleep(0)
        editor.send(framed(request(101)))
        await answers(editor, None, 101)
        told = editor.unasked[0]["error"]["data"]
        assert (told["code"], told["facts"]["limit"]) == ("message_too_large", "500")


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"x" * (3 * LONGEST_LINE),
        b"Content-Length: none\r\n\r\n",
        b"\0\xff\n",
    ],
    ids=lambda rubbish: str(rubbish[:20]),
)
async def test_rubbish_between_messages_is_passed_over(home: Path, rubbish: bytes) -> None:
    async with served(home) as editor:
        editor.send(framed(request(100)) + rubbish + b"\r\n" + framed(request(101)))
        await answers(editor, 100, 101)


async def test_the_end_within_a_message_is_the_end(home: Path) -> None:
    async with served(home) as editor:
        editor.send(framed(request(100))[:-5])


IDS: list[Any] = [{}, [], None, 1.5, True, "", "x" * 1000, -1, 10**30, {"id": 1}, "\ud800"]


@pytest.mark.parametrize(
    "identity", IDS, ids=lambda value: str(value)[:20].encode("ascii", "replace").decode()
)
async def test_an_id_of_any_kind(home: Path, identity: Any) -> None:
    """To cancel what is not there, and to ask with."""
    async with served(home) as editor:
        editor.post({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": identity}})
        editor.post(
            {"jsonrpc": "2.0", "id": identity, "method": "$/cancelRequest", "params": {"id": identity}}
        )
        for params in (None, [], [1], "x", 1):
            editor.post({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": params})
        editor.post({"jsonrpc": "2.0", "id": identity, "method": "boards/list"})
        assert (await editor.ask("boards/list"))["boards"]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["\0", "\ud800", "/", ".."]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
TEXTS = ["\0", "\ud800", "x" * 300, "exec:", "%s{}", "\x1b[2J", "💥"]
methods = st.sampled_from(
    [each.method for each in contract.REQUESTS] + ["initialize", "shutdown", "$/setTrace", "no"]
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(methods, anything, st.sampled_from(["jsonrpc", "2.0"]))
async def test_params_of_any_kind(home: Path, method: str, params: Any, version: str) -> None:
    async with served(home) as editor:
        editor.post(request(100, method, params))
        editor.post(
            {"jsonrpc": version, "id": params, "method": method, "params": {"jsonrpc": "2.0", "id": 5}}
        )
        editor.post(request(101, "sidecar/diagnostics" if method != "shutdown" else "no"))
        await answers(editor, 100)
        for each in editor.unasked:
            assert each.get("error", {}).get("code") != dispatch.INTERNAL_ERROR, each


NETWORK = ("packages/search", "packages/install")
ENDS = ("board/disconnect", "boards/forget", "board/hardReset")


def filled(kind: Any, text: str) -> Any:
    """A value of a type of the contract with this text wherever there is one."""
    if kind is str:
        return text
    if typing.get_origin(kind) is list:
        return [filled(typing.get_args(kind)[0], text)]
    if not dataclasses.is_dataclass(kind):
        return None
    values = {}
    for name, hint in typing.get_type_hints(kind).items():
        value = BOARD if name == "board" else filled(hint, text)
        if value is not None:
            values[camel(name)] = value
    return values


@pytest.mark.limit(120)
async def test_texts_of_any_kind_are_no_mistake_of_ours(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths and names that there can hardly be, for a board that is there."""
    monkeypatch.chdir(home)  # what can be is made
    asked = [each for each in contract.REQUESTS if each.method not in (*NETWORK, *ENDS)]
    async with served(home) as editor:
        await editor.ask("boards/add", address=BOARD)
        await editor.ask("board/connect", board=BOARD)
        for text in TEXTS:
            for each in asked:
                editor.post(request(each.method + ascii(text), each.method, filled(each.params, text)))
                await answers(editor, each.method + ascii(text))
        errors = {each["id"]: each["error"] for each in editor.unasked if "error" in each}
        wrong = (dispatch.INTERNAL_ERROR, dispatch.INVALID_PARAMS)
        assert [(identity, each["data"]) for identity, each in errors.items() if each["code"] in wrong] == []
        assert (await editor.ask("board/exec", board=BOARD, source="print(6*7)"))["output"].strip() == "42"
