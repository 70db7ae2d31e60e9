"""Folders of the PC on a board."""
