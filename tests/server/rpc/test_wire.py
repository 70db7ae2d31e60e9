"""The contract's types to JSON and back, against the published schema."""

from __future__ import annotations

import json
import typing
from typing import Any

import pytest
from cattrs import BaseValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from jumperwire.rpc import contract
from jumperwire.rpc.wire import camel, explain, make_wire_converter
from rpc.editor import fits

CONVERTER = make_wire_converter()


def _types() -> list[Any]:
    every = [each for request in contract.REQUESTS for each in (request.params, request.result)]
    every += [notification.params for notification in contract.NOTIFICATIONS]
    return list(dict.fromkeys(every))


def _name(tp: Any) -> str:
    return getattr(tp, "__name__", "RunResult")


st.register_type_strategy(str, st.text(max_size=20))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(-(2**53), 2**53))


@pytest.mark.parametrize("tp", _types(), ids=_name)
def test_every_value_comes_back_as_it_was_and_fits_the_schema(tp: Any) -> None:
    @given(st.from_type(tp))
    def check(value: Any) -> None:
        wire = json.loads(json.dumps(CONVERTER.unstructure(value, unstructure_as=tp)))
        assert CONVERTER.structure(wire, tp) == value
        assert fits(wire, type(value).__name__)

    check()


@pytest.mark.parametrize("tp", [tp for tp in _types() if isinstance(tp, type)], ids=_name)
def test_keys_that_nobody_knows_are_refused(tp: type) -> None:
    @settings(max_examples=20)  # what else is in it matters little
    @given(st.from_type(tp))
    def check(value: Any) -> None:
        wire = CONVERTER.unstructure(value) | {"surplus": 1}
        assert not fits(wire, tp.__name__)
        with pytest.raises(BaseValidationError) as refused:
            CONVERTER.structure(wire, tp)
        assert "surplus" in explain(refused.value)

    check()


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({}, "board"),
        ({"board": 5, "source": "", "fileName": ""}, "str"),
        ({"board": None, "source": "", "fileName": ""}, "str"),
        ({"board": ["x"], "source": "", "fileName": ""}, "str"),
        ({"board": "x", "source": "", "fileName": "", "firstLine": "1"}, "int"),
        ({"board": "x", "source": "", "fileName": "", "firstLine": True}, "int"),
        ({"board": "x", "source": "", "fileName": "", "softReset": 1}, "bool"),
        ({"board": "x", "source": "", "fileName": "", "whenRunning": "never"}, "WhenRunning"),
        ({"board": "x", "source": "", "file_name": ""}, "file_name"),
    ],
    ids=str,
)
def test_params_that_do_not_fit_say_why(params: dict[str, object], why: str) -> None:
    with pytest.raises(BaseValidationError) as refused:
        CONVERTER.structure(params, contract.RunParams)
    assert why in explain(refused.value)


def test_names_on_the_wire() -> None:
    assert camel("serial_number") == "serialNumber"
    assert camel("id") == "id"
    run = contract.RunParams(board="b", source="s", file_name="f")
    assert set(CONVERTER.unstructure(run)) == {
        "board",
        "source",
        "fileName",
        "firstLine",
        "softReset",
        "fresh",
        "fromMount",
        "whenRunning",
    }


def test_every_result_is_a_type_of_the_contract() -> None:
    for request in contract.REQUESTS:
        options = typing.get_args(request.result) or (request.result,)
        assert all(option.__module__ == contract.__name__ for option in options)
