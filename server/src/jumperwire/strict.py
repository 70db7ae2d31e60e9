"""JSON and TOML to dataclasses, without guessing: what has another type is refused."""

from __future__ import annotations

from typing import Any

from cattrs import Converter
from cattrs.preconf.json import make_converter


def make_strict_converter() -> Converter:
    """A converter for which ``5`` is no text, ``"5"`` is no number, and ``1`` is not true."""
    converter = make_converter()
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _only(kind))
    return converter


def _only(kind: type) -> Any:
    """No silent conversion: cattrs would make ``str(5)`` of a number."""

    def check(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
        return value

    return check
