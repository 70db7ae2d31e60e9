"""The conversations with a board, without I/O: bytes in, events and bytes out."""
