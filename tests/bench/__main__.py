"""``npm run bench``: measures, prints a table, and writes rows.

npm run bench -- [--only exec,echo] [--quick] [--boards unix,virtual] [--json FILE] [--write]
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).absolute().parents[2]
sys.path[:1] = [str(ROOT / "tests"), str(ROOT / "tests/server")]

from boards import catalog  # noqa: E402

from bench import report, rig, rows  # noqa: E402

CASES = (
    *("floor", "exec", "print", "echo", "start", "output", "stop", "many", "memory", "heap"),
    *("transfer", "sync", "mount", "cli", "cp"),
)
SUBJECTS = {subject.name: subject for subject in (rig.UNIX, rig.VIRTUAL)}


def main() -> None:
    """Parse, run, report."""
    parser = argparse.ArgumentParser(prog="npm run bench --", description="Jumperwire's benchmarks")
    parser.add_argument("--only", default=",".join(CASES), help=f"of {','.join(CASES)}")
    parser.add_argument("--boards", default=",".join(SUBJECTS), help=f"of {','.join(SUBJECTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write one row per measurement")
    parser.add_argument(
        "--write", action="store_true", help="write docs/performance.md, its charts and its CSV"
    )
    options = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(CASES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    measured = _run(chosen, _subjects(options.boards.split(",")), options.quick)
    sys.stdout.write("\n" + rows.table(measured) + "\n")
    if options.json:
        listed = [dataclasses.asdict(row) for row in measured]
        options.json.write_text(json.dumps(listed, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if options.write:
        report.write(ROOT, measured, load, CASES)


def _subjects(names: list[str]) -> list[rig.Subject]:
    """The boards that are there; says which are not, and why."""
    chosen = [SUBJECTS[name] for name in names]
    if rig.UNIX in chosen and catalog.UNIX.missing:
        _say(f"without the Unix board: {catalog.UNIX.missing}")
        chosen.remove(rig.UNIX)
    if rig.VIRTUAL in chosen and (reason := rig.virtual_missing()):
        _say(f"without the virtual board: {reason}")
        chosen.remove(rig.VIRTUAL)
    if not chosen:
        sys.exit("no board to measure with")
    return chosen


def _run(chosen: list[str], boards: list[rig.Subject], quick: bool) -> list[rows.Row]:
    collected = rows.Rows(_say)
    with tempfile.TemporaryDirectory(prefix="jumperwire-bench-") as folder:
        os.environ["JUMPERWIRE_HOME"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start of a tool compiles what it imports
        stand = rig.Rig(collected, Path(folder), boards, quick, _say)
        for name in (case for case in CASES if case in chosen):
            _say(f"{name}:")
            importlib.import_module(f"bench.cases.{name}").run(stand)
    return collected.all


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
