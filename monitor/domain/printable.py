"""Text from outside, made safe to look at: control and bidi characters are shown as escapes, never acted upon.

Joiners (U+200C, U+200D) stay: Arabic and Persian spelling needs them.
"""

from __future__ import annotations

import re

# C0 and C1 controls, the marks, embeddings, overrides and isolates of UAX 9, line and paragraph separators,
# the byte order mark, interlinear annotations and lone surrogates.
_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def printable(text: str) -> str:
    r"""One line of it: ``\u202e`` instead of the character that turns a line around."""
    return _DANGEROUS.sub(_escape, text)


def printable_lines(text: str) -> str:
    """The same for a text whose line ends are meant."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
