"""Transports of other packages: the entry points ``jumperwire.transports``, from scheme to opener."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from jumperwire.errors import OpenFailed

log = logging.getLogger(__name__)

GROUP = "jumperwire.transports"


@cache
def installed() -> dict[str, Any]:
    """The entry points by scheme. Nothing is loaded yet."""
    from importlib.metadata import entry_points  # takes 20 ms, which no address of ours is to pay

    return {each.name: each for each in entry_points(group=GROUP)}


def load(scheme: str, address: str) -> Any:
    """The opener of a scheme that is `installed`. Raises OpenFailed where its package does not work."""
    try:
        return installed()[scheme].load()
    except Exception as error:  # whatever a package does when it is imported
        log.exception("the transport of %s: cannot be loaded", scheme)
        raise OpenFailed(address=address, cause=f"its transport cannot be loaded: {error!r}") from error
