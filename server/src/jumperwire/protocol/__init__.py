"""The conversations with a board, without I/O: bytes go in, events and bytes come out."""
