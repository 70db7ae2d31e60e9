"""Sources made fit for the REPL, and tracebacks made fit for people."""

from __future__ import annotations

import ast
import shutil
import zipfile
from importlib import resources
from pathlib import Path

import minify_scripts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.device import script, traceback

CONTROL = b"\x01\x02\x03\x04\x05"


@given(st.text())
def test_no_source_holds_what_the_repl_would_act_upon(source: str) -> None:
    assert not set(CONTROL) & set(script.prepare(source))


def test_line_ends_and_the_byte_order_mark() -> None:
    assert script.prepare("\ufeffa\r\nb\rc\n") == b"a\nb\nc\n"
    assert script.prepare("caf\u00e9\udcff") == "caf\u00e9\udcff".encode("utf-8", "surrogatepass")


@given(st.text())
def test_a_literal_means_the_same_text(text: str) -> None:
    assert ast.literal_eval(script.literal(text)) == text


def _scripts() -> list[str]:
    files = resources.files("jumperwire.device.scripts").iterdir()
    return sorted(file.name[:-3] for file in files if file.name.endswith(".py") and file.name[0] != "_")


def _source(name: str) -> str:
    return (resources.files("jumperwire.device.scripts") / f"{name}.py").read_text("utf-8")


@pytest.mark.parametrize("name", _scripts())
def test_scripts_go_without_comments_and_mean_the_same(name: str) -> None:
    source = script.stripped(_source(name))
    assert b"#" not in source
    assert len(source) < len(_source(name))
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(_source(name)))


@pytest.mark.parametrize("name", _scripts())
def test_set_up_minifies_scripts(name: str) -> None:
    small = script.script(name)
    assert small == minify_scripts.minified(_source(name)).encode()
    assert len(small) <= len(script.stripped(_source(name)))
    assert not set(CONTROL) & set(small)
    defined = [node.name for node in ast.parse(small).body if isinstance(node, ast.FunctionDef)]
    assert defined in ([], ["_jw"])


def test_a_script_that_was_edited_is_not_taken_from_the_minified_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(minify_scripts.DEVICE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "scripts/stat.py").write_text("def _jw(path):\n    # new\n    print(path)\n")
    monkeypatch.setattr(script, "_DEVICE", tmp_path)
    script.script.cache_clear()
    try:
        assert script.script("stat") == b"def _jw(path):\n print(path)\n"
        assert script.script("touch") == minify_scripts.minified(_source("touch")).encode()
    finally:
        script.script.cache_clear()


def test_a_package_without_minified_scripts_is_told(tmp_path: Path) -> None:
    package = tmp_path / "some.vsix"
    with zipfile.ZipFile(package, "w") as archive:
        for path in sorted(minify_scripts.DEVICE.rglob("scripts/*.py")):
            archive.write(path, f"x/jumperwire/device/scripts/{path.name}")
    assert len(minify_scripts.lacking(package)) == len(_scripts())
    with zipfile.ZipFile(package, "a") as archive:
        archive.write(minify_scripts.DEVICE / "minified.json", "x/jumperwire/device/minified.json")
    assert minify_scripts.lacking(package) == []


def test_a_call_passes_strings_as_they_are() -> None:
    source = script.call("list_folder", "/a 'b' \"c\" \\ \u4e16\x03")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    arguments = [ast.literal_eval(call.args[0]) for call in calls if getattr(call.func, "id", "") == "_jw"]
    assert arguments == ["/a 'b' \"c\" \\ \u4e16\x03"]


RAISED = (
    b"Traceback (most recent call last):\r\n"
    b'  File "<stdin>", line 3, in <module>\r\n'
    b'  File "lib/x.py", line 9, in f\r\n'
    b"OSError: [Errno 2] ENOENT\r\n"
)


def test_the_files_own_name_and_line() -> None:
    named = traceback.name_source(RAISED, "src/m\u00e4in.py", 11)
    assert named.splitlines()[1] == '  File "src/m\u00e4in.py", line 13, in <module>'.encode()
    assert named.splitlines()[2] == RAISED.splitlines()[2]


def test_what_a_traceback_says() -> None:
    assert traceback.last_line(RAISED) == "OSError: [Errno 2] ENOENT"
    assert traceback.last_line(b"") == ""
    for length in (1, 2, 3):
        assert traceback.last_line(b"".join(RAISED.splitlines(True)[:length])) == ""
    assert traceback.errno(RAISED) == 2
    assert traceback.errno(b"OSError: 28\n") == 28
    assert traceback.errno(b"ValueError: 2\n") is None
    assert traceback.is_interrupt(b"Traceback ...\r\nKeyboardInterrupt: \r\n")
    assert not traceback.is_interrupt(RAISED)
    assert traceback.is_out_of_memory(b"MemoryError: memory allocation failed\r\n")
    assert not traceback.is_out_of_memory(RAISED)
