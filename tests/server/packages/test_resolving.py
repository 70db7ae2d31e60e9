"""Names, addresses and package.json: each form as mpremote takes it, and nothing that leads elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.errors import DownloadFailed, JumperwireError, LocalFileFailed, PackageInvalid, PackageUnknown
from jumperwire.packages import lock, manifest, origin
from jumperwire.packages.fetching import Content, Fetched
from jumperwire.packages.origin import Kind, Request
from jumperwire.packages.resolving import Package, Part, resolve

INDEX = "https://index"
RAW = "https://raw.githubusercontent.com"


class Fake:
    """A web of a few addresses."""

    def __init__(self, **pages: Any) -> None:
        self.pages = {key: json.dumps(page).encode() for key, page in pages.items()}
        self.asked: list[str] = []

    async def get(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.pages:
            raise DownloadFailed(url=url, status=404, cause="Not Found")
        return self.pages[url]


def package(**table: Any) -> dict[str, Any]:
    return {"v": 1, **table}


async def resolved(web: Fake, *names: str, mpy: str = "py") -> list[Package]:
    return await resolve(web, [origin.parse(name) for name in names], index=INDEX, mpy=mpy)


@pytest.mark.parametrize(
    ("text", "request_", "kind"),
    [
        ("aioble", Request("aioble"), Kind.INDEX),
        ("aioble@0.6", Request("aioble", "0.6"), Kind.INDEX),
        ("github:u/r@feature/x", Request("github:u/r", "feature/x"), Kind.REMOTE),
        ("github:u/r/a.py@v1", Request("github:u/r/a.py", "v1"), Kind.FILE),
        ("https://me@host/x/package.json", Request("https://me@host/x/package.json"), Kind.REMOTE),
        ("https://host/x.mpy@1", Request("https://host/x.mpy", "1"), Kind.FILE),
        ("./package.json", Request("./package.json"), Kind.LOCAL),
    ],
)
def test_names(text: str, request_: Request, kind: Kind) -> None:
    assert origin.parse(text) == request_
    assert request_.kind is kind


def test_no_name() -> None:
    for text in ("", " ", "@1"):
        with pytest.raises(PackageInvalid):
            origin.parse(text)


@pytest.mark.parametrize(
    ("place", "version", "address"),
    [
        ("github:u/r/p/a.py", "", f"{RAW}/u/r/HEAD/p/a.py"),
        ("github:u/r/a b.py", "v1", f"{RAW}/u/r/v1/a%20b.py"),
        ("github:u/r/sub/../lib/./a.py", "v1", f"{RAW}/u/r/v1/lib/a.py"),
        ("gitlab:u/r/a.py", "main", "https://gitlab.com/u/r/-/raw/main/a.py"),
        ("codeberg:u/r/a.py", "", "https://codeberg.org/api/v1/repos/u/r/raw/a.py?ref=HEAD"),
        ("http://host/x", "v1", "http://host/x"),
    ],
)
def test_addresses(place: str, version: str, address: str) -> None:
    assert origin.address(place, version) == address


@pytest.mark.parametrize(
    "place", ["github:", "github:u", "github:u/", "gitlab:u/r/../../x", "gitlab:u/r/a/../../x"]
)
def test_what_is_no_address(place: str) -> None:
    with pytest.raises(PackageInvalid):
        origin.address(place)


async def test_an_index() -> None:
    short = "0123456789abcdef"
    web = Fake(
        **{
            f"{INDEX}/package/6/a/latest.json": package(
                hashes=[["a.mpy", short[:8]]],
                urls=[["b.py", "https://x/b.py"], ["c.py", "c.py"]],
                version="2",
            )
        }
    )
    (found,) = await resolved(web, "a", mpy="6")
    assert found == Package(
        "a",
        "2",
        [
            Part("a.mpy", f"{INDEX}/file/01/{short[:8]}", short[:8]),
            Part("b.py", "https://x/b.py"),
            Part("c.py", f"{INDEX}/package/6/a/c.py"),
        ],
        True,
        index="https://index",
    )
    with pytest.raises(PackageUnknown) as unknown:
        await resolved(web, "a@7", mpy="6")
    assert unknown.value.facts == {"package": "a", "version": "7", "index": INDEX}


async def test_names_of_an_index_cannot_leave_it() -> None:
    web = Fake()
    with pytest.raises(PackageUnknown):
        await resolved(web, "../../x?y#z@1/2")
    assert web.asked == [f"{INDEX}/package/py/..%2F..%2Fx%3Fy%23z/1%2F2.json"]


async def test_what_is_beside_a_package_of_a_repository() -> None:
    manifest_ = package(
        urls=[["a.py", "src/a.py"], ["b.py", "github:o/other/b.py"]], deps=[["github:u/dep", "v2"]]
    )
    web = Fake(**{f"{RAW}/u/r/v1/package.json": manifest_, f"{RAW}/u/dep/v2/package.json": package(urls=[])})
    found = await resolved(web, "github:u/r@v1")
    assert [part.place for part in found[0].parts] == [f"{RAW}/u/r/v1/src/a.py", f"{RAW}/o/other/v1/b.py"]
    assert [(each.name, each.wanted) for each in found] == [("github:u/r", True), ("github:u/dep", False)]


async def test_of_two_versions_the_first_counts_and_cycles_end() -> None:
    web = Fake(
        **{
            f"{INDEX}/package/py/a/latest.json": package(deps=[["b", "1"], ["a", "latest"]]),
            f"{INDEX}/package/py/b/1.json": package(deps=[["a", "2"], ["b", "2"]], version="1"),
        }
    )
    assert [(each.name, each.version) for each in await resolved(web, "a")] == [("a", ""), ("b", "1")]
    assert len(web.asked) == 2


async def test_a_package_without_end() -> None:
    class Endless(Fake):
        async def get(self, url: str) -> bytes:
            self.asked.append(url)
            return json.dumps(package(deps=[[f"n{len(self.asked)}", "1"]])).encode()

    with pytest.raises(PackageInvalid):
        await resolved(Endless(), "a")


async def test_nothing_of_the_web_reads_a_file_of_the_pc(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}", "utf-8")
    secret = str(tmp_path / "package.json")
    for name in ("a", "https://host/package.json"):
        page = f"{INDEX}/package/py/a/latest.json" if name == "a" else name
        with pytest.raises(PackageInvalid):
            await resolved(Fake(**{page: package(deps=[[secret, ""]])}), name)
        (found,) = await resolved(
            Fake(**{page: package(urls=[["x", secret], ["y", f"file://{secret}"]])}), name
        )
        assert all(part.place.startswith("https://") for part in found.parts)


async def test_a_folder_of_the_pc(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(json.dumps(package(urls=[["a.py", "src/a.py"]])), "utf-8")
    (found,) = await resolved(Fake(), str(tmp_path / "package.json"))
    assert Path(found.parts[0].place) == tmp_path / "src" / "a.py"
    with pytest.raises(LocalFileFailed):
        await resolved(Fake(), str(tmp_path / "none.json"))


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/etc/x", "..", "../x", "a/../../x", "a//b", "./a", "a/", "a\\..\\b", "a\0b", "a\nb"),
        *("x" * 256, "\ud800", manifest.RECORD, manifest.RECORD.upper()),
    ],
)
def test_paths_that_leave_the_target(path: str) -> None:
    for key in ("hashes", "urls"):
        with pytest.raises(PackageInvalid):
            manifest.parse("a", json.dumps({key: [[path, "0" * 8]]}).encode())


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda each: (
            st.lists(each)
            | st.dictionaries(st.sampled_from(["v", "hashes", "urls", "deps", "version"]) | st.text(), each)
        ),
    )
)
def test_any_json_is_a_package_or_is_refused(table: Any) -> None:
    try:
        found = manifest.parse("a", json.dumps(table).encode())
    except PackageInvalid:
        return
    assert all(isinstance(text, str) for pair in (*found.hashes, *found.urls, *found.deps) for text in pair)


@pytest.mark.parametrize(
    "data", [b"\xff", b"[" * 100_000, b"nothing", b'{"v": 3}', b'{"hashes": [["a", "../../x"]]}']
)
def test_what_is_no_package(data: bytes) -> None:
    with pytest.raises(PackageInvalid):
        manifest.parse("a", data)


def test_locks(tmp_path: Path) -> None:
    file = tmp_path / "jumperwire.lock"
    part = Part("a.mpy", "https://x/a.mpy", "aa")
    made = lock.Lock.of([Fetched(Package("a", "1", [part], True), [Content(part, b"data")])], "6")
    lock.write(file, made)
    assert lock.read(file) == made
    assert (made.mpy, made.packages[0].parts[0].digest[:8]) == ("6", "3a6eb079")
    table = json.loads(file.read_text("utf-8"))
    broken: list[Any] = [5, {}, {**table, "version": 2}, {**table, "mpy": 6}, {**table, "packages": [{}]}]
    for change in ({"path": "../x"}, {"digest": "3a6eb079"}):
        other = json.loads(json.dumps(table))
        other["packages"][0]["parts"][0].update(change)
        broken.append(other)
    for each in broken:
        file.write_text(json.dumps(each), "utf-8")
        with pytest.raises(PackageInvalid):
            lock.read(file)
    file.write_bytes(b"\xff")
    with pytest.raises(PackageInvalid):
        lock.read(file)
    with pytest.raises(JumperwireError):
        lock.read(tmp_path / "none")
