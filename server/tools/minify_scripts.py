"""Minifies the scripts for boards; with ``--check ARCHIVE``, whether a package has them all.

Each minified text stands under the SHA-256 of its source, so that it is never taken for another one.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path

import python_minifier

DEVICE = Path(__file__).parents[1] / "src/jumperwire/device"
_SCRIPT = re.compile(r"(.*/)?jumperwire/device/scripts/[a-z]\w*\.py")
_TABLE = re.compile(r"(.*/)?jumperwire/device/minified\.json")


def main() -> None:
    """Write the table, or check one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", type=Path, metavar="ARCHIVE", help="a wheel or a vsix")
    options = parser.parse_args()
    if options.check is not None:
        if missing := lacking(options.check):
            sys.exit(f"{options.check} has no minified form of {', '.join(missing)}")
        return
    write()


def write() -> None:
    """Minify all scripts, unless the table has them as they are now."""
    sources = [path.read_text("utf-8") for path in sorted((DEVICE / "scripts").glob("[a-z]*.py"))]
    table = DEVICE / "minified.json"
    if table.exists() and set(json.loads(table.read_text("utf-8"))) == {key(source) for source in sources}:
        return
    small = {key(source): minified(source) for source in sources}
    table.write_text(json.dumps(small, indent=1) + "\n", "utf-8")


def key(source: str) -> str:
    """Under which its minified form stands."""
    return hashlib.sha256(source.encode()).hexdigest()


def minified(source: str) -> str:
    """The same with short local names, indented by single spaces."""
    small: str = python_minifier.minify(
        source, rename_globals=False, hoist_literals=False, convert_posargs_to_args=False
    )
    text = "\n".join(_spaced(line) for line in small.splitlines()) + "\n"
    if ast.dump(ast.parse(text)) != ast.dump(ast.parse(small)):
        raise ValueError(f"a string over several lines: {small}")
    return text


def lacking(archive: Path) -> list[str]:
    """The scripts in a package without a minified form there; all of them, and itself, where it has none."""
    with zipfile.ZipFile(archive) as package:
        names = package.namelist()
        tables = [json.loads(package.read(name)) for name in names if _TABLE.fullmatch(name)]
        scripts = [name for name in names if _SCRIPT.fullmatch(name)]
        keys = {each for table in tables for each in table}
        lost = [
            name for name in scripts if key(package.read(name).decode().replace("\r\n", "\n")) not in keys
        ]
    return lost if scripts else ["any script"]


def _spaced(line: str) -> str:
    body = line.lstrip("\t")
    return " " * (len(line) - len(body)) + body


if __name__ == "__main__":
    main()
