"""``python -m jumperwire serve --stdio``: the sidecar of an editor."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from jumperwire import __version__, config, logs


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m jumperwire", description=__doc__)
    parser.add_argument("--version", action="version", version=f"jumperwire {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve an editor")
    serve.add_argument("--stdio", action="store_true", required=True, help="over standard input and output")
    serve.add_argument("--log-file", type=Path, default=None)
    serve.add_argument("--log-level", default="info", choices=["debug", "info", "warning", "error"])
    options = parser.parse_args(arguments)
    logs.set_up(options.log_file or config.log_file(), options.log_level)

    from jumperwire.rpc.server import serve_stdio  # only now, since the command line may not need pygls

    gc.freeze()  # objects made by imports stay, so the collector need not look at them while somebody types
    serve_stdio()


if __name__ == "__main__":
    main()
