"""Which modules a program imports: those that the files hold now, not those that an earlier program read."""

from __future__ import annotations

import logging

from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution
from jumperwire.device import script, traceback
from jumperwire.filesystem.calls import call

log = logging.getLogger(__name__)


async def forget(board: Lease, folder: str = "") -> Execution:
    """Forget the modules that were imported from files; those of the firmware stay.

    Whatever imports them next reads their files again. ``folder``: make it the current directory first.
    Returns how the script ended, since some boards cannot list their modules. Raises the errors of
    `Lease.exec`.
    """
    execution = await call(board, script.call("forget", folder))
    if execution.error:
        log.info("%s keeps its modules: %s", board.name, traceback.last_line(execution.error))
    return execution
