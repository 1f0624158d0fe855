"""What a probe asks and what must come back, one frozen value for each kind of check.

The kinds are a closed set; ``adapters/probes/registry`` holds the code for each. Users' patterns and JSON paths arrive
here compiled, as plain functions, since the domain knows no library for them: two rules are equal when their texts are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

# Nearly every URL there is: its host is read at a glance, three times for each check of a start.
_PLAIN_URL = re.compile(
    r"https?://([a-z0-9][a-z0-9.-]*)(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?(?:[/?#][!-\[\]-~]*)?"
)


class Kind(StrEnum):
    """How a check looks; the names are the keys under which a check's file describes its target."""

    HTTP = "http"
    TCP = "tcp"
    TLS = "tls"
    DNS = "dns"
    ICMP = "icmp"
    GRPC = "grpc"


class IpProtocol(StrEnum):
    """Which address family a probe uses; ``any`` takes IPv4 first."""

    ANY = "any"
    V4 = "4"
    V6 = "6"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """A pattern as the operator wrote it; ``find`` gives the first text that it matches, or ``None``."""

    source: str
    find: Callable[[str], str | None] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRule:
    """A path into a JSON document and the value that must stand there; ``find`` takes the parsed document."""

    path: str
    wanted: str | int | float | bool | None
    find: Callable[[object], object] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSettings:
    """How the TLS session of a check is made and verified; a client certificate has both of its files or none."""

    ca_file: str | None = None
    min_version: str | None = None  # "TLSv1.2" or "TLSv1.3"
    server_name: str | None = None
    insecure_skip_verify: bool = False
    cert_file: str | None = None
    key_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where the secret of an ``Authorization`` header is read from at each probe, so that it can be renewed."""

    username: str = ""
    password_file: str | None = None  # basic
    bearer_token_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What an answer must be: inclusive status ranges, texts, patterns, headers, JSON values, host and size.

    ``identity`` are texts that the healthy page always carries, its name or its digital stamp; ``shell_sha256`` is the
    hash of the empty page that the server gives for any path at all.
    """

    status: tuple[tuple[int, int], ...] = ((200, 200),)
    contains: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    matches: tuple[TextRule, ...] = ()
    not_matches: tuple[TextRule, ...] = ()
    json: tuple[JsonRule, ...] = ()
    headers: tuple[tuple[str, TextRule], ...] = ()  # name in lower case and what its value must match
    final_host: str | None = None  # where redirects must end
    min_bytes: int | None = None
    identity: tuple[str, ...] = ()
    shell_sha256: str | None = None  # 64 hexadecimal digits, small


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpTarget:
    """One request: what is sent, to whom, and what must come back.

    ``headers`` values may be secrets and are left out of ``repr``.
    """

    kind: ClassVar[Kind] = Kind.HTTP
    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    credentials: Credentials | None = None
    ip_protocol: IpProtocol = IpProtocol.ANY
    resolve: Mapping[str, str] = field(default_factory=dict)  # host -> address, as curl's --resolve
    tls: TlsSettings = TlsSettings()
    expect: Expect = Expect()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the probe asks first; redirects may add to it."""
        return (_plain(plain_host(self.url) or urlsplit(self.url).hostname or ""),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One turn of a TCP conversation: wait for a line that matches, then begin TLS, then send; each if given."""

    expect: TextRule | None = None
    start_tls: bool = False
    send: str | None = field(default=None, repr=False)  # may hold a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpTarget:
    """A port that must accept a connection and, where ``steps`` say so, hold a conversation."""

    kind: ClassVar[Kind] = Kind.TCP
    host: str
    port: int
    ip_protocol: IpProtocol = IpProtocol.ANY
    resolve: Mapping[str, str] = field(default_factory=dict)
    tls: TlsSettings = TlsSettings()  # used from the first byte on, or by a step that begins TLS
    tls_from_start: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the probe asks."""
        return (_plain(self.host),)


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsTarget:
    """A port whose TLS session and certificate chain are looked at, and nothing is asked over it."""

    kind: ClassVar[Kind] = Kind.TLS
    host: str
    port: int = 443
    ip_protocol: IpProtocol = IpProtocol.ANY
    resolve: Mapping[str, str] = field(default_factory=dict)
    tls: TlsSettings = TlsSettings()
    min_left: timedelta = timedelta(0)  # how long the whole chain must still be valid

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the probe asks."""
        return (_plain(self.host),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsTarget:
    """A record that resolvers must give; all of ``resolvers`` are asked, and with ``agree`` must say the same."""

    kind: ClassVar[Kind] = Kind.DNS
    name: str
    record: str = "A"
    resolvers: tuple[tuple[str, int], ...]  # host or address, port
    transport: str = "udp"  # or "tcp"
    ip_protocol: IpProtocol = IpProtocol.ANY
    rcodes: tuple[str, ...] = ("NOERROR",)
    contains: tuple[str, ...] = ()  # record data that must be among the answers
    matches: tuple[TextRule, ...] = ()  # each must match some answer
    not_matches: tuple[TextRule, ...] = ()  # none may match any answer
    agree: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the probe asks."""
        return tuple(dict.fromkeys(_plain(host) for host, _ in self.resolvers))


@dataclass(frozen=True, slots=True, kw_only=True)
class IcmpTarget:
    """A host that must answer one echo request."""

    kind: ClassVar[Kind] = Kind.ICMP
    host: str
    ip_protocol: IpProtocol = IpProtocol.ANY
    resolve: Mapping[str, str] = field(default_factory=dict)
    payload_bytes: int = 32

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the probe asks."""
        return (_plain(self.host),)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpcTarget:
    """A server that must call a service healthy, by the gRPC health checking protocol; ``""`` is the whole server."""

    kind: ClassVar[Kind] = Kind.GRPC
    host: str
    port: int
    service: str = ""
    ip_protocol: IpProtocol = IpProtocol.ANY
    resolve: Mapping[str, str] = field(default_factory=dict)
    tls: TlsSettings | None = None  # None: plain text

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the probe asks."""
        return (_plain(self.host),)


Target = HttpTarget | TcpTarget | TlsTarget | DnsTarget | IcmpTarget | GrpcTarget
"""Everything that a check can look at."""


def plain_host(url: str) -> str | None:
    """The host of an http or https URL that is written as nearly all are; ``None`` of one that a parser must read."""
    plain = _PLAIN_URL.fullmatch(url)
    return None if plain is None else plain[1]


def _plain(host: str) -> str:
    """The host that a budget is kept for: lower case, without root dot."""
    return host.lower().rstrip(".")
