"""The methods of the contract: each decodes, calls a layer below, and encodes. One table lists them all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from jumperwire.rpc.app import App
from jumperwire.rpc.features import boards, files, mounts, operations, packages, projects, repl, sidecar, sync

Handler: TypeAlias = Callable[[App, Any], Awaitable[Any]]

HANDLERS: dict[str, Handler] = {
    "boards/list": boards.list_all,
    "boards/refresh": boards.refresh,
    "boards/add": boards.add,
    "boards/forget": boards.forget,
    "boards/rename": boards.rename,
    "board/connect": boards.connect,
    "board/disconnect": boards.disconnect,
    "board/run": operations.run,
    "board/exec": operations.execute,
    "board/interrupt": operations.interrupt,
    "board/softReset": operations.soft_reset,
    "board/hardReset": operations.hard_reset,
    "board/info": operations.info,
    "board/mount": mounts.mount_folder,
    "board/unmount": mounts.unmount,
    "repl/open": repl.open_repl,
    "repl/close": repl.close_repl,
    "repl/input": repl.type_keys,
    "repl/paste": repl.paste,
    "files/list": files.list_folder,
    "files/read": files.read_file,
    "files/stat": files.stat,
    "files/write": files.write_file,
    "files/makeFolder": files.make_folder,
    "files/remove": files.remove,
    "files/move": files.move,
    "files/copy": files.copy,
    "files/space": files.space,
    "files/upload": files.upload_files,
    "files/download": files.download_files,
    "project/read": projects.read,
    "project/initialize": projects.initialize,
    "sync/locate": sync.locate,
    "sync/plan": sync.plan,
    "sync/apply": sync.apply,
    "sync/push": sync.push,
    "packages/search": packages.search,
    "packages/install": packages.install,
    "packages/list": packages.list_installed,
    "packages/uninstall": packages.uninstall,
    "sidecar/diagnostics": sidecar.diagnostics,
}
