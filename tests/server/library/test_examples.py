"""The examples for programs, run on virtual boards."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[3] / "examples" / "library"


def shown(name: str, *arguments: str) -> str:
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended
    return ended.stdout


def test_each_example_is_tried_here() -> None:
    tried = set(re.findall(r"shown\(\s*\"(\w+\.py)\"", Path(__file__).read_text("utf-8")))
    assert {path.name for path in EXAMPLES.glob("*.py")} == tried


def test_tour(virtual: str) -> None:
    lines = shown("tour.py", virtual).splitlines()
    assert lines[1:] == ["6 * 7 = 42", "hello board", "greeting.py 44"]


def test_fleet(virtual: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "main.py").write_text("x = 1\n", "utf-8")
    assert shown(
        "fleet.py", str(tmp_path / "work"), f"{virtual}1", "socket://127.0.0.1:1", f"{virtual}2"
    ) == (
        f"{virtual}1: 1 sent, 0 as they were, 0 deleted\n"
        "socket://127.0.0.1:1: open_failed\n"
        f"{virtual}2: 1 sent, 0 as they were, 0 deleted\n"
    )


def test_script(virtual: str, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("for i in range(3):\n    print(i)\n", "utf-8")
    assert shown("script.py", virtual, str(tmp_path / "main.py")) == "0\n1\n2\ndone\n"


def test_logger(virtual: str, tmp_path: Path) -> None:
    source = "import time\nwhile True:\n    print('tick')\n    time.sleep_ms(50)\n"
    (tmp_path / "main.py").write_text(source, "utf-8")
    lines = shown("logger.py", virtual, str(tmp_path / "main.py"), "4").splitlines()
    assert lines[-1] == "enough"
    assert lines.count("tick") > 2
