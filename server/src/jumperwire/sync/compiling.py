"""Compiles a workspace's files with mpy-cross, if the project wants that, before anything is sent."""

from __future__ import annotations

from dataclasses import replace

from jumperwire.board.facts import Fact, Until
from jumperwire.board.lease import Lease
from jumperwire.errors import CompilerUntrusted, ProjectInvalid
from jumperwire.packages import mpy_cross
from jumperwire.sync.project import Project
from jumperwire.sync.rules import Patterns
from jumperwire.sync.workspace import Found, Workspace

_FORMAT = Fact[mpy_cross.Format]("what compiled files the board takes", Until.RESTART)

_SOURCE = ("boot.py", "main.py")
"""Files that the board looks for only as source."""


async def compiled(board: Lease, project: Project, workspace: Workspace) -> Workspace:
    """Return the workspace with compiled files in place of those that the project wants compiled.

    Raises CompileFailed for the first file that does not compile, CompilerMissing, CompilerUnfit, and
    CompilerUntrusted if the project names a program that nobody has agreed to run.
    """
    wanted = _wanted(project, workspace)
    if not wanted:
        return workspace
    if project.keys.mpy_cross and not project.trusted:
        raise CompilerUntrusted(path=str(project.file), command=project.keys.mpy_cross)
    form = board.facts.get(_FORMAT) or board.facts.put(_FORMAT, await mpy_cross.format_of(board))
    compiler = await mpy_cross.find(form, board.name, project.keys.mpy_cross, project.folder)
    made = await compiler.compile_all([(found.path, found.data or b"") for found in wanted])
    instead: dict[int, Found] = {}
    for found, data in zip(wanted, made, strict=True):
        if isinstance(data, BaseException):
            raise data
        name = found.name[: -len(".py")] + ".mpy"
        instead[id(found)] = replace(found, name=name, data=data, compiled=True)
    return replace(workspace, found=[instead.get(id(found), found) for found in workspace.found])


def _wanted(project: Project, workspace: Workspace) -> list[Found]:
    if not project.keys.compile:
        return []
    try:
        patterns = Patterns.of(project.keys.compile)
    except ValueError as error:
        raise ProjectInvalid(path=str(project.file), line=1, reason=f"compile: {error}") from error
    return [
        found
        for found in workspace.found
        if found.data is not None
        and found.name.endswith(".py")
        and found.name not in _SOURCE
        and patterns.decides(found.path.relative_to(project.folder).as_posix(), folder=False)
    ]
