"""What runs on a board, and what comes back: scripts, replies and tracebacks. It handles text only."""
