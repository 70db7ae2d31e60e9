"""The transfer strategies, from the fastest to the one that always works."""
