"""TLS contexts, built once and shared, and what a session tells about itself.

A context costs some 20 ms to build and nothing to share. Roots are those of the system's store, which the host's
administrator keeps and which ``SSL_CERT_FILE`` replaces; certifi's would be a second store that nobody looks after.
"""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime

from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.observation import TlsFacts
from monitor.domain.target import TlsSettings

_VERSIONS = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}


class TlsContexts:
    """One context for each distinct set of TLS settings."""

    def __init__(self) -> None:
        self._contexts: dict[TlsSettings, ssl.SSLContext] = {}

    def get(self, settings: TlsSettings) -> ssl.SSLContext:
        """The shared context for ``settings``; the server name is not part of it.

        Raises:
            OwnFaultError: the CA file or the version in the settings cannot be used.

        """
        key = replace(settings, server_name=None)
        if key not in self._contexts:
            self._contexts[key] = _build(key)
        return self._contexts[key]


def _build(settings: TlsSettings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
        if settings.min_version is not None:
            context.minimum_version = _VERSIONS[settings.min_version]
    except (OSError, KeyError) as error:
        raise OwnFaultError(f"TLS settings cannot be used: {error}") from error
    if settings.insecure_skip_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def tls_facts(session: ssl.SSLObject) -> TlsFacts:
    """What is known of a session after its handshake."""
    cipher = session.cipher()
    return TlsFacts(
        version=session.version() or "",
        cipher=cipher[0] if cipher else "",
        not_after=_not_after(session),
        verified=session.context.verify_mode is ssl.CERT_REQUIRED,
    )


def _not_after(session: ssl.SSLObject) -> datetime | None:
    # Without verification the library hands the certificate out unparsed only; the date is then absent.
    expires = (session.getpeercert() or {}).get("notAfter")
    if not isinstance(expires, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(expires), UTC)
