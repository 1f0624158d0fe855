"""The keys of a module, as blackbox_exporter names them, with its defaults and its readings of a text.

Everything comes as texts (see ``document``); what is wrong is said in one sentence each. Values that are secrets are
``SecretStr``, so that nothing shows them by accident.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from monitor.adapters.blackbox.readings import (
    Duration,
    Number,
    Pattern,
    Preference,
    RecordClass,
    RecordType,
    Size,
    Switch,
    TlsVersion,
)


class Section(BaseModel):
    """Any mapping of a module; what it does not name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TlsConfig(Section):
    """How a TLS session is made and what it must prove."""

    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    server_name: str = ""
    insecure_skip_verify: Switch = False
    min_version: TlsVersion | None = None
    max_version: TlsVersion | None = None

    @model_validator(mode="after")
    def _pair(self) -> TlsConfig:
        if (self.cert_file is None) != (self.key_file is None):
            raise ValueError("cert_file and key_file go together.")
        return self


class Addressed(Section):
    """What all probers but those without a network say of the address."""

    preferred_ip_protocol: Preference = "ip6"
    ip_protocol_fallback: Switch = True


class BasicAuth(Section):
    """Name and password."""

    username: str = ""
    username_file: str | None = None
    password: SecretStr = SecretStr("")
    password_file: str | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> BasicAuth:
        if self.username and self.username_file:
            raise ValueError("at most one of username and username_file may be set.")
        if self.password.get_secret_value() and self.password_file:
            raise ValueError("at most one of password and password_file may be set.")
        return self


class Authorization(Section):
    """The value of the ``Authorization`` header."""

    type: str = "Bearer"
    credentials: SecretStr = SecretStr("")
    credentials_file: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Authorization:
        if self.credentials.get_secret_value() and self.credentials_file:
            raise ValueError("at most one of credentials and credentials_file may be set.")
        if self.type.strip().lower() == "basic":
            raise ValueError('type cannot be "basic"; use basic_auth.')
        return self


class HeaderRule(Section):
    """What a header of the answer must or must not match."""

    header: Annotated[str, Field(min_length=1)]
    regexp: Pattern
    allow_missing: Switch = False


class HttpSection(Addressed):
    """One request, the redirects after it, and what the answer must be."""

    valid_status_codes: tuple[Number, ...] = ()
    valid_http_versions: tuple[str, ...] = ()
    skip_resolve_phase_with_proxy: Switch = False
    follow_redirects: Switch = True
    no_follow_redirects: Switch | None = None
    fail_if_ssl: Switch = False
    fail_if_not_ssl: Switch = False
    method: str = "GET"
    headers: dict[str, str] = Field(default_factory=dict)
    fail_if_body_matches_regexp: tuple[Pattern, ...] = ()
    fail_if_body_not_matches_regexp: tuple[Pattern, ...] = ()
    fail_if_header_matches: tuple[HeaderRule, ...] = ()
    fail_if_header_not_matches: tuple[HeaderRule, ...] = ()
    body: str = ""
    body_file: str | None = None
    compression: Literal["identity", "gzip", "deflate", ""] = ""
    body_size_limit: Size = 0
    enable_http2: Switch = True
    basic_auth: BasicAuth | None = None
    authorization: Authorization | None = None
    bearer_token: SecretStr | None = None
    bearer_token_file: str | None = None
    proxy_url: str | None = None
    tls_config: TlsConfig = TlsConfig()

    @property
    def follows(self) -> bool:
        """Whether redirects are followed; the deprecated key outranks the new one where it is set."""
        return self.follow_redirects if self.no_follow_redirects is None else not self.no_follow_redirects

    @model_validator(mode="after")
    def _check(self) -> HttpSection:
        if self.body and self.body_file:
            raise ValueError("at most one of body and body_file may be set.")
        bearer = self.bearer_token is not None or self.bearer_token_file is not None
        if sum((self.basic_auth is not None, self.authorization is not None, bearer)) > 1:
            raise ValueError("at most one of basic_auth, authorization and bearer_token may be set.")
        for name, value in self.headers.items():
            if name.lower() == "accept-encoding" and not _accepts(value, self.compression):
                raise ValueError(f'the header "{name}: {value}" does not ask for the compression "{self.compression}".')
        return self


class Label(Section):
    """A label of ``probe_expect_info``; the value may name groups of the pattern."""

    name: Annotated[str, Field(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]
    value: str


class Turn(Section):
    """One turn of a conversation: wait for a line that matches, then send, then begin TLS."""

    expect: Pattern | None = None
    labels: tuple[Label, ...] = ()
    send: str = ""
    starttls: Switch = False


class TcpSection(Addressed):
    """A connection and the conversation over it."""

    query_response: tuple[Turn, ...] = ()
    tls: Switch = False
    tls_config: TlsConfig = TlsConfig()


class RecordRules(Section):
    """What the records of one part of an answer must or must not match."""

    fail_if_matches_regexp: tuple[Pattern, ...] = ()
    fail_if_all_match_regexp: tuple[Pattern, ...] = ()
    fail_if_not_matches_regexp: tuple[Pattern, ...] = ()
    fail_if_none_matches_regexp: tuple[Pattern, ...] = ()


class DnsSection(Addressed):
    """One question to one server."""

    query_name: Annotated[str, Field(min_length=1)]
    query_type: RecordType = "ANY"
    query_class: RecordClass = "IN"
    recursion_desired: Switch = True
    transport_protocol: Literal["udp", "tcp"] = "udp"
    dns_over_tls: Switch = False
    tls_config: TlsConfig = TlsConfig()
    valid_rcodes: tuple[str, ...] = ()
    validate_answer_rrs: RecordRules = RecordRules()
    validate_authority_rrs: RecordRules = RecordRules()
    validate_additional_rrs: RecordRules = RecordRules()


class IcmpSection(Addressed):
    """One echo request."""

    payload_size: Annotated[Number, Field(ge=0, le=65500)] = 0
    ttl: Annotated[Number, Field(ge=0, le=255)] = 64


class GrpcSection(Addressed):
    """One question to the health service of a gRPC server."""

    service: str = ""
    tls: Switch = False
    tls_config: TlsConfig = TlsConfig()


class Module(Section):
    """One way to probe; only the section of its own prober is used."""

    prober: Annotated[str, Field(min_length=1)]
    timeout: Duration = timedelta(0)
    http: HttpSection = HttpSection()
    tcp: TcpSection = TcpSection()
    dns: DnsSection | None = None
    icmp: IcmpSection = IcmpSection()
    grpc: GrpcSection = GrpcSection()

    @model_validator(mode="after")
    def _asks(self) -> Module:
        if self.prober == "dns" and self.dns is None:
            raise ValueError("a dns module needs dns.query_name.")
        return self


def _accepts(header: str, compression: str) -> bool:
    """Whether ``Accept-Encoding: header`` asks for ``compression``, or leaves everything open."""
    if not compression:
        return True
    named = {}
    for part in header.split(","):
        coding, _, parameter = part.strip().partition(";")
        named[coding.strip().lower()] = parameter.replace(" ", "") not in {"q=0", "q=0.0"}
    return named.get(compression, named.get("*", False))
