"""Converts the contract's types to JSON and back: camelCase on the wire; unknown keys are refused."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any

from cattrs import Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from lsprotocol import converters

from jumperwire.rpc import contract
from jumperwire.strict import make_strict_converter


def camel(name: str) -> str:
    """Convert ``serial_number`` to ``serialNumber``."""
    head, *tail = name.split("_")
    return head + "".join(map(str.capitalize, tail))


def make_wire_converter() -> Converter:
    """Return a converter for the contract's types, and for lsprotocol's, which pygls uses for the life
    cycle.
    """
    converter = converters.get_converter(make_strict_converter())
    for enum in _enums():  # they are strings too, and would be converted as such
        converter.register_structure_hook(enum, lambda value, tp: tp(value))

    def names(tp: type) -> dict[str, Any]:
        return {field.name: override(rename=camel(field.name)) for field in dataclasses.fields(tp)}

    converter.register_structure_hook_factory(
        _is_ours,
        lambda tp: make_dict_structure_fn(tp, converter, _cattrs_forbid_extra_keys=True, **names(tp)),
    )
    converter.register_unstructure_hook_factory(
        _is_ours, lambda tp: make_dict_unstructure_fn(tp, converter, **names(tp))
    )
    return converter


def explain(error: Exception) -> str:
    """Return why params do not fit, one reason after the other."""
    return "; ".join(transform_error(error, path="params"))


def _is_ours(tp: Any) -> bool:
    return dataclasses.is_dataclass(tp) and getattr(tp, "__module__", "") == contract.__name__


def _enums() -> list[type[Enum]]:
    return [each for each in vars(contract).values() if isinstance(each, type) and issubclass(each, Enum)]
