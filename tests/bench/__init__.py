"""Benchmarks: figures beside those of others, on the same board and link, in the same run."""
