"""Tests of packages have an index of their own, and never leave this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from packages.index import Index


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def index() -> Iterator[Index]:
    """A server with nothing on it yet."""
    with Index() as index:
        yield index
