"""Each line of the table: the same by mpremote and by jumper, or different on purpose."""

from __future__ import annotations

import importlib.util
import shlex
from pathlib import Path

import pytest
from boards.catalog import UNIX
from packages.index import Index

from cli import differential, page
from cli.cases import CONFIG, EDITOR, GROUPS, LINES, Differs, Group, Why, furnish, publish

_FILES = """import os, hashlib
def walk(p):
 for n in sorted(os.ilistdir(p)):
  q = p + '/' + n[0]
  if n[0] == '.jumperwire-packages.json': continue
  print(q, n[1] & 0x4000 or (n[3], hashlib.sha256(open(q, 'rb').read()).digest()))
  if n[1] & 0x4000: walk(q)
walk('')"""


def _missing() -> str:
    if importlib.util.find_spec("mpremote") is None:
        return "no mpremote: it is for the development set-up only"
    return UNIX.missing or ""


@pytest.mark.skipif(bool(_missing()), reason=_missing() or "")
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_a_line_does_the_same(group: Group, tmp_path: Path) -> None:
    environment = _environment(tmp_path)
    wrong = []
    with differential.boards(tmp_path) as (theirs, ours), Index() as index:
        publish(index)
        for side in (theirs, ours):
            furnish(side.folder)
        for each in group.lines:
            line, differs = (each.line, True) if isinstance(each, Differs) else (each, False)
            words = [word.replace("{web}", index.url) for word in shlex.split(line.removeprefix("@"))]
            words[:0] = [] if line[:1] == "@" else ["connect", "{board}"]
            expected, found = differential.both(theirs, ours, words, environment)
            if (differential.seen(expected) != differential.seen(found)) is not differs:
                wrong.append(f"{line}\n  mpremote: {expected}\n  jumper: {found}")
            elif not differs and not differential.same_words(expected, found):
                wrong.append(f"{line}: not word for word\n  mpremote: {expected}\n  jumper: {found}")
        if group.same_files:
            question = ["connect", "{board}", "resume", "exec", _FILES]
            one, other = (differential.jumper(side, question, environment) for side in (theirs, ours))
            assert one.stdout == other.stdout
    assert not wrong, "\n".join(wrong)


def _environment(folder: Path) -> dict[str, str]:
    config = folder / "config"
    (config / "mpremote").mkdir(parents=True)
    (config / "mpremote" / "config.py").write_text(CONFIG, "utf-8")
    return {
        "no_proxy": "*",
        "EDITOR": EDITOR,
        "XDG_CONFIG_HOME": str(config),
        "JUMPERWIRE_HOME": str(folder / "home"),
    }


def test_the_table_is_large_and_each_reason_is_shown() -> None:
    assert len(LINES) >= 150
    assert {each.why for each in LINES if isinstance(each, Differs)} == set(Why)


def test_the_page_is_that_of_the_table() -> None:
    assert page.PAGE.read_text("utf-8") == page.page(), "python tests/server/cli/page.py writes it"
