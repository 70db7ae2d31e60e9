"""Which boards the tests of sessions and of files run against: all in the box, or the one on ``--port``."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import aio
import pytest
from boards import catalog
from hypothesis import HealthCheck, settings

# Machines that run tests are busy: that an example, or making it, takes long is no failure.
settings.register_profile("jumperwire", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jumperwire")


_MEASURING = "COVERAGE_PROCESS_CONFIG"
"""Where coverage tells the processes that are started to measure themselves."""


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(aio)
    config.addinivalue_line("markers", "measured: coverage counts what runs in processes that this starts")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--port",
        metavar="PORT",
        help="run the tests of sessions and files on the board at this serial port: its files are in danger",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "address" in metafunc.fixturenames and "board" in metafunc.fixturenames:
        port = metafunc.config.getoption("--port")
        boards = [catalog.hardware(port)] if port else catalog.ALL
        metafunc.parametrize("board", boards, ids=str, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have what a test logged as UTF-8: pytest-xdist breaks off all tests where half a character is in it."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture
def address(board: catalog.Board, tmp_path: Path) -> Iterator[str]:
    """The address of a board that this test has for itself."""
    if board.missing:
        pytest.skip(board.missing)
    with board.start(tmp_path) as started:
        yield started


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """A command line run in this process handles signals to the end of the process: of the test, here."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


@pytest.fixture(scope="session", autouse=True)
def _measuring() -> Iterator[str | None]:
    """Processes are not measured: it takes 0.2 s of each, and most of what they do is tested in this one."""
    value = os.environ.pop(_MEASURING, None)
    yield value
    if value is not None:
        os.environ[_MEASURING] = value


@pytest.fixture(autouse=True)
def _measured(
    request: pytest.FixtureRequest, _measuring: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But they are where a test says so: for what is reached in no other way."""
    if _measuring is not None and request.node.get_closest_marker("measured"):
        monkeypatch.setenv(_MEASURING, _measuring)
