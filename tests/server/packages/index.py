"""A web server on this machine that holds packages as micropython-lib's index does."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Index:
    """Serves `files` by path, and counts."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.asked: list[str] = []
        self.delay = 0.0
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Index:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def put(self, path: str, content: bytes | str | dict[str, Any]) -> str:
        """Have this served; its address."""
        data = json.dumps(content).encode() if isinstance(content, dict) else content
        self.files[f"/{path}"] = data.encode() if isinstance(data, str) else data
        return f"{self.url}/{path}"

    def package(
        self,
        name: str,
        files: dict[str, bytes],
        *,
        version: str = "latest",
        mpy: str = "py",
        deps: list[list[str]] | None = None,
        **others: Any,
    ) -> dict[str, str]:
        """A package of the index, with its files by hash; where each of them is."""
        hashes = []
        places = {}
        for path, data in files.items():
            short = hashlib.sha256(data).hexdigest()[:8]
            places[path] = f"file/{short[:2]}/{short}"
            self.put(places[path], data)
            hashes.append([path, short])
        table = {"v": 1, "version": "1.0" if version == "latest" else version, "hashes": hashes}
        self.put(
            f"package/{mpy}/{name}/{version}.json", {**table, **({"deps": deps} if deps else {}), **others}
        )
        return places

    def _handler(index) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with index._lock:
                    index.asked.append(self.path)
                    index.at_once += 1
                    index.most_at_once = max(index.most_at_once, index.at_once)
                time.sleep(index.delay)
                try:
                    self._answer()
                finally:
                    with index._lock:
                        index.at_once -= 1

            def _answer(self) -> None:
                if self.path in index.redirects:
                    self.send_response(302)
                    self.send_header("Location", index.redirects[self.path])
                    self.end_headers()
                    return
                data = index.files.get(self.path)
                self.send_response(404 if data is None else 200)
                self.send_header("Content-Length", str(len(data or b"")))
                self.end_headers()
                self.wfile.write(data or b"")

            def log_message(self, *_: object) -> None:
                return None

        return Handler
