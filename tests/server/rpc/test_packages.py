"""Packages as the editor asks for them, from an index on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from packages.index import Index

from rpc.editor import RequestFailed, fits, served


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


async def test_search_install_list_uninstall(home: Path, tmp_path: Path) -> None:
    with Index() as index:
        index.put("index.json", {"packages": [{"name": "aioble", "description": "Bluetooth"}]})
        index.package("aioble", {"aioble/__init__.py": b"x = 1\n"}, deps=[["log", "2"]])
        index.package("log", {"log.py": b"y = 1\n"}, version="2")
        async with served(home) as editor:
            found = await editor.ask("packages/search", text="blue", index=index.url)
            assert fits(found, "PackageSearchResult")
            assert [each["name"] for each in found["packages"]] == ["aioble"]
            board = (await editor.ask("boards/add", address="virtual:x"))["id"]
            await editor.ask("board/connect", board=board)
            lock = str(tmp_path / "jumperwire.lock")
            choice = {"board": board, "index": index.url, "mpy": False, "lock": lock}
            done = await editor.ask("packages/install", packages=["aioble"], token="t", **choice)
            assert fits(done, "PackageInstallResult")
            assert (done["target"], done["files"], done["unchanged"]) == ("/lib", 2, 0)
            told = [params for name, params in editor.notified if name == "files/didProgress"]
            assert told[-1]["token"] == "t"
            again = await editor.ask("packages/install", packages=[], **choice)
            assert (again["files"], again["unchanged"]) == (0, 2)
            listed = await editor.ask("packages/list", board=board)
            assert fits(listed, "PackageListResult")
            assert listed["packages"] == [
                {"name": "aioble", "version": "1.0", "files": ["aioble/__init__.py"], "wanted": True},
                {"name": "log", "version": "2", "files": ["log.py"], "wanted": False},
            ]
            gone = await editor.ask("packages/uninstall", board=board, package="log")
            assert gone == {"removed": ["/lib/log.py"]}
            for method, params, code in (
                ("packages/uninstall", {"package": "log"}, "package_not_installed"),
                ("packages/install", {"packages": []}, "package_invalid"),
                ("packages/install", {"packages": ["none"], "index": index.url}, "package_unknown"),
            ):
                with pytest.raises(RequestFailed) as failed:
                    await editor.ask(method, board=board, **params)
                assert failed.value.data["code"] == code
