"""The protocol core, against a strict and slow board made of the facts, at every chunking."""
