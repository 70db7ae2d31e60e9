"""Each code has one class, and the editor has a sentence for it."""

from __future__ import annotations

import re
from pathlib import Path

from jumperwire import errors
from jumperwire.errors import ErrorCode, JumperwireError

SENTENCES = Path(__file__).parents[2] / "extension" / "src" / "ui" / "sentences.ts"


def classes() -> list[type[JumperwireError]]:
    return [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, JumperwireError)
    ]


def test_each_code_has_one_class() -> None:
    assert sorted(each.code.value for each in classes()) == sorted(code.value for code in ErrorCode)


def test_each_code_has_a_sentence() -> None:
    told = set(re.findall(r"^  (\w+): \S", SENTENCES.read_text("utf-8"), re.MULTILINE))
    assert told >= {code.value for code in ErrorCode}


def test_an_error_says_its_code_and_facts() -> None:
    error = errors.PortInUse(port="COM3", program="x", pid="")
    assert str(error) == "port_in_use {'port': 'COM3', 'program': 'x', 'pid': ''}"
