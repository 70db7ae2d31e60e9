"""The only place with bytes on a wire: one file per kind of link, and the table of address schemes."""
