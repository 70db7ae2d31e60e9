"""One file per benchmark; each has a `run` that adds rows."""
