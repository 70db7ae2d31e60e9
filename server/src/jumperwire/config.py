"""Where this program keeps its files, and what the environment may say.

``JUMPERWIRE_HOME`` puts everything below one folder: tests use it, and so can portable installs.
``JUMPERWIRE_NODE`` names the Node that runs the virtual board; the editor gives its own.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_APP = "jumperwire"


def data_dir() -> Path:
    """What must last: remembered boards, the flash of virtual boards."""
    home = os.environ.get("JUMPERWIRE_HOME")
    return Path(home) / "data" if home else platformdirs.user_data_path(_APP, appauthor=False)


def config_dir() -> Path:
    """What a user writes."""
    home = os.environ.get("JUMPERWIRE_HOME")
    return Path(home) / "config" if home else platformdirs.user_config_path(_APP, appauthor=False)


def mpremote_config() -> Path:
    """Where mpremote has its user's commands."""
    return platformdirs.user_config_path("mpremote", appauthor=False) / "config.py"


def log_file() -> Path:
    """The log of a sidecar that was given no other."""
    home = os.environ.get("JUMPERWIRE_HOME")
    folder = Path(home) / "log" if home else platformdirs.user_log_path(_APP, appauthor=False)
    return folder / "sidecar.log"


def cache_dir() -> Path:
    """What may be deleted at any time."""
    home = os.environ.get("JUMPERWIRE_HOME")
    return Path(home) / "cache" if home else platformdirs.user_cache_path(_APP, appauthor=False)


def flash_dir(name: str) -> Path:
    """The folder that is the flash of a virtual board."""
    return data_dir() / "virtual" / name


def claim_file(name: str) -> Path:
    """What a process locks to have a virtual board for itself; no board's name begins with a dot."""
    return data_dir() / "virtual" / ".claims" / name


def node() -> str | None:
    """The Node that the environment names."""
    return os.environ.get("JUMPERWIRE_NODE") or None
