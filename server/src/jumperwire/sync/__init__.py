"""Makes a workspace and a board's files match, following a plan."""
