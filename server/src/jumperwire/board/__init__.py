"""Boards as seen from the host: a link that drives the protocol, and a session for the life of one board."""
