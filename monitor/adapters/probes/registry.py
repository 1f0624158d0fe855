"""The kinds of checks and the code that looks at each. A test walks this table, so a kind cannot be half there."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.adapters.probes.dns import look as look_dns
from monitor.adapters.probes.grpc import look as look_grpc
from monitor.adapters.probes.http import look as look_http
from monitor.adapters.probes.icmp import look as look_icmp
from monitor.adapters.probes.job import Look
from monitor.adapters.probes.tcp import look as look_tcp
from monitor.adapters.probes.tls import look as look_tls
from monitor.domain.target import Kind

LOOKS: Mapping[Kind, Look] = {
    Kind.HTTP: look_http,
    Kind.TCP: look_tcp,
    Kind.TLS: look_tls,
    Kind.DNS: look_dns,
    Kind.ICMP: look_icmp,
    Kind.GRPC: look_grpc,
}
