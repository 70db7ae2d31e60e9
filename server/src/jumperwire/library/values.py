"""Parses the ``repr`` of a value on a board: Python's literals, and what MicroPython writes differently."""

from __future__ import annotations

import ast
from typing import Any

_NAMES: dict[str, float | complex] = {
    "inf": float("inf"),
    "nan": float("nan"),
    "infj": complex(0, float("inf")),
    "nanj": complex(0, float("nan")),
}
"""Floats that have no literal; a complex number is the sum of one of these and one with a j."""

_MADE_OF = {
    "bytearray": (bytearray, bytes),
    "frozenset": (frozenset, set),
    "OrderedDict": (dict, dict),
}
"""Values written as a call: the type, and the type of what stands in brackets. A number there is a size."""


def value(text: str) -> Any:
    """Return the value whose ``repr`` is ``text``. Raises ValueError if it is of no known type.

    The text is never executed, since it comes from a board.
    """
    try:
        return ast.literal_eval(_Known().visit(ast.parse(text.strip(), mode="eval")))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, OverflowError) as error:
        raise ValueError(text[:200]) from error


class _Known(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(_NAMES[node.id]) if node.id in _NAMES else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.keywords or node.func.id not in _MADE_OF:
            return node
        make, wanted = _MADE_OF[node.func.id]
        given = [ast.literal_eval(argument) for argument in node.args]
        if len(given) > 1 or not all(isinstance(each, wanted) for each in given):
            return node
        constant = ast.Constant(None)
        constant.value = make(*given)  # `literal_eval` returns it, whatever it is
        return constant
