"""The log: to its file and standard error, and what stays out of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jumperwire import config, logs
from jumperwire.errors import OpenFailed


@pytest.fixture(autouse=True)
def _root() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_a_file_and_warnings_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(tmp_path / "log" / "x.log", "info")
    logging.getLogger("jumperwire.x").info("something")
    logging.getLogger("jumperwire.x").warning("mind this")
    logging.getLogger("jumperwire.x").debug("payload")
    logging.getLogger("pygls.x").error("noise")
    text = (tmp_path / "log" / "x.log").read_text()
    assert "something" in text
    assert "mind this" in text
    assert "payload" not in text
    assert "noise" not in text
    told = capsys.readouterr()
    assert "mind this" in told.err
    assert "something" not in told.err
    assert told.out == ""


def test_a_file_that_cannot_be_written_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    logs.set_up(tmp_path / "file" / "x.log", "info")
    assert "no log file" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such bits: the folder's rights decide")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    file.touch(0o644)  # an older version's
    logs.set_up(file, "info")
    log = logging.getLogger("jumperwire.x")
    for _ in range(30):  # two files
        log.info("%s", "x" * 100_000)
    assert {each.stat().st_mode & 0o777 for each in tmp_path.glob("x.log*")} == {0o600}
    assert (tmp_path / "x.log.1").exists()


def test_no_secret_is_logged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(tmp_path / "x.log", "info")
    log = logging.getLogger("jumperwire.x")
    log.warning("%s: %s", "exec:picocom --key s3cret", "it ended")
    log.warning("%s", OpenFailed(address="ws://:s3cret@host", cause="no"))
    log.warning("asked for {'url': 'https://s3cret@host/?token=s3cret'}")
    try:
        raise ValueError("ws://me:s3cret@host")
    except ValueError:
        log.exception("failed")
    for text in ((tmp_path / "x.log").read_text(), capsys.readouterr().err):
        assert "s3cret" not in text
        assert "exec:picocom …: it ended" in text
        assert "ws://:***@host" in text


def test_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(None, "error")
    logging.getLogger("jumperwire.x").error("bad")
    assert "bad" in capsys.readouterr().err


def test_where_things_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path))
    monkeypatch.setenv("JUMPERWIRE_NODE", "/opt/node")
    assert config.data_dir() == tmp_path / "data"
    assert config.log_file() == tmp_path / "log" / "sidecar.log"
    assert config.flash_dir("x") == tmp_path / "data" / "virtual" / "x"
    assert config.node() == "/opt/node"
    monkeypatch.delenv("JUMPERWIRE_HOME")
    monkeypatch.delenv("JUMPERWIRE_NODE")
    assert "jumperwire" in str(config.data_dir())
    assert config.log_file().name == "sidecar.log"
    assert config.node() is None
