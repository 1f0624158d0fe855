"""Turns what a check's file says about its target, once it is known to be right, into the domain's target."""

from __future__ import annotations

import os.path

from monitor.adapters.manifest.json_path import json_rule
from monitor.adapters.manifest.platform_file import CheckSection
from monitor.adapters.manifest.target_file import (
    DnsSection,
    ExpectSection,
    GrpcSection,
    HttpSection,
    IcmpSection,
    TcpSection,
    TlsCheckSection,
    TlsSection,
)
from monitor.adapters.patterns import starttls_steps
from monitor.domain.target import (
    Credentials,
    DnsTarget,
    Expect,
    GrpcTarget,
    HttpTarget,
    IcmpTarget,
    Step,
    Target,
    TcpTarget,
    TlsSettings,
    TlsTarget,
)

_DNS_PORT = 53
_USUAL = TlsSettings()


def target(section: CheckSection, folder: str) -> Target:
    """What the check asks; names of files are read from ``folder``.

    Raises:
        ValueError: the check names no kind, which ``target_rules`` refuses.

    """
    match section:
        case CheckSection(http=HttpSection() as http):
            return _http(http, folder)
        case CheckSection(tcp=TcpSection() as tcp):
            return _tcp(tcp, folder)
        case CheckSection(tls=TlsCheckSection() as tls):
            return _tls(tls, folder)
        case CheckSection(dns=DnsSection() as dns):
            return _dns(dns)
        case CheckSection(icmp=IcmpSection() as icmp):
            return _icmp(icmp)
        case CheckSection(grpc=GrpcSection() as grpc):
            return _grpc(grpc, folder)
    raise ValueError(f"check {section.id} has no kind")


def _http(section: HttpSection, folder: str) -> HttpTarget:
    return HttpTarget(
        url=section.url,
        method=section.method,
        headers=tuple(section.headers.items()),
        credentials=_credentials(section, folder),
        ip_protocol=section.ip_protocol,
        resolve=dict(section.resolve),
        tls=_session(section.tls, folder),
        expect=_expect(section.expect),
    )


def _credentials(section: HttpSection, folder: str) -> Credentials | None:
    if section.basic_auth is not None:
        basic = section.basic_auth
        return Credentials(username=basic.username, password_file=_file(basic.password_file, folder))
    if section.bearer_token_file is not None:
        return Credentials(bearer_token_file=_file(section.bearer_token_file, folder))
    return None


def _expect(section: ExpectSection) -> Expect:
    return Expect(
        status=tuple(section.status),
        contains=tuple(section.contains),
        excludes=tuple(section.excludes),
        matches=tuple(section.matches),
        not_matches=tuple(section.not_matches),
        json=tuple(json_rule(path, wanted) for path, wanted in section.json_.items()),
        headers=tuple((name.lower(), rule) for name, rule in section.headers.items()),
        final_host=section.final_host,
        min_bytes=section.min_bytes,
        identity=tuple(section.identity),
        shell_sha256=section.shell_sha256,
    )


def _tcp(section: TcpSection, folder: str) -> TcpTarget:
    own = tuple(Step(expect=one.expect, start_tls=one.start_tls, send=one.send) for one in section.steps)
    return TcpTarget(
        host=section.host,
        port=section.port,
        ip_protocol=section.ip_protocol,
        resolve=dict(section.resolve),
        tls=_session(section.tls, folder) if section.tls is not None else TlsSettings(),
        tls_from_start=section.tls_from_start,
        steps=starttls_steps(section.starttls) if section.starttls is not None else own,
    )


def _tls(section: TlsCheckSection, folder: str) -> TlsTarget:
    return TlsTarget(
        host=section.host,
        port=section.port,
        ip_protocol=section.ip_protocol,
        resolve=dict(section.resolve),
        tls=_session(section, folder),
        min_left=section.min_left,
    )


def _dns(section: DnsSection) -> DnsTarget:
    return DnsTarget(
        name=section.name,
        record=section.record,
        resolvers=tuple((host, port or _DNS_PORT) for host, port in section.resolvers),
        transport=section.transport,
        ip_protocol=section.ip_protocol,
        rcodes=tuple(section.rcodes),
        contains=tuple(section.contains),
        matches=tuple(section.matches),
        not_matches=tuple(section.not_matches),
        agree=section.agree,
    )


def _icmp(section: IcmpSection) -> IcmpTarget:
    return IcmpTarget(
        host=section.host,
        ip_protocol=section.ip_protocol,
        resolve=dict(section.resolve),
        payload_bytes=section.payload_bytes,
    )


def _grpc(section: GrpcSection, folder: str) -> GrpcTarget:
    return GrpcTarget(
        host=section.host,
        port=section.port,
        service=section.service,
        ip_protocol=section.ip_protocol,
        resolve=dict(section.resolve),
        tls=_session(section.tls, folder) if section.tls is not None else None,
    )


def _session(section: TlsSection, folder: str) -> TlsSettings:
    if not section.model_fields_set:
        return _USUAL
    return TlsSettings(
        ca_file=_file(section.ca_file, folder),
        min_version=section.min_version,
        server_name=section.server_name,
        insecure_skip_verify=section.insecure_skip_verify,
        cert_file=_file(section.cert_file, folder),
        key_file=_file(section.key_file, folder),
    )


def _file(name: str | None, folder: str) -> str | None:
    return os.path.join(folder, name) if name else None  # noqa: PTH118 -- stays text
