"""TLS contexts, built once and shared, and what a session tells about itself.

A context costs some 20 ms to build and nothing to share. Roots are those of the system's store, which the host's
administrator keeps and which ``SSL_CERT_FILE`` replaces; certifi's would be a second store that nobody looks after.
"""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from monitor.adapters.transport.certificates import Certificate, certificate_of, session_chains
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.observation import TlsFacts
from monitor.domain.target import TlsSettings

_REMEMBERED = 1 << 12  # hosts; each holds some kilobytes
_LONGEST_REMEMBERED = 8192  # bytes of certificates; a hostile host shows new ones each time
_VERSIONS = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}


class TlsContexts:
    """One context for each distinct set of TLS settings and of the protocols offered in it."""

    def __init__(self) -> None:
        self._contexts: dict[tuple[TlsSettings, tuple[str, ...]], ssl.SSLContext] = {}

    def get(self, settings: TlsSettings, alpn: tuple[str, ...] = ()) -> ssl.SSLContext:
        """The shared context for ``settings`` that offers ``alpn``; the server name is not part of it.

        Raises:
            OwnFaultError: a file or the version in the settings cannot be used.

        """
        nameless = settings if settings.server_name is None else replace(settings, server_name=None)
        key = (nameless, alpn)
        context = self._contexts.get(key)
        if context is None:
            context = self._contexts[key] = _build(nameless)
            if alpn:
                context.set_alpn_protocols(alpn)
        return context


def _build(settings: TlsSettings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
        if settings.min_version is not None:
            context.minimum_version = _VERSIONS[settings.min_version]
        if settings.cert_file is not None:
            # An empty password instead of a question on the terminal.
            context.load_cert_chain(settings.cert_file, settings.key_file, password="")
    except (OSError, KeyError, ValueError) as error:
        raise OwnFaultError(f"TLS settings cannot be used: {error}") from error
    if settings.insecure_skip_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def tls_facts(session: ssl.SSLObject) -> TlsFacts:
    """What is known of a session after its handshake."""
    cipher = session.cipher()
    return _facts(
        session,
        version=session.version() or "",
        cipher=cipher[0] if cipher else "",
        verified=session.context.verify_mode is ssl.CERT_REQUIRED,
    )


def failed_facts(session: ssl.SSLObject) -> TlsFacts | None:
    """What is known of a session whose handshake failed: its certificates, if it came to them."""
    facts = _facts(session, version="", cipher="", verified=False)
    return facts if facts.fingerprint_sha256 else None


def _facts(session: ssl.SSLObject, *, version: str, cipher: str, verified: bool) -> TlsFacts:
    shown, chain = session_chains(session, verified=verified)
    short = sum(map(len, shown)) <= _LONGEST_REMEMBERED
    return (_remembered if short else _read)(shown, chain, (version, cipher), verified=verified)


def _read(shown: tuple[bytes, ...], chain: tuple[bytes, ...], session: tuple[str, str], *, verified: bool) -> TlsFacts:
    certificates = [certificate_of(der) for der in shown]
    leaf = certificates[0] if certificates else Certificate()
    return TlsFacts(
        version=session[0],
        cipher=session[1],
        not_after=leaf.not_after,
        earliest_not_after=_earliest(certificates),
        chain_not_after=_earliest([certificate_of(der) for der in chain]),
        verified=verified,
        subject=leaf.subject,
        issuer=leaf.issuer,
        names=leaf.names,
        serial=leaf.serial,
        fingerprint_sha256=leaf.fingerprint_sha256,
    )


_remembered = lru_cache(maxsize=_REMEMBERED)(_read)


def _earliest(chain: list[Certificate]) -> datetime | None:
    return min((one.not_after for one in chain if one.not_after is not None), default=None)
