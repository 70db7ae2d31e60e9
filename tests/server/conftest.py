"""Which boards the tests of sessions and of files run against: all in the box, or the one on ``--port``."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import aio
import pytest
from boards import catalog
from hypothesis import settings

settings.register_profile("jumperwire", deadline=None)  # machines that run tests are busy
settings.load_profile("jumperwire")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(aio)


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
