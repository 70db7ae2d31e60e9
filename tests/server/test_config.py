"""Folders of ours: on Linux they are found without platformdirs, and are the same as by it."""

from __future__ import annotations

import sys

import platformdirs
import pytest

from jumperwire import config


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("named", ["/tmp/elsewhere", "relative", " ", "", None])
def test_they_are_where_platformdirs_has_them(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUMPERWIRE_HOME", raising=False)
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        if named is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, named)
    assert config.data_dir() == platformdirs.user_data_path("jumperwire", appauthor=False)
    assert config.config_dir() == platformdirs.user_config_path("jumperwire", appauthor=False)
    assert config.cache_dir() == platformdirs.user_cache_path("jumperwire", appauthor=False)
    assert config.mpremote_config() == platformdirs.user_config_path("mpremote") / "config.py"
