"""Text from outside, made safe to look at: what a terminal or browser would act upon is shown as an escape.

That is every character without a shape of its own: controls, bidi marks, embeddings and isolates (UAX 9), tags, line
separators, lone surrogates. Joiners (U+200C, U+200D) stay: Arabic and Persian spelling needs them.
"""

from __future__ import annotations

_JOINERS = frozenset("\u200c\u200d")
_BASIC_PLANE = 0xFFFF  # what four hexadecimal digits can name


def printable(text: str) -> str:
    r"""One line of it: ``\u202e`` instead of the character that turns a line around."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _JOINERS else _escape(ord(char)) for char in text)


def printable_lines(text: str) -> str:
    """The same for a text whose line ends are meant."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
