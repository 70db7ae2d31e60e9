"""Tests of the library keep to themselves what it remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from boards import catalog


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def virtual(tmp_path: Path) -> Iterator[str]:
    """The address of a virtual board that this test has for itself."""
    if catalog.VIRTUAL.missing:
        pytest.skip(catalog.VIRTUAL.missing)
    with catalog.VIRTUAL.start(tmp_path) as address:
        yield address
