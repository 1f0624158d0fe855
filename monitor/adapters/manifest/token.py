"""Reads the token that writing through the API takes. It is no part of the configuration: nothing shows it."""

from __future__ import annotations

import hashlib
from pathlib import Path


def token_of(path: Path) -> str:
    """The token in the file at ``path``, without the white space around it.

    Raises:
        ValueError: the file cannot be read, or does not hold one token; the sentence shows nothing of it.
    """
    try:
        text = path.read_bytes().decode("ascii").strip()
    except OSError as error:
        raise ValueError(f"the file cannot be read: {(error.strerror or 'unknown').lower()}.") from None
    except UnicodeDecodeError:
        text = ""
    if not text.isprintable() or not text or " " in text:
        raise ValueError("the file must hold one token of printable ASCII characters without spaces.")
    return text


def trace_of(path: Path) -> bytes:
    """What changes with the token and does not tell it; empty for one that cannot be read."""
    try:
        return hashlib.sha256(token_of(path).encode()).digest()
    except ValueError:
        return b""
