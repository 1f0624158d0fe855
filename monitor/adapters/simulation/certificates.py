"""A certificate authority for the length of a demonstration, so that probes verify TLS as they do elsewhere."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from pathlib import Path

from monitor.domain.errors import MarsadError


class SimulationError(MarsadError):
    """The simulation cannot be set up; its ``str`` is one line."""


def issue(hosts: Iterable[str], ca_file: Path) -> ssl.SSLContext:
    """A server's context for all of ``hosts``; the authority that signed it is written to ``ca_file``.

    Raises:
        SimulationError: trustme is not installed.

    """
    try:
        import trustme  # noqa: PLC0415 - only the demonstration needs it, so it is an extra
    except ImportError as error:
        raise SimulationError("this needs trustme for its certificates: pip install marsad[demo]") from error
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    return context
