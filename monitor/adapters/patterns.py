r"""Users' patterns, compiled by RE2: no pattern can hang the monitor, whatever page it meets.

RE2 matches in linear time. It knows no look-around and no back-references, its ``\b`` and ``\w`` are ASCII, and
``\p{Arabic}`` works (https://github.com/google/re2/wiki/Syntax).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import re2  # type: ignore[import-untyped]  # the wheel carries no types

from monitor.domain.target import Step, TextRule

MOST_MEMORY_BYTES = 1 << 20
"""A pattern that would need more to compile is refused; ``(x{1000}){1000}`` is one."""

# Line by line: what to wait for, whether TLS begins then, what to send. Each ends as its protocol asks, so that the
# server's log does not tell of a client that broke off.
_STARTTLS: Mapping[str, tuple[tuple[str, bool, str | None], ...]] = {
    "smtp": (  # RFC 3207
        ("^220( |$)", False, "EHLO marsad"),
        ("(?i)^250[ -]STARTTLS", False, "STARTTLS"),
        ("^220( |$)", True, "QUIT"),
        ("^221( |$)", False, None),
    ),
    "imap": (  # RFC 9051, 6.2.1
        (r"(?i)^\* OK", False, "a STARTTLS"),
        ("(?i)^a OK", True, "b LOGOUT"),
        ("(?i)^b OK", False, None),
    ),
}

STARTTLS_PROTOCOLS = tuple(_STARTTLS)
"""The protocols whose way into TLS is known."""


def starttls_steps(protocol: str) -> tuple[Step, ...]:
    """The conversation that begins TLS in ``protocol``, one of ``STARTTLS_PROTOCOLS``."""
    turns = _STARTTLS[protocol]
    return tuple(Step(expect=text_rule(source), start_tls=start, send=send) for source, start, send in turns)


def text_rule(source: str) -> TextRule:
    """The rule that ``source`` writes.

    Raises:
        ValueError: it is no pattern that RE2 takes.

    """
    compiled = compiled_pattern(source)

    def find(text: str) -> str | None:
        found = compiled.search(text)
        return None if found is None else str(found[0])

    return TextRule(source=source, find=find)


def compiled_pattern(source: str) -> Any:  # noqa: ANN401 - re2 has no types
    """The pattern that ``source`` writes, with the methods of one of ``re``.

    Raises:
        ValueError: it is no pattern that RE2 takes.

    """
    options = re2.Options()
    options.max_mem = MOST_MEMORY_BYTES
    options.log_errors = False
    try:
        return re2.compile(source, options)
    except re2.error as error:
        raise ValueError(f"not a pattern that RE2 takes: {_sentence(error)}.") from error


def _sentence(error: Exception) -> str:
    said = error.args[0] if error.args else "unknown error"
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
