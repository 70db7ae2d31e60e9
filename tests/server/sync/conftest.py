"""Every test of syncs has a memory of its own of what was synced."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMPERWIRE_HOME", str(tmp_path / "home"))
