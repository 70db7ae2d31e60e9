"""Write the contract's JSON schema, and print nothing else: `generate_contract.py OUT.json`."""

from __future__ import annotations

import dataclasses
import json
import sys
import typing
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel

from jumperwire.rpc import contract

CONFIG = ConfigDict(
    alias_generator=to_camel,
    use_attribute_docstrings=True,
    extra="forbid",
    json_schema_serialization_defaults_required=True,
)


def stamp(tp: Any) -> None:
    """Teach pydantic our wire spelling without the contract importing pydantic."""
    if dataclasses.is_dataclass(tp) and "__pydantic_config__" not in vars(tp):
        tp.__pydantic_config__ = CONFIG  # type: ignore[union-attr]
        for hint in typing.get_type_hints(tp).values():
            stamp(hint)
    for arg in typing.get_args(tp):
        stamp(arg)


def tidy(node: Any, named: bool = False) -> None:
    """Drop what json-schema-to-typescript would turn into noise: member titles, defaults beside a $ref."""
    if isinstance(node, list):
        for inner in node:
            tidy(inner)
    elif isinstance(node, dict):
        if not named:
            node.pop("title", None)
        if "$ref" in node:
            node.pop("default", None)
        for key, value in node.items():
            if key in ("properties", "$defs"):
                for inner in value.values():
                    tidy(inner, named=key == "$defs")
            else:
                tidy(value)


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*properties],
        "properties": properties,
    }


def build() -> dict[str, Any]:
    """The schema of the whole contract, reached from one root type."""
    inputs: list[tuple[Any, Any, Any]] = []
    for request in contract.REQUESTS:
        inputs.append(((request.method, "params"), "validation", request.params))
        inputs.append(((request.method, "result"), "serialization", request.result))
    for notification in contract.NOTIFICATIONS:
        inputs.append(((notification.method, "params"), "serialization", notification.params))
    for *_, tp in inputs:
        stamp(tp)
    refs, shared = TypeAdapter.json_schemas(
        [(key, mode, TypeAdapter(tp)) for key, mode, tp in inputs], ref_template="#/$defs/{model}"
    )
    ref = {key[0]: schema for key, schema in refs.items()}
    root = closed(
        {
            "requests": closed(
                {
                    r.method: closed({p: ref[r.method, p] for p in ("params", "result")})
                    for r in contract.REQUESTS
                }
            ),
            "notifications": closed({n.method: ref[n.method, "params"] for n in contract.NOTIFICATIONS}),
        }
    )
    schema = {"title": "Contract", **root, "$defs": shared["$defs"]}
    tidy(schema, named=True)
    return schema


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(build(), indent=2) + "\n", encoding="utf-8", newline="\n")
