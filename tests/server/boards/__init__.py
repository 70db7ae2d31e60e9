"""Real MicroPython interpreters that tests can talk to as boards."""
