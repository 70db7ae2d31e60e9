"""Makes what a wheel and an sdist have beside the sources: minified scripts, the virtual board's interpreter.

In a clone that is set up both are there. Elsewhere npm fetches the interpreter once, by version and SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SERVER = Path(__file__).parents[1]
INTERPRETER = SERVER / "interpreter"
VENDOR = SERVER / "src/jumperwire/virtual/vendor"
PATIENCE = 300
"""Seconds for npm to fetch 400 KB."""


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it packs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is missing, or end the build with a sentence that says what to do."""
        del version, build_data
        sys.path.insert(0, str(SERVER / "tools"))
        import minify_scripts

        minify_scripts.write()
        try:
            fetch_interpreter(self.app.display_info)
        except Unavailable as why:
            self.app.abort(f"The interpreter of the virtual board cannot be fetched: {why}.")


class Unavailable(Exception):
    """Why, in words for whoever builds."""


def fetch_interpreter(say: Callable[[str], None]) -> None:
    """Put the interpreter and its licence in their place, unless they are there."""
    source = json.loads((INTERPRETER / "source.json").read_text("utf-8"))
    spec = f"{source['package']}@{source['version']}"
    for name, digest in source["sha256"].items():
        if not _is(VENDOR / name, digest):
            say(f"Fetching the interpreter of the virtual board once: {spec}, by npm")
            content = _packed(spec, name)
            if hashlib.sha256(content).hexdigest() != digest:
                raise Unavailable(f"{name} of {spec} has not the SHA-256 {digest}")
            VENDOR.mkdir(exist_ok=True)
            (VENDOR / name).write_bytes(content)
    notice = (INTERPRETER / "NOTICE").read_text("utf-8")
    licence = f"MicroPython {source['version']} (npm {source['package']}), MIT licence.\n\n{notice}"
    (VENDOR / "LICENSE").write_text(licence, "utf-8")


def _is(path: Path, digest: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _packed(spec: str, name: str) -> bytes:
    """A file of a package, from the registry that this computer's npm is set to. Not run on Windows."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not there. Install Node 20 or newer, and try again")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", spec, "--ignore-scripts", "--silent", "--pack-destination", folder]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            raise Unavailable(f"npm took longer than {PATIENCE} s for {spec}") from None
        archives = list(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or not archives:
            raise Unavailable(f"npm could not fetch {spec}. Check the network and npm's registry")
        with tarfile.open(archives[0]) as archive:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise Unavailable(f"{spec} has no file {name}")
            return member.read()
