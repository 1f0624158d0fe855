"""What certificates say, read once for each and remembered by their bytes.

The chains come from OpenSSL's session, which keeps them also when verification failed; whether they are to be trusted
is not decided here.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

_DER = 2  # what ``_ssl`` calls ENCODING_DER; public as bytes from Python 3.13 on
_REMEMBERED = 1 << 12  # intermediates and roots above all; leaves are remembered with their chain
_LONGEST_REMEMBERED = 4096  # bytes; a hostile host shows a new one each time, at most that fast
_MOST_NAMES = 100
_UNREADABLE = (
    ValueError,  # UnicodeError among it
    TypeError,  # a public key of an unknown kind
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate as far as it can be read."""

    not_after: datetime | None = None
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    serial: str = ""
    fingerprint_sha256: str = ""


class _Sealed(Protocol):
    """A certificate as ``_ssl`` hands it out."""

    def public_bytes(self, encoding: int) -> bytes: ...


def session_chains(session: ssl.SSLObject, *, verified: bool) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The certificates that the server showed, leaf first, and the chain that verified; either may be empty."""
    inner = session._sslobj  # type: ignore[attr-defined]  # noqa: SLF001 - public from Python 3.13 on
    return _bytes(inner.get_unverified_chain()), _bytes(inner.get_verified_chain()) if verified else ()


def _bytes(chain: Sequence[_Sealed] | None) -> tuple[bytes, ...]:
    return tuple([sealed.public_bytes(_DER) for sealed in chain]) if chain else ()


def certificate_of(der: bytes) -> Certificate:
    """What the certificate in ``der`` says, remembered."""
    return _remembered(der) if len(der) <= _LONGEST_REMEMBERED else read_certificate(der)


def read_certificate(der: bytes) -> Certificate:
    """What the certificate in ``der`` says; of a broken one, no more than its fingerprint."""
    fingerprint = hashlib.sha256(der).hexdigest()
    try:
        found = x509.load_der_x509_certificate(der)
        return Certificate(
            not_after=found.not_valid_after_utc,
            subject=found.subject.rfc4514_string(),
            issuer=found.issuer.rfc4514_string(),
            names=_names(found),
            serial=f"{found.serial_number:x}",
            fingerprint_sha256=fingerprint,
        )
    except _UNREADABLE:
        return Certificate(fingerprint_sha256=fingerprint)


_remembered = lru_cache(maxsize=_REMEMBERED)(read_certificate)


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return (*names, *map(str, addresses))[:_MOST_NAMES]
