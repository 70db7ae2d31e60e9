"""Boards as the host sees them: a link that drives the protocol, and a session that is one board's life."""
