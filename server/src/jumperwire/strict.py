"""Converts JSON and TOML to dataclasses without guessing: values of another type are refused."""

from __future__ import annotations

from typing import Any

from cattrs import Converter
from cattrs.preconf.json import make_converter


def make_strict_converter() -> Converter:
    """Return a converter for which ``5`` is not a string, ``"5"`` is not a number, and ``1`` is not true."""
    converter = make_converter()
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _only(kind))
    return converter


def _only(kind: type) -> Any:
    """Refuse values of other types, which cattrs would convert silently, such as 5 to ``"5"``."""

    def check(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
        return value

    return check
