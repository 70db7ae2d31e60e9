"""Files on a board, all through the session's leases."""
