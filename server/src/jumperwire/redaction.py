"""Takes secrets out of text that people see or copy: logs, errors, diagnostics.

An address may hold a password (``ws://:secret@host``), a token (``https://token@host``, ``?token=…``) or a
whole command line (``exec:…``), and addresses name boards, so they turn up everywhere. What programs use
stays whole.
"""

from __future__ import annotations

import re

_HIDDEN = "***"
_CUT = "…"

_USER_INFO = r"(?i)\b([a-z][a-z0-9.+-]*://)([^\s/?#@:]*)(?:(:)[^\s/?#]*)?@"
"""Who logs in to a URL, and the password behind a colon. An ``@`` does not end the password, a ``/`` does."""

_QUERY = (
    r"(?i)([?&;#][\w.-]*(?:token|passw(?:or)?d|passphrase|pwd|secret|key|auth|credentials?|signature|sig)=)"
    r"[^\s&;#'\"]+"
)
_COMMAND = r"(?:^exec:[ \t]*|\bexec:)(?![ \t])(\"[^\"\n]*\"|'[^'\n]*'|[^\s'\"]+)[ \t]+(?!" + _CUT + r")[^\n]*"


def redacted(text: str) -> str:
    """The text without passwords and tokens of URLs, and with only the program of an ``exec:`` address.

    Repeated, it changes nothing. A command line ends where its line does, so redact parts before they are
    joined.
    """
    if ":" not in text and "=" not in text:
        return text
    # Compiled, and kept, by `re`: most programs never have such a text, and compiling takes milliseconds.
    text = re.sub(_COMMAND, rf"exec:\1 {_CUT}", text)
    text = re.sub(_USER_INFO, _login, text)
    return re.sub(_QUERY, rf"\1{_HIDDEN}", text)


def _login(found: re.Match[str]) -> str:
    scheme, user, colon = found.groups()
    if scheme.lower() in ("http://", "https://"):  # a user alone is a token there
        return f"{scheme}{_HIDDEN}@"
    return f"{scheme}{user}{':' + _HIDDEN if colon else ''}@"
