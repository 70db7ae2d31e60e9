"""Transports of other packages: the entry points ``jumperwire.transports`` map schemes to openers."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from jumperwire.errors import OpenFailed

log = logging.getLogger(__name__)

GROUP = "jumperwire.transports"


@cache
def installed() -> dict[str, Any]:
    """Return the entry points by scheme, without loading them."""
    from importlib.metadata import entry_points  # takes 20 ms, which our own schemes need not spend

    return {each.name: each for each in entry_points(group=GROUP)}


def load(scheme: str, address: str) -> Any:
    """Load the opener of an `installed` scheme. Raises OpenFailed if its package does not work."""
    try:
        return installed()[scheme].load()
    except Exception as error:  # importing a package may raise anything
        log.exception("the transport of %s: cannot be loaded", scheme)
        raise OpenFailed(address=address, cause=f"its transport cannot be loaded: {error!r}") from error
