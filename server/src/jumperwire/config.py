"""Where this program keeps its files, and what the environment may configure.

``JUMPERWIRE_HOME`` puts everything below one folder, for tests and portable installations.
``JUMPERWIRE_NODE`` names the Node that runs the virtual board; the editor passes its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_APP = "jumperwire"

_LINUX = sys.platform.startswith("linux")

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}
"""The variables that name folders on Linux, and their default values below the home folder."""


def _system(kind: str, app: str) -> Path:
    """Return the system's folder for ``app``.

    Linux does without platformdirs, which takes a tenth of a start.
    """
    if _LINUX:
        variable, otherwise = _XDG[kind]
        named = os.environ.get(variable, "").strip()
        return Path(named if os.path.isabs(named) else os.path.expanduser(f"~/{otherwise}"), app)
    import platformdirs

    found = {
        "data": platformdirs.user_data_path,
        "config": platformdirs.user_config_path,
        "cache": platformdirs.user_cache_path,
    }
    return found[kind](app, appauthor=False)


def data_dir() -> Path:
    """Return the folder for data that must last: remembered boards, the flash of virtual boards."""
    home = os.environ.get("JUMPERWIRE_HOME")
    return Path(home) / "data" if home else _system("data", _APP)


def config_dir() -> Path:
    """Return the folder for files that users write."""
    home = os.environ.get("JUMPERWIRE_HOME")
    return Path(home) / "config" if home else _system("config", _APP)


def mpremote_config() -> Path:
    """Return where mpremote has its user's commands."""
    return _system("config", "mpremote") / "config.py"


def log_file() -> Path:
    """Return the log file of a sidecar that was not given one."""
    import platformdirs  # imported here, since only the sidecar needs it

    home = os.environ.get("JUMPERWIRE_HOME")
    folder = Path(home) / "log" if home else platformdirs.user_log_path(_APP, appauthor=False)
    return folder / "sidecar.log"


def cache_dir() -> Path:
    """Return the folder for data that may be deleted at any time."""
    home = os.environ.get("JUMPERWIRE_HOME")
    return Path(home) / "cache" if home else _system("cache", _APP)


def flash_dir(name: str) -> Path:
    """Return the folder that is the flash of a virtual board."""
    return data_dir() / "virtual" / name


def claim_file(name: str) -> Path:
    """Return the file that a process locks to use a virtual board. No board's name begins with a dot."""
    return data_dir() / "virtual" / ".claims" / name


def node() -> str | None:
    """Return the Node that the environment names."""
    return os.environ.get("JUMPERWIRE_NODE") or None
