"""The only place that does I/O with boards: one file per kind of link, and the table of address schemes."""
