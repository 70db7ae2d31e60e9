"""What a receiver on the board says when it has ended, and whether the files are there."""

from __future__ import annotations

from collections.abc import Sequence

from jumperwire.board.lease import Lease
from jumperwire.board.state import Execution
from jumperwire.errors import ProtocolBroken
from jumperwire.filesystem import remote
from jumperwire.filesystem.calls import forgot
from jumperwire.filesystem.outgoing import Outgoing
from jumperwire.protocol.answers import Ended


def check_end(board: Lease, files: Sequence[Outgoing], ended: Ended) -> None:
    """Raise what the receiver raised; also ProtocolBroken unless it says that it has all files.

    Noise may look like the end of a receiver: what is on the board is looked up then.
    """
    forgot(board, ended.error)
    done = files_done(ended.said)
    remote.check(board, files[min(done, len(files) - 1)].path, Execution(b"", ended.error))
    if done < len(files):
        raise ProtocolBroken(board=board.name, expected=f"{len(files)} files", heard=repr(ended.said[-80:]))


def files_done(said: bytes) -> int:
    """Return how many files the receiver reports as complete."""
    last = said.split()[-1:]
    return int(last[0]) if last and last[0].isdigit() and len(last[0]) < 10 else 0
