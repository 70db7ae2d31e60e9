"""What ``pip install ./server`` gives, in a clone that was not set up: a whole ``jumper`` and library."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import minify_scripts
import pytest
from packages.index import Index

SERVER = Path(__file__).parents[2] / "server"
INTERPRETER = SERVER / "src/jumperwire/virtual/vendor/micropython.wasm"
SOURCE = json.loads((SERVER / "interpreter/source.json").read_text("utf-8"))
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--isolated"]
OFFLINE = ["--no-index", "--no-deps", "--no-build-isolation"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``server`` as git has it: without what set-up makes."""
    made = shutil.ignore_patterns("vendor", "minified.json", "__pycache__", ".*")
    return shutil.copytree(SERVER, tmp_path_factory.mktemp("clone") / "server", ignore=made)


@pytest.fixture(scope="module")
def registry() -> Iterator[Callable[[bytes], dict[str, str]]]:
    """The environment for an npm whose registry, on this machine, has the package with that content."""
    with Index() as index:

        def serve(content: bytes) -> dict[str, str]:
            packed = io.BytesIO()
            with tarfile.open(fileobj=packed, mode="w:gz") as archive:
                manifest = json.dumps({"name": SOURCE["package"], "version": SOURCE["version"]}).encode()
                for name, data in (("package.json", manifest), ("micropython.wasm", content)):
                    member = tarfile.TarInfo(f"package/{name}")
                    member.size = len(data)
                    archive.addfile(member, io.BytesIO(data))
            digest = hashlib.sha512(packed.getvalue()).digest()
            address = index.put(f"packed-{digest.hex()[:8]}.tgz", packed.getvalue())
            dist = {"tarball": address, "integrity": f"sha512-{base64.b64encode(digest).decode()}"}
            release = {"name": SOURCE["package"], "version": SOURCE["version"], "dist": dist}
            index.put(
                SOURCE["package"].replace("/", "%2f"),
                {"name": SOURCE["package"], "versions": {SOURCE["version"]: release}},
            )
            return {"npm_config_registry": index.url, "npm_config_fetch_retries": "0"}

        yield serve


@pytest.fixture(scope="module")
def site(
    clone: Path, registry: Callable[[bytes], dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder in which a wheel is installed that was made of an sdist of that clone."""
    if not INTERPRETER.exists() or shutil.which("npm") is None:
        pytest.skip("needs npm, and the interpreter: node scripts/vendor-virtual.mjs")
    folder = tmp_path_factory.mktemp("wheel")
    settings = {**registry(INTERPRETER.read_bytes()), "npm_config_cache": str(folder / "npm")}
    sdist = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)]
    subprocess.run(sdist, cwd=clone, env={**_plain(), **settings}, check=True, timeout=120)
    (packed,) = folder.glob("jumperwire-*.tar.gz")
    # The sdist is whole: no npm is needed for it.
    without = {**_plain(), "PATH": os.path.dirname(sys.executable)}
    wheel = [*PIP, "wheel", *OFFLINE, "--wheel-dir", str(folder), str(packed)]
    subprocess.run(wheel, env=without, check=True, timeout=120)
    (built,) = folder.glob("jumperwire-*.whl")
    assert minify_scripts.lacking(built) == []
    install = [*PIP, "install", *OFFLINE, "--no-compile", "--target", str(folder / "site"), str(built)]
    subprocess.run(install, env=_plain(), check=True, timeout=120)
    return folder / "site"


def _plain() -> dict[str, str]:
    """This copy of the sources is not what coverage is about."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


def _refused(clone: Path, folder: Path, settings: dict[str, str]) -> str:
    """What pip says when it cannot build the clone."""
    vendored = clone / "src/jumperwire/virtual/vendor"
    shutil.rmtree(vendored, ignore_errors=True)
    wheel = [*PIP, "wheel", *OFFLINE, "--wheel-dir", str(folder), str(clone)]
    env = {**_plain(), "npm_config_cache": str(folder / "npm"), **settings}
    said = subprocess.run(wheel, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert said.returncode != 0
    assert list(folder.glob("*.whl")) == []
    assert "Traceback" not in said.stderr
    return said.stderr


def test_without_node_it_says_what_to_install(clone: Path, tmp_path: Path) -> None:
    said = _refused(clone, tmp_path, {"PATH": os.path.dirname(sys.executable)})
    assert "npm is not there. Install Node 20 or newer, and try again" in said


@pytest.mark.skipif(shutil.which("npm") is None, reason="no npm")
def test_without_a_network_it_says_so(clone: Path, tmp_path: Path) -> None:
    settings = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
    assert "Check the network and npm's registry" in _refused(clone, tmp_path, settings)


@pytest.mark.skipif(shutil.which("npm") is None, reason="no npm")
def test_another_interpreter_is_not_taken(
    clone: Path, registry: Callable[[bytes], dict[str, str]], tmp_path: Path
) -> None:
    said = _refused(clone, tmp_path, registry(b"another one"))
    assert f"has not the SHA-256 {SOURCE['sha256']['micropython.wasm']}" in said


def test_it_has_the_command_and_types(site: Path) -> None:
    scripts = [path.stem for folder in ("bin", "Scripts") for path in (site / folder).glob("*")]
    assert scripts == ["jumper"]
    assert (site / "jumperwire" / "py.typed").exists()


def test_it_runs_a_virtual_board(site: Path, tmp_path: Path) -> None:
    source = (
        "import jumperwire\n"
        "from jumperwire import blocking\n"
        "with blocking.connect('virtual:wheel') as board:\n"
        "    board.fs.write('/a.txt', 'x' * 5000)\n"
        "    print(jumperwire.__file__, board.fs.stat('/a.txt').size)\n"
    )
    environment = {**_plain(), "PYTHONPATH": str(site), "JUMPERWIRE_HOME": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", source],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert said.stdout.split() == [str(site / "jumperwire" / "__init__.py"), "5000"]
