"""Addresses: each form is taken as it is meant, and anything else is refused with what would do."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.errors import AddressInvalid
from jumperwire.transport.address import host_and_port, parse
from jumperwire.transport.virtual_address import VirtualAddress, parse_virtual


@pytest.mark.parametrize(
    ("text", "scheme", "rest"),
    [
        ("/dev/ttyACM0", "serial", "/dev/ttyACM0"),
        ("  COM7 ", "serial", "COM7"),
        ("com12", "serial", "com12"),
        ("virtual:demo", "virtual", "demo"),
        ("virtual:a b?baud=115200&ring=256", "virtual", "a b?baud=115200&ring=256"),
        ("exec: python board.py --stdio ", "exec", "python board.py --stdio"),
        ("exec:?flow=hold  micropython -i ?", "exec", "micropython -i ?"),
        ("socket://pi.local:2000?flow=hold", "socket", "pi.local:2000"),
        ("socket://[::1]:2000/?flow=none", "socket", "[::1]:2000"),
        ("socket://pi.local:2000", "socket", "pi.local:2000"),
        ("socket://[::1]:2000/", "socket", "[::1]:2000"),
    ],
)
def test_forms(text: str, scheme: str, rest: str) -> None:
    address = parse(text)
    assert (address.scheme, address.rest, address.text) == (scheme, rest, text.strip())
    assert address.holds_back == ("flow=hold" in text)


@pytest.mark.skipif(sys.platform == "win32", reason="a path is no port on Windows")
def test_a_path_may_be_a_link_to_a_port() -> None:
    assert parse("/tmp/board").scheme == "serial"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "demo",
        "virtual:",
        "virtual:../x",
        "virtual:a/b",
        "virtual:a\\b",
        "virtual:.hidden",
        "virtual:con",
        "virtual:COM1.x",
        "virtual:ends.",
        "virtual:" + "x" * 65,
        "virtual:x?baud",
        "virtual:x?baud=fast",
        "virtual:x?colour=1",
        "virtual:x?raw_paste=maybe",
        "exec:",
        "exec:   ",
        "exec:?flow=hold",
        "exec:?flow=fast",
        "socket://host:80?flow=fast",
        "socket://host:80?baud=9600",
        "socket://",
        "socket://host",
        "socket://host:0",
        "socket://host:65536",
        "socket://host:" + "1" * 5000,
        "socket://host:x",
        "socket://:80",
        "ftp://host:21",
        "/dev/tty\0ACM0",
    ],
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(AddressInvalid) as refused:
        parse(text)
    assert refused.value.facts["address"].strip() == text.strip()
    assert refused.value.facts["expected"]


@given(st.text())
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        address = parse(text)
    except AddressInvalid:
        return
    assert parse(address.text) == address


def test_hosts_and_ports() -> None:
    assert host_and_port("pi:2000") == ("pi", 2000)
    assert host_and_port("[::1]:2000") == ("::1", 2000)


def test_options_of_a_virtual_board() -> None:
    text = "x?baud=115200&ring=256&latency=5&heap=64k&flash=1M&raw_paste=0&stdin_buffer=false&drop_on_reset=1"
    assert parse_virtual(text) == VirtualAddress(
        "x", 115200, 256, 5, 65536, 1 << 20, raw_paste=False, stdin_buffer=False, drop_on_reset=True
    )
    assert parse_virtual("x") == VirtualAddress("x")
