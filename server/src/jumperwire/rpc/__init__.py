"""The only place that knows JSON-RPC."""
