"""What is taken out of text that people see, and what stays."""

from __future__ import annotations

import pytest

from jumperwire.errors import OpenFailed
from jumperwire.redaction import redacted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ws://:pass@host:8266", "ws://:***@host:8266"),
        ("ws://me:p@ss:word@host/x", "ws://me:***@host/x"),
        ("RFC2217://me:pass@host:1", "RFC2217://me:***@host:1"),
        ("https://ghp_token@host/a", "https://***@host/a"),
        ("https://me:ghp_token@host/a@b", "https://***@host/a@b"),
        ("ws://host?password=x&baud=5", "ws://host?password=***&baud=5"),
        ("see https://host/?access_token=x#api-key=y.", "see https://host/?access_token=***#api-key=***"),
        (
            "{'address': 'ws://host?token=x', 'cause': 'no'}",
            "{'address': 'ws://host?token=***', 'cause': 'no'}",
        ),
        ("exec:ssh -i key me@host", "exec:ssh …"),
        ("exec: 'my tool' --token x", "exec:'my tool' …"),
        ('exec:"my tool" --token x\nnext line', 'exec:"my tool" …\nnext line'),
        ("boards: exec:a b, exec:c d", "boards: exec:a …"),
    ],
)
def test_secrets_are_taken_out(text: str, shown: str) -> None:
    assert redacted(text) == shown
    assert redacted(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "/dev/ttyACM0",
        "id:E661",
        "virtual:demo?flash=256k",
        "socket://host:2323",
        "ssh://me@host/board",
        "https://host/package@1.2",
        "github:org/repo@branch",
        "exec:micropython",
        "exec:micropython …: it ended",
        "key=value",
        "line 5: exec: not found",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert redacted(text) == text


def test_an_error_is_built_without_secrets() -> None:
    error = OpenFailed(address="exec:tool --password x", cause="gone")
    assert error.facts == {"address": "exec:tool …", "cause": "gone"}
    assert "password" not in str(error)
