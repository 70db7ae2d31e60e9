"""Methods for the packages on a board."""

from __future__ import annotations

from typing import Protocol

from jumperwire.board.state import WhenRunning
from jumperwire.packages import mip
from jumperwire.packages.origin import INDEX
from jumperwire.rpc import contract, present
from jumperwire.rpc.app import App
from jumperwire.rpc.paths import local_path


class _Operation(Protocol):
    @property
    def board(self) -> str: ...
    @property
    def when_running(self) -> contract.WhenRunning: ...


def _leasing(app: App, params: _Operation) -> mip.Leasing:
    session = app.registry.session(params.board)
    return lambda: session.lease(WhenRunning(params.when_running.value))


async def search(app: App, params: contract.PackageSearchParams) -> contract.PackageSearchResult:
    """Search an index."""
    found = await app.catalog.search(params.text, params.index or INDEX)
    return contract.PackageSearchResult(
        packages=[
            contract.IndexedPackage(name=each.name, version=each.version, description=each.description)
            for each in found
        ]
    )


async def install(app: App, params: contract.PackageInstallParams) -> contract.PackageInstallResult:
    """Install packages and record the installation, or repeat a recorded one."""
    leasing, tell = _leasing(app, params), app.teller(params.token)
    choice = mip.Choice(params.index or INDEX, params.target, params.mpy)
    lock = local_path(params.lock) if params.lock else None
    if lock and not params.packages:
        return present.installation(await mip.repeat(leasing, lock, choice, tell=tell))
    done = await mip.install(leasing, params.packages, choice, lock_file=lock, tell=tell)
    return present.installation(done)


async def list_installed(app: App, params: contract.PackageListParams) -> contract.PackageListResult:
    """Return the installed packages."""
    installed = await mip.listed(_leasing(app, params), params.target)
    return contract.PackageListResult(packages=[present.package(each) for each in installed])


async def uninstall(app: App, params: contract.PackageUninstallParams) -> contract.PackageUninstallResult:
    """Delete a package."""
    removed = await mip.uninstall(_leasing(app, params), params.package, params.target)
    return contract.PackageUninstallResult(removed=removed)
