"""What boards say, as the editor is told it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.rpc import present


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/größe", "/größe"),
        ("/\udcff.txt", "/\\xff.txt"),
        ("/\ud800x", "/\\ud800x"),
        ("/\udfff\udc80", "/\\udfff\\x80"),
        ("/\U0001f4a5", "/\U0001f4a5"),
    ],
)
def test_names_that_are_no_text(path: str, told: str) -> None:
    assert present.shown(path) == told


@given(st.text(st.characters(codec=None)))
def test_any_name_can_be_told(path: str) -> None:
    json.dumps(present.shown(path), ensure_ascii=False).encode()
