"""Where a project is on a board, whatever a board says it has mounted."""

from __future__ import annotations

import time
from pathlib import Path

from jumperwire.device.reply import Tree, TreeRoot
from jumperwire.sync.layout import BoardLayout
from jumperwire.sync.project import Keys, Pair, Project


def laid_out(target: str, mounts: list[str]) -> BoardLayout:
    project = Project(Path("/p"), None, Keys(sync=[Pair(".", target)]))
    return BoardLayout.of(project, Tree([TreeRoot(target, "/", None)], {}, mounts))


def test_other_file_systems_are_protected_and_that_of_a_target_is_not() -> None:
    layout = laid_out("/sd/app", ["/sd", "/rom", "/sd/card"])
    for path in ("/rom", "/rom/main.txt", "/sd/card/x"):
        assert layout.protected(path, folder=False), path
    for path in ("/sd/app/x", "/sd/x", "/romance"):
        assert not layout.protected(path, folder=False), path


def test_very_many_file_systems_take_no_longer() -> None:
    layout = laid_out("/", [f"/m{number}" for number in range(50_000)])
    began = time.process_time()
    assert sum(layout.protected(f"/m{number * 10}/f", folder=False) for number in range(10_000)) == 5_000
    assert time.process_time() - began < 2
