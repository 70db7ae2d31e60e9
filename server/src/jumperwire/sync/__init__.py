"""A workspace and a board's files, made equal by a plan."""
