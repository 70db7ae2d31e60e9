"""What boards answer is untrusted: it is a literal of the right shape, or it is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.device import reply
from jumperwire.device.reply import ALL_FEATURES, BadReply, BoardInfo, Feature, FolderEntry, RomPartition

PROBE = ("rp2", "Pico", "v1.29", "1.29.0", "e66", 180_000, 848_000, 700_000, "micropython")


def test_a_probe() -> None:
    info = reply.board_info(repr(PROBE).encode() + b"\r\n")
    assert info == BoardInfo("rp2", "Pico", "1.29.0", "micropython", "e66", 180_000, 848_000, 700_000)


def test_a_probe_of_a_build_that_lacks_everything() -> None:
    info = reply.board_info(repr(("rp2", None, None, "", None, None, -1, "x", 5)).encode())
    assert info == BoardInfo("rp2", "rp2", "", "", None, None, None, None)


@pytest.mark.parametrize(
    "output",
    [b"", b"None", b"(1,2)", b"__import__('os')", b"(" * 100_000, b"[" * 5000, b"\xff\xfe", b"1" * 200_000],
)
def test_what_is_no_probe(output: bytes) -> None:
    with pytest.raises(BadReply):
        reply.board_info(output)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_reply_or_refused(output: bytes) -> None:
    for parse in (
        reply.board_info,
        reply.folder_entries,
        reply.content,
        reply.space,
        lambda data: reply.survey(data, 1),
    ):
        try:
            parse(output)
        except BadReply:
            continue


def test_a_listing_is_sorted_folders_first() -> None:
    output = b"2000\r\n('b.py', 0, 12, 60)\r\n('lib', 1, 0, 0)\r\n(b'\\xff', 0, 3, 0)\n('A', 0, -5, -1)\n"
    assert reply.folder_entries(output) == [
        FolderEntry("lib", True, 0),
        FolderEntry("A", False, 0),
        FolderEntry("b.py", False, 12, 946_684_860),
        FolderEntry("\udcff", False, 3),
    ]


@given(st.binary(max_size=3000), st.booleans())
def test_content_in_either_form(content: bytes, as_literals: bool) -> None:
    pieces = [content[at : at + 384] for at in range(0, len(content), 384)]
    lines = [repr(piece).encode() if as_literals else base64.b64encode(piece) for piece in pieces]
    assert reply.content(b"\r\n".join(lines)) == content


@pytest.mark.parametrize("output", [b"not base64!", b"b'unfinished", b"b'' + 1", b'b"x".upper()'])
def test_what_is_no_content(output: bytes) -> None:
    with pytest.raises(BadReply):
        reply.content(output)


def test_features() -> None:
    assert reply.features(b"(255, -256)\r\n") == ALL_FEATURES
    assert reply.features(b"(1023, -1024)\r\n") == ALL_FEATURES
    assert reply.features(b"(5, -6)\n") == Feature.STDIN_BUFFER | Feature.POLL
    for spoiled in (b"nonsense", b"(25, -256)", b"255", b"(1, 2, 3)", b"('a', 'b')"):
        assert reply.features(spoiled) is None


def test_free_heap() -> None:
    assert reply.heap_free(b"123456\r\n") == 123_456
    for output in (b"", b"None", b"-1", b"9" * 30):
        assert reply.heap_free(output) is None


def test_a_tree() -> None:
    said = b"\r\n".join(
        [
            b"@ (b'/', b'/', (4096, 10, 0))",
            b"! b'/sd'",
            b"/ b'/lib'",
            b"3 AAAAAAAAAAAAAAAA b'/lib/a b.py'",
            b"9999 - b'/big\\xff'",
            b"0 000000000000000000000000 b'/e'",
            b"@ (b'/flash/x', b'/flash', None)",
            b"",
        ]
    )
    found = reply.tree(said, 2)
    assert found.roots == [
        reply.TreeRoot("/", "/", reply.FileSystem(4096, 10, False)),
        reply.TreeRoot("/flash/x", "/flash", None),
    ]
    assert found.mounts == ["/sd"]
    assert found.items == {
        "/lib": reply.TreeItem(folder=True),
        "/lib/a b.py": reply.TreeItem(False, 3, bytes(12)),
        "/big\udcff": reply.TreeItem(False, 9999, None),
        "/e": reply.TreeItem(False, 0, bytes(12)),
    }


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"@ 5",
        b"@ (b'/', b'/')",
        b"@ (b'/', '/', None)",
        b"@ (b'/', b'/', 5)",
        b"@ (b'/', b'/', None)\n/ lib",
        b"@ (b'/', b'/', None)\n/ b'lib'",
        b"@ (b'/', b'/', None)\n/ '/lib'",
        b"@ (b'/', b'/', None)\nx - b'/a'",
        b"@ (b'/', b'/', None)\n5 ! b'/a'",
        b"@ (b'/', b'/', None)\n5",
    ],
)
def test_what_is_no_tree_is_refused(said: bytes) -> None:
    with pytest.raises(reply.BadReply):
        reply.tree(said, 1)


def test_partitions() -> None:
    assert reply.rom_partitions(b"None\r\n") is None
    assert reply.rom_partitions(b"") == []
    said = b"(0, 8192, 4096, 1, b'\\xd2\\xcd1')\r\n(2, 10, 10, 0, b'')\r\n"
    assert reply.rom_partitions(said) == [
        RomPartition(0, 8192, 4096, True, b"\xd2\xcd1"),
        RomPartition(2, 10, 10, False, b""),
    ]


@pytest.mark.parametrize("said", ["1", "(0,1,1,0)", "(0,1,1,0,'')", "(0,1,0,0,b'')", "(-1,1,1,0,b'')", "(0,"])
def test_what_is_no_partition(said: str) -> None:
    with pytest.raises(BadReply):
        reply.rom_partitions(said.encode())
