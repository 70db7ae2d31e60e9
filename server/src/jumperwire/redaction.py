"""Removes secrets from text that people see or copy: logs, errors, diagnostics.

An address may contain a password (``ws://:secret@host``), a token (``https://token@host``, ``?token=…``)
or a whole command line (``exec:…``). Addresses name boards, so they appear everywhere. What programs use
stays unchanged.
"""

from __future__ import annotations

import re

_HIDDEN = "***"
_CUT = "…"

_USER_INFO = r"(?i)\b([a-z][a-z0-9.+-]*://)([^\s/?#@:]*)(?:(:)[^\s/?#]*)?@"
"""The user of a URL, and the password after a colon. An ``@`` does not end the password, a ``/`` does."""

_QUERY = (
    r"(?i)([?&;#][\w.-]*(?:token|passw(?:or)?d|passphrase|pwd|secret|key|auth|credentials?|signature|sig)=)"
    r"[^\s&;#'\"]+"
)
_COMMAND = r"(?:^exec:[ \t]*|\bexec:)(?![ \t])(\"[^\"\n]*\"|'[^'\n]*'|[^\s'\"]+)[ \t]+(?!" + _CUT + r")[^\n]*"


def redacted(text: str) -> str:
    """Return the text without passwords and tokens of URLs, and with only the program of an ``exec:``
    address.

    Repeating it changes nothing. A command line ends with its line, so redact parts before joining them.
    """
    if ":" not in text and "=" not in text:
        return text
    # `re` compiles and caches these: most programs never need them, and compiling takes milliseconds.
    text = re.sub(_COMMAND, rf"exec:\1 {_CUT}", text)
    text = re.sub(_USER_INFO, _login, text)
    return re.sub(_QUERY, rf"\1{_HIDDEN}", text)


def _login(found: re.Match[str]) -> str:
    scheme, user, colon = found.groups()
    if scheme.lower() in ("http://", "https://"):  # a user without a password is a token there
        return f"{scheme}{_HIDDEN}@"
    return f"{scheme}{user}{':' + _HIDDEN if colon else ''}@"
