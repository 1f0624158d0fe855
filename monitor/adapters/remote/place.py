"""Where the running monitor listens, and what it wants to see of whoever comes."""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from monitor.adapters.remote.faults import RemoteError

_EVERYWHERE = frozenset({"", "0.0.0.0", "[::]"})  # noqa: S104 - told apart, not listened on
_LEAF_END = "-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A monitor's API. ``authorization`` is the header's value, empty for none."""

    url: str
    tls: ssl.SSLContext | None = None
    authorization: str = field(default="", repr=False)


def url_of(address: str, *, tls: bool) -> str:
    """The URL of a listening address as ``--web.listen-address`` writes it; one of every interface means loopback."""
    host, _, port = address.rpartition(":")
    return f"{'https' if tls else 'http'}://{'127.0.0.1' if host in _EVERYWHERE else host}:{port}"


def bearer(token_file: Path) -> str:
    """The header for the token in ``token_file``.

    Raises:
        RemoteError: the file cannot be read, or holds no token.
    """
    try:
        token = token_file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise RemoteError(f"{token_file}: the token cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        token = ""
    if not token or any(char.isspace() for char in token):
        raise RemoteError(f"{token_file}: one token of printable ASCII is needed")
    return f"Bearer {token}"


def basic(credentials: str) -> str:
    """The header for ``user:password``."""
    return "Basic " + base64.b64encode(credentials.encode()).decode()


def pinned(certificate: Path) -> ssl.SSLContext:
    """Trust in the one certificate that the monitor shows, whatever names it is for: both read the same file.

    Raises:
        RemoteError: the file holds no certificate.
    """
    try:
        leaf, end, _ = certificate.read_text(encoding="ascii", errors="replace").partition(_LEAF_END)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False  # it is asked at its listening address
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.load_verify_locations(cadata=leaf + end)
    except (OSError, ValueError) as error:
        raise RemoteError(f"{certificate}: the monitor's certificate cannot be read: {error}") from error
    return context
