"""The project file: what it says, its defaults, and the line of each mistake."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft7Validator

from jumperwire.errors import LocalFileFailed, ProjectInvalid
from jumperwire.sync import project
from jumperwire.sync.initialize import initialize
from jumperwire.sync.layout import targets_of
from jumperwire.sync.project import Delete, Invalid, Keys, Pair, parse
from jumperwire.sync.workspace import source_of


def test_every_key_has_a_default(tmp_path: Path) -> None:
    found = project.read(tmp_path)
    assert found.file is None
    assert found.keys == Keys() == parse("")
    assert found.keys.sync == [Pair(".", "/")]
    assert found.keys.delete is Delete.ASK
    assert source_of(found, 0) == tmp_path
    assert found.run_after is None


def test_all_keys() -> None:
    keys = parse(
        """
        board = "id:e66118"
        protect = ["/data/", "!boot.py"]
        compile = "on"
        mpy_cross = "bin/mpy-cross"
        delete = "always"
        after = "run main.py"
        on_save = true

        [[sync]]
        source = "src"

        [[sync]]
        source = "assets"
        target = "/assets"
        """
    )
    assert keys == Keys(
        board=["id:e66118"],
        sync=[Pair("src", "/"), Pair("assets", "/assets")],
        protect=["/data/", "!boot.py"],
        compile=["*"],
        mpy_cross="bin/mpy-cross",
        delete=Delete.ALWAYS,
        after="run main.py",
        on_save=True,
    )
    assert parse('board = ["a", "b"]').board == ["a", "b"]
    assert parse('compile = ["lib/**"]').compile == ["lib/**"]
    assert parse('compile = "off"').compile == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x = 1", 1, "no key 'x'"),
        ("\n\nboard = 5", 3, "board is"),
        ("board = [1]", 1, "expected str"),
        ('delete = "no"', 1, '"ask", "always" or "never"'),
        ("on_save = 1", 1, "expected bool"),
        ('[[sync]]\nsource = "a"\n\n[[sync]]\nsource = "b"\ntraget = "/"', 6, "no key 'traget'"),
        ("[[sync]]\nsource = 5", 2, "expected str"),
        ("sync = 3", 1, "sync is"),
        ('[sync]\nsource = "a"', 1, "sync is"),
        ('protect = ["a",\n5]', 1, "expected str"),
        ('protect = "a"', 1, "protect is"),
        ('compile = "some"', 1, "compile is"),
        ('after = "run"', 1, "after is"),
        ('on_save = true\n[[sync]]\nsource = "../x"', 3, "outside of the project"),
        ('[[sync]]\nsource = "/x"', 2, "outside of the project"),
        ('[[sync]]\ntarget = "lib"', 2, "not an absolute path"),
        ('[[sync]]\ntarget = "/a/../.."', 2, "not an absolute path"),
        ('[[sync]]\ntarget = "/a"\n[[sync]]\ntarget = "/a/"', 4, "there twice"),
        ("board =", 1, "Invalid value"),
        ('board = "a"\nboard = "b"', 2, "overwrite"),
        ("[nonsense]\nx = 1", 1, "no key 'nonsense'"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(text)
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_a_mistake_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / project.FILE_NAME
    file.write_bytes(b"delete = true")
    with pytest.raises(ProjectInvalid) as caught:
        project.read(tmp_path)
    assert caught.value.facts["path"] == str(file)
    assert caught.value.facts["line"] == "1"
    file.write_bytes(b"\xff")
    with pytest.raises(ProjectInvalid, match="UTF-8"):
        project.read(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(LocalFileFailed):
        project.read(tmp_path)


def test_a_file_of_windows() -> None:
    assert parse('board = "a"\r\non_save = true\r\n') == Keys(board=["a"], on_save=True)


def test_targets_in_one_spelling(tmp_path: Path) -> None:
    (tmp_path / project.FILE_NAME).write_text('[[sync]]\ntarget = "//lib/./x/"\n[[sync]]\ntarget = "/"\n')
    assert targets_of(project.read(tmp_path)) == ["/lib/x", "/"]


def test_a_new_project_file_says_the_defaults(tmp_path: Path) -> None:
    made = initialize(tmp_path, None)
    assert made.imported == []
    assert project.read(tmp_path).keys == Keys()
    with pytest.raises(LocalFileFailed):
        initialize(tmp_path, None)


def test_a_new_project_file_names_the_board(tmp_path: Path) -> None:
    initialize(tmp_path, 'COM7 "odd" \\ name')
    assert project.read(tmp_path).keys.board == ['COM7 "odd" \\ name']


def test_what_other_tools_left_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".micropico").write_text("")
    (tmp_path / ".vscode").mkdir()
    settings = '{"micropico.syncFolder": "/pico/", "micropico.pyIgnore": ["/docs", "*.md", 5]}'
    (tmp_path / ".vscode" / "settings.json").write_text(settings)
    (tmp_path / ".mpyignore").write_text("*.md")
    made = initialize(tmp_path, None)
    assert made.imported == [".mpyignore", ".micropico", ".vscode/settings.json"]
    assert project.read(tmp_path).keys.sync == [Pair("pico", "/")]
    assert (tmp_path / ".mpyignore").read_text() == "*.md\n/docs\n"


def test_pymakrs_file_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "pymakr.conf").write_text('{"sync_folder": "src", "py_ignore": ["env"], "address": "COM4"}')
    made = initialize(tmp_path, None)
    assert made.imported == ["pymakr.conf"]
    assert project.read(tmp_path).keys.sync == [Pair("src", "/")]
    assert (tmp_path / ".mpyignore").read_text() == "env\n"


@pytest.mark.parametrize("content", ["", "[]", "{ // comment", '{"sync_folder": 5, "py_ignore": "x"}'])
def test_a_file_of_another_tool_that_says_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "pymakr.conf").write_text(content)
    initialize(tmp_path, None)
    assert project.read(tmp_path).keys == Keys()
    assert not (tmp_path / ".mpyignore").exists()


def test_a_folder_that_leads_out_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "pymakr.conf").write_text('{"sync_folder": "../../x"}')
    initialize(tmp_path, None)
    assert project.read(tmp_path).keys.sync == [Pair(".", "/")]


SCHEMA = json.loads(
    (Path(__file__).parents[3] / "extension/schemas/jumperwire.schema.json").read_text("utf-8")
)


def test_the_schema_for_editors_has_the_same_keys_and_defaults() -> None:
    assert list(SCHEMA["properties"]) == [each.name for each in dataclasses.fields(Keys)]
    pair = SCHEMA["properties"]["sync"]["items"]["properties"]
    assert {name: each["default"] for name, each in pair.items()} == dataclasses.asdict(Pair())
    written = {name: each["default"] for name, each in SCHEMA["properties"].items()}
    assert {**written, "sync": [Pair(**each) for each in written["sync"]], "compile": []} == {
        each.name: getattr(Keys(), each.name) for each in dataclasses.fields(Keys)
    }


@pytest.mark.parametrize(
    "text",
    [
        'board = "a"',
        'board = ["a", "b"]',
        "board = 5",
        'compile = "on"',
        'compile = "some"',
        'compile = ["a"]',
        'delete = "never"',
        'delete = "no"',
        'after = "run a b.py"',
        'after = "run"',
        'after = "soft reset"',
        "on_save = true",
        "on_save = 1",
        '[[sync]]\ntarget = "/x"',
        '[[sync]]\ntarget = "x"',
        "[[sync]]\nnonsense = 1",
        "nonsense = 1",
        'protect = ["a", 5]',
    ],
)
def test_the_schema_for_editors_refuses_what_we_refuse(text: str) -> None:
    try:
        parse(text)
        refused = False
    except Invalid:
        refused = True
    assert Draft7Validator(SCHEMA).is_valid(tomli.loads(text)) is not refused
