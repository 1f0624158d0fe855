"""The keys under which a check says what it asks and what must come back: a section for each kind of check.

What must fit together between them (files, hosts, keys that exclude each other) is ``target_rules``' matter.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema
from pydantic.config import JsonDict

from monitor.adapters.manifest.fields import (
    Address,
    DomainName,
    Duration,
    Endpoint,
    HeaderName,
    HeaderValue,
    Host,
    JsonPath,
    JsonScalar,
    Pattern,
    Port,
    Section,
    Sha256,
    StatusRange,
    UserName,
    WebUrl,
    Words,
)
from monitor.domain.target import IpProtocol

_LARGEST_FLOOR = 256 * 1024  # bytes; what a body is cut at (SEMANTICS section 8), so that no floor asks for more
_SMALLEST_PAYLOAD = 8  # bytes; a reply is told from others' by it
_LARGEST_PAYLOAD = 1472  # bytes; with its headers one Ethernet frame, so that no ping is ever fragmented
_PAIRED: JsonDict = {"dependentRequired": {"cert_file": ["key_file"], "key_file": ["cert_file"]}}

Record = Literal[
    "A", "AAAA", "CAA", "CNAME", "DNSKEY", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SRV", "SVCB", "TLSA",
    "TXT",
]  # fmt: skip
Rcode = Literal[
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH",
    "NOTZONE",
]  # fmt: skip


def _as_text(value: object) -> object:
    """A bare ``4`` is a number to YAML and a name to us."""
    return str(value) if type(value) is int else value


def _no_error() -> list[Rcode]:
    return ["NOERROR"]


Family = Annotated[
    IpProtocol,
    Strict(strict=False),
    BeforeValidator(_as_text),
    WithJsonSchema({"enum": [*(family.value for family in IpProtocol), 4, 6]}),
]


class TlsSection(Section):
    """How the TLS session is made and verified; a server below ``min_version`` fails for the reason ``tls``."""

    model_config = ConfigDict(json_schema_extra=_PAIRED)

    ca_file: Words | None = None
    min_version: Literal["TLSv1.2", "TLSv1.3"] | None = None
    server_name: Host | None = None
    insecure_skip_verify: bool = False
    cert_file: Words | None = None
    key_file: Words | None = None


class ExpectSection(Section):
    """What an answer must be."""

    status: list[StatusRange] = Field(default_factory=lambda: [(200, 200)], min_length=1)
    contains: list[Words] = Field(default_factory=list)
    excludes: list[Words] = Field(default_factory=list)
    matches: list[Pattern] = Field(default_factory=list)
    not_matches: list[Pattern] = Field(default_factory=list)
    json_: dict[JsonPath, JsonScalar] = Field(default_factory=dict, alias="json")
    headers: dict[HeaderName, Pattern] = Field(default_factory=dict)
    final_host: Host | None = None
    min_bytes: Annotated[int, Field(ge=0, le=_LARGEST_FLOOR)] | None = None
    identity: list[Words] = Field(default_factory=list)
    shell_sha256: Sha256 | None = None


class BasicAuthSection(Section):
    """Name and password of HTTP's basic scheme (RFC 7617)."""

    username: UserName
    password_file: Words


class HttpSection(Section):
    """One request and what must come back. Only methods that change nothing at the other side."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["basic_auth", "bearer_token_file"]}})

    url: WebUrl
    method: Literal["GET", "HEAD"] = "GET"
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    basic_auth: BasicAuthSection | None = None
    bearer_token_file: Words | None = None
    ip_protocol: Family = IpProtocol.ANY
    resolve: dict[Host, Address] = Field(default_factory=dict)
    tls: TlsSection = TlsSection()
    expect: ExpectSection = ExpectSection()


class StepSection(Section):
    """One turn of a conversation: wait for a line, then begin TLS, then send; each if given."""

    expect: Pattern | None = None
    start_tls: bool = False
    send: str | None = None


class TcpSection(Section):
    """A port that must accept a connection, and may be talked to."""

    host: Host
    port: Port
    ip_protocol: Family = IpProtocol.ANY
    resolve: dict[Host, Address] = Field(default_factory=dict)
    tls: TlsSection | None = None
    tls_from_start: bool = False
    starttls: Literal["smtp", "imap"] | None = None
    steps: list[StepSection] = Field(default_factory=list)


class TlsCheckSection(TlsSection):
    """A port whose TLS session and certificates are looked at."""

    host: Host
    port: Port = 443
    ip_protocol: Family = IpProtocol.ANY
    resolve: dict[Host, Address] = Field(default_factory=dict)
    min_left: Duration = timedelta(0)


class DnsSection(Section):
    """A record that resolvers must give."""

    name: DomainName
    record: Record = "A"
    resolvers: list[Endpoint] = Field(min_length=1)
    transport: Literal["udp", "tcp"] = "udp"
    ip_protocol: Family = IpProtocol.ANY
    rcodes: list[Rcode] = Field(default_factory=_no_error, min_length=1)
    contains: list[Words] = Field(default_factory=list)
    matches: list[Pattern] = Field(default_factory=list)
    not_matches: list[Pattern] = Field(default_factory=list)
    agree: bool = False


class IcmpSection(Section):
    """A host that must answer an echo request."""

    host: Host
    ip_protocol: Family = IpProtocol.ANY
    resolve: dict[Host, Address] = Field(default_factory=dict)
    payload_bytes: Annotated[int, Field(ge=_SMALLEST_PAYLOAD, le=_LARGEST_PAYLOAD)] = 32


class GrpcSection(Section):
    """A server that must call a service healthy; plain text where there is no ``tls``."""

    host: Host
    port: Port
    service: str = ""
    ip_protocol: Family = IpProtocol.ANY
    resolve: dict[Host, Address] = Field(default_factory=dict)
    tls: TlsSection | None = None
