"""What `board/` promises of itself: no circle of imports, and one class that any session can stand in for."""

from __future__ import annotations

import grimp

from jumperwire.board.interface import BoardSession
from jumperwire.board.making import make_session

PACKAGE = "jumperwire.board"


def circle(graph: grimp.ImportGraph, modules: set[str]) -> list[str]:
    """Modules of which each imports the next one, and the last the first; none where there is no circle."""
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return path[path.index(module) :]
        if module in done:
            return []
        for other in sorted(graph.find_modules_directly_imported_by(module) & modules):
            if found := visit(other, [*path, module]):
                return found
        done.add(module)
        return []

    return next((found for module in sorted(modules) if (found := visit(module, []))), [])


def test_no_import_goes_in_a_circle_not_even_for_types() -> None:
    graph = grimp.build_graph("jumperwire", exclude_type_checking_imports=False, cache_dir=None)
    modules = graph.find_descendants(PACKAGE)
    assert len(modules) > 20
    assert circle(graph, modules) == []
    graph.add_import(importer=f"{PACKAGE}.link", imported=f"{PACKAGE}.session")
    assert circle(graph, modules) != []  # the check can fail


def test_a_session_is_what_its_users_ask_for() -> None:
    session: BoardSession = make_session("virtual:none", data=None)
    assert (session.name, session.program, session.fault, session.info) == ("virtual:none", None, None, None)
