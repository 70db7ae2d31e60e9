"""Files on a board, through leases of its session."""
