"""What runs on a board, and what comes back: scripts, replies and tracebacks. Pure text."""
