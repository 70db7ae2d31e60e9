"""The ways to move a file, from the fastest to the one that always works."""
