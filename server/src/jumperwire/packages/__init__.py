"""Packages: where they come from, how they are compiled, and how they are installed on a board."""
