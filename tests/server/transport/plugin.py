"""The worked example of a transport, installed as pip would do it, without building a wheel."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli

from transport.echo import serving

EXAMPLE = Path(__file__).parents[3] / "examples" / "transport"


def install(site: Path, **others: str) -> None:
    """Have the example's module in ``site``, with its entry points and ``others``."""
    project = tomli.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    about = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
    )
    points = {**project["entry-points"]["jumperwire.transports"], **others}
    lines = ["[jumperwire.transports]", *(f"{name} = {value}" for name, value in points.items())]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n", "utf-8")
    for module in (EXAMPLE / "src").glob("*.py"):
        shutil.copy(module, site)


@asynccontextmanager
async def unix_far_end() -> AsyncIterator[str]:
    """A server on a Unix domain socket."""
    with TemporaryDirectory() as folder:
        path = f"{folder}/board"
        server = await asyncio.start_unix_server(serving, path)
        try:
            yield f"unix:{path}"
        finally:
            server.close()
            await server.wait_closed()
