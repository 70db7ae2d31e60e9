"""What the tests of the sidecar have in common."""

from __future__ import annotations

from pathlib import Path

import pytest
from boards.catalog import VIRTUAL


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what the product keeps, where there is a virtual board."""
    if VIRTUAL.missing:
        pytest.skip(VIRTUAL.missing)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("JUMPERWIRE_HOME", str(folder))
    return folder
