"""What boards answer is untrusted: it is a literal of the right shape, or it is refused."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.device import listings, literals, reply
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
        listings.folder_entries,
        reply.content,
        reply.space,
        lambda data: listings.survey(data, 1, 0),
    ):
        try:
            parse(output)
        except BadReply:
            continue


def test_a_listing_is_sorted_folders_first() -> None:
    output = b"2000\r\n('b.py', 0, 12, 60)\r\n('lib', 1, 0, 0)\r\n(b'\\xff', 0, 3, 0)\n('A', 0, -5, -1)\n"
    assert listings.folder_entries(output) == [
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
    found = listings.tree(said, 2)
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
        listings.tree(said, 1)


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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("None", None),
        (" ( ) ", ()),
        ("(1)", 1),
        ("(1,)", (1,)),
        ("[1, -2,(True , False), ]", [1, -2, (True, False)]),
        ("'\\x1b\\'\\u4e16\\U0001f600\\n'", "\x1b'\u4e16\U0001f600\n"),
        ('b"\\xff\\\\u"', b"\xff\\u"),
        ("9223372036854775807", (1 << 63) - 1),
    ],
)
def test_literals(text: str, value: object) -> None:
    assert literals.literal(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(",
        "(1",
        "(1 2)",
        "(,)",
        "1, 2",
        "[[[[[1]]]]]",
        "9" * 5000,
        "1.5",
        "1j",
        "{}",
        "{[]: 1}",
        "'\\d'",
        "b'\\u1234'",
        "'\\xg'",
        "'\\U00110000'",
        "b'\u4e16'",
        "'a' 'b'",
        "1if",
        "None1",
        "f''",
        "1)",
        "x",
        "'\n'",
    ],
)
def test_what_is_no_literal_of_ours(text: str) -> None:
    with pytest.raises(BadReply):
        literals.literal(text.encode())


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**18), 10**18)
        | st.binary(max_size=9)
        | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
        max_leaves=4,
    )
)
def test_what_python_reads_is_read_the_same_or_refused(value: object) -> None:
    try:
        assert literals.literal(repr(value).encode()) == value
    except BadReply:
        assert repr(value).count("[") + repr(value).count("(") > 4 or "\\x0" in repr(value)


@pytest.mark.parametrize(
    "said",
    [
        b"[]\n",
        b"{}\n",
        b"2000\n(b'', 1, 0, 0)",
        b"2000\n(b'/', 1, 0, 0)",
        b"2000\n(b'/a', 1, 0, 0)",
        b"2000\n(b'a//b', 0, 0, 0)",
        b"2000\n(b'../a', 0, 0, 0)",
        b"2000\n(b'a\\x00', 0, 0, 0)",
        b"2000\n('\\ud800', 0, 0, 0)",
        b"2000\n(0, 0, 0, 0)",
        b"2000\n(b'a', 0, 0, 0)\n(b'a/b', 0, 0, 0)",
        b"2000\n(b'a', 0, 0, 0)\n(b'a', 1, 0, 0)",
        b"2000\n(b'%s', 0, 0, 0)" % b"/".join([b"a"] * 1500),
        b"2000\n(b'a/b/c/d/e/f/g', 0, 0, 0)",
    ],
)
def test_what_is_no_walk(said: bytes) -> None:
    with pytest.raises(BadReply):
        listings.walked(said)


def test_a_walk_gains_the_folders_that_its_names_are_in() -> None:
    found = listings.walked(b"1970\n(b'a/b/c', 0, 3, 0)\n(b'a/d', 0, 1, 0)")
    assert [(each.name, each.folder) for each in found] == [
        ("a", True),
        ("a/b", True),
        ("a/b/c", False),
        ("a/d", False),
    ]


@pytest.mark.parametrize(
    "said",
    [
        b"/ b'/lib'",
        b"@ (b'/', b'/', None)\n/ b'/'",
        b"@ (b'/', b'/', None)\n1 - b'/lib/a'",
        b"@ (b'/', b'/', None)\n1 - b'/lib'\n1 - b'/lib/a'",
        b"@ (b'/x', b'/', None)\n1 - b'/lib'",
        b"@ (b'/', b'/', None)\n1 - b'/../a'",
        b"@ (b'/../', b'/', None)",
    ],
)
def test_no_tree_has_what_is_in_no_folder(said: bytes) -> None:
    with pytest.raises(BadReply):
        listings.tree(said, 1)


@pytest.mark.parametrize(
    ("parse", "said"),
    [
        (reply.libraries, b"1\n" + b"[" * 100_000),
        (reply.libraries, b"1\n['a', 5]"),
        (reply.libraries, b"9" * 5000 + b"\n[]"),
        (lambda said: reply.kinds(said, 1), b"[0, 1]"),
        (lambda said: reply.kinds(said, 1), b"[[]]"),
        (lambda said: reply.kinds(said, 1), b"[3]"),
        (reply.numbers, b"(1, 'a')"),
        (reply.numbers, b"[1]"),
        (reply.digest, b"5"),
        (reply.mounts, b"5"),
        (reply.path, b"'/'"),
        (listings.entry, b""),
        (listings.entry, b"2000"),
        (listings.entry, b"2000\n(5, 0, 0, 0)"),
        (lambda said: listings.survey(said, 1, 1), b"-\n0"),
        (lambda said: listings.survey(said, 1, 1), b"-"),
    ],
)
def test_what_is_refused(parse: Callable[[bytes], object], said: bytes) -> None:
    with pytest.raises(BadReply):
        parse(said)


def test_words_have_no_surrogates() -> None:
    said = repr(("\udcff", *PROBE[1:])).encode("utf-8", "surrogateescape")
    assert reply.board_info(said).platform == "?"
