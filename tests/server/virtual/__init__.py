"""The virtual board, driven over its pipes alone: no other part of the product takes part."""
