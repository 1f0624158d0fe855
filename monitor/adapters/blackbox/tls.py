"""TLS for the probers: contexts out of ``tls_config``, and what a session adds to the metrics."""

from __future__ import annotations

import ssl
from ipaddress import ip_address

from monitor.adapters.blackbox import families
from monitor.adapters.blackbox.gauges import Gauges
from monitor.adapters.blackbox.sections import TlsConfig
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.observation import TlsFacts

_VERSIONS = {
    "TLS10": ssl.TLSVersion.TLSv1,
    "TLS11": ssl.TLSVersion.TLSv1_1,
    "TLS12": ssl.TLSVersion.TLSv1_2,
    "TLS13": ssl.TLSVersion.TLSv1_3,
}
_NO_CHAIN = -62135596800.0  # Go's zero time in Unix seconds: what blackbox_exporter says where nothing was verified


class Contexts:
    """One context for each distinct setting; a reload of the modules makes new ones, and so reads the files anew."""

    def __init__(self) -> None:
        self._contexts: dict[tuple[TlsConfig, tuple[str, ...]], ssl.SSLContext] = {}

    def get(self, config: TlsConfig, alpn: tuple[str, ...] = ()) -> ssl.SSLContext:
        """The context for ``config``; the server name is not part of it.

        Raises:
            OwnFaultError: a file in it cannot be used.

        """
        key = (config.model_copy(update={"server_name": ""}), alpn)
        if key not in self._contexts:
            self._contexts[key] = _built(config, alpn)
        return self._contexts[key]


def _built(config: TlsConfig, alpn: tuple[str, ...]) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=config.ca_file)
        if config.cert_file is not None:
            context.load_cert_chain(config.cert_file, config.key_file)
    except (OSError, ValueError) as error:
        raise OwnFaultError(f"TLS settings cannot be used: {error}") from error
    # As Go does it: a name stands in the alternative names or nowhere, and what is given as a root is one.
    context.hostname_checks_common_name = False
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    if config.min_version is not None:
        context.minimum_version = _VERSIONS[config.min_version]
    if config.max_version is not None:
        context.maximum_version = _VERSIONS[config.max_version]
    if config.insecure_skip_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if alpn:
        context.set_alpn_protocols(alpn)
    return context


def show_session(gauges: Gauges, facts: TlsFacts, *, cipher: bool = False, chain_expiry: bool = True) -> None:
    """What a session says of itself and its certificates; not every prober says all of it."""
    if facts.earliest_not_after is not None:
        gauges.set(families.EARLIEST_EXPIRY, facts.earliest_not_after.timestamp())
    if chain_expiry:
        until = facts.chain_not_after.timestamp() if facts.chain_not_after is not None else _NO_CHAIN
        gauges.set(families.CHAIN_EXPIRY, until)
    names = ",".join(name for name in facts.names if not _is_address(name))
    gauges.set(families.CHAIN, 1, facts.fingerprint_sha256, facts.subject, facts.issuer, names, facts.serial)
    gauges.set(families.TLS_VERSION, 1, facts.version.replace("TLSv", "TLS "))
    if cipher:
        gauges.set(families.TLS_CIPHER, 1, facts.cipher)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
