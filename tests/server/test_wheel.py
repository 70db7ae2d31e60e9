"""What ``pip install ./server`` gives: the command, the library with its types, the virtual board."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from boards import catalog

SERVER = Path(__file__).parents[2] / "server"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a wheel of the sources is installed. Nothing is fetched from anywhere."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--isolated"]
    offline = ["--no-index", "--no-deps"]
    wheel = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), str(SERVER)]
    subprocess.run(wheel, check=True, timeout=120)
    (built,) = folder.glob("jumperwire-*.whl")
    install = [*pip, "install", *offline, "--no-compile", "--target", str(folder / "site"), str(built)]
    subprocess.run(install, check=True, timeout=120)
    return folder / "site"


def test_it_has_the_command_and_types(site: Path) -> None:
    scripts = [path.stem for folder in ("bin", "Scripts") for path in (site / folder).glob("*")]
    assert scripts == ["jumper"]
    assert (site / "jumperwire" / "py.typed").exists()


def test_it_runs_a_virtual_board(site: Path, tmp_path: Path) -> None:
    if catalog.VIRTUAL.missing:
        pytest.skip(catalog.VIRTUAL.missing)
    source = (
        "import jumperwire\n"
        "from jumperwire import blocking\n"
        "with blocking.connect('virtual:wheel') as board:\n"
        "    board.fs.write('/a.txt', 'x' * 5000)\n"
        "    print(jumperwire.__file__, board.fs.stat('/a.txt').size)\n"
    )
    # This copy of the sources is not what coverage is about.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = {**plain, "PYTHONPATH": str(site), "JUMPERWIRE_HOME": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", source],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert said.stdout.split() == [str(site / "jumperwire" / "__init__.py"), "5000"]
