"""Methods that read and write project files."""

from __future__ import annotations

import asyncio

from jumperwire.rpc import contract
from jumperwire.rpc.app import App
from jumperwire.rpc.paths import local_path
from jumperwire.sync import initialize as making
from jumperwire.sync import project as reading
from jumperwire.sync.layout import targets_of
from jumperwire.sync.project import Project
from jumperwire.sync.workspace import source_of


async def read(app: App, params: contract.ProjectParams) -> contract.Project:
    """Return the contents of a folder's project file, with default values for missing keys."""
    project = await asyncio.to_thread(reading.read, local_path(params.folder))
    pairs = [
        contract.SyncPair(source=str(source_of(project, index)), target=target)
        for index, target in enumerate(targets_of(project))
    ]
    return contract.Project(
        file=str(project.file) if project.file else None,
        boards=project.keys.board,
        pairs=pairs,
        delete=contract.Consent(project.keys.delete.value),
        on_save=project.keys.on_save,
        after=_after(project),
    )


async def initialize(app: App, params: contract.InitializeParams) -> contract.Initialized:
    """Write a project file."""
    made = await asyncio.to_thread(making.initialize, local_path(params.folder), params.board)
    return contract.Initialized(file=str(made.file), imported=made.imported)


def _after(project: Project) -> contract.After:
    if project.run_after:
        return contract.After(kind="run", file=str(project.run_after))
    return contract.After(kind="nothing" if project.keys.after == "nothing" else "softReset", file=None)
