"""A stranger reads a file in one go: files and functions of the server stay small."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "server/src/jumperwire"
DATA = {"rpc/contract.py"}
"""Tables of types, which are read entry by entry."""

MEDIAN, MOST, LARGEST = 80, 200, 300
"""Lines: half of the files have at most the first, nine tenths at most the second, all at most the third."""
FUNCTION = 40
"""Lines of a function of this side of the link, from its decorators to its end."""


def _files() -> dict[str, str]:
    texts = {path.relative_to(SOURCES).as_posix(): path.read_text("utf-8") for path in SOURCES.rglob("*.py")}
    return {name: text for name, text in sorted(texts.items()) if name not in DATA}


def _of_the_board(name: str) -> bool:
    """MicroPython's Python, where a function costs RAM."""
    return name.startswith(("device/scripts/", "virtual/shims/"))


def test_files_are_small() -> None:
    lines = {name: text.count("\n") for name, text in _files().items()}
    assert {name: size for name, size in lines.items() if size > LARGEST} == {}
    sizes = sorted(lines.values())
    assert statistics.median(sizes) <= MEDIAN
    tenth = statistics.quantiles(sizes, n=10)[-1]
    assert tenth <= MOST, {name: size for name, size in lines.items() if size > MOST}


def test_functions_are_small() -> None:
    large = {
        f"{name}:{node.lineno} {node.name}": size
        for name, text in _files().items()
        if not _of_the_board(name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (size := _lines(node)) > FUNCTION
    }
    assert large == {}


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return (node.end_lineno or node.lineno) - first + 1
