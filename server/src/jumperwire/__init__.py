"""Async sessions, REPL and files for MicroPython boards."""

__version__ = "0.1.0"
