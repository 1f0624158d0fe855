"""What the sections of the kinds become; their wrong forms are in invalid/platform-*.yaml."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.manifest import effective, load, load_scenario, schema
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import parse
from monitor.adapters.manifest.target_rules import asked_hosts
from monitor.adapters.manifest.tree import Mapping
from monitor.domain.target import (
    Credentials,
    DnsTarget,
    GrpcTarget,
    HttpTarget,
    IcmpTarget,
    IpProtocol,
    Kind,
    Target,
    TcpTarget,
    TlsSettings,
    TlsTarget,
)

PLATFORM = """\
platform: absher
name: {en: Absher, ar: أبشر}
hosts: [absher.example, mail.example]
services:
  - id: portal
    name: {en: Portal, ar: البوابة}
    checks:
"""
ONE_OF_EACH = {
    Kind.HTTP: '{url: "https://ABSHER.example.:8443/"}',
    Kind.TCP: "{host: Mail.example., port: 25}",
    Kind.TLS: "{host: ABSHER.example}",
    Kind.DNS: '{name: x, resolvers: [1.1.1.1, "[::1]:53", Resolver.EXAMPLE., "1.1.1.1:54"]}',
    Kind.ICMP: "{host: absher.example}",
    Kind.GRPC: "{host: absher.example, port: 443}",
}


def target(base: Path, kind: str, section: str) -> Target:
    text = f"{PLATFORM}      - {{id: one, interval: 1h, {kind}: {section}}}\n"
    (base / "platforms/absher.yaml").write_text(text, "utf-8")
    return load(Path("marsad.yaml"), {"SECRET": "hunter2"}).catalogue.checks["absher/portal/one"].target


def test_every_expectation_of_http_is_read(base: Path) -> None:
    found = target(
        base,
        "http",
        """{url: "https://absher.example/", expect: {
          matches: ['\\p{Arabic}{4}'], not_matches: [error],
          json: {a.b: open, "length(c)": 3, d: null, e: true, f: 1.5},
          headers: {Content-Type: "^text/html"}, final_host: MAIL.example., min_bytes: 262144, identity: [أبشر],
          shell_sha256: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}}""",
    )

    assert isinstance(found, HttpTarget)
    expect = found.expect
    assert expect.matches[0].find("في أبشر") == "أبشر"
    assert expect.not_matches[0].find("an error") == "error"
    assert [(rule.path, rule.wanted) for rule in expect.json] == [
        ("a.b", "open"),
        ("length(c)", 3),
        ("d", None),
        ("e", True),
        ("f", 1.5),
    ]
    assert [rule.find({"a": {"b": "open"}, "c": [1, 2, 3]}) for rule in expect.json[:3]] == ["open", 3, None]
    [(name, rule)] = expect.headers
    assert (name, rule.source) == ("content-type", "^text/html")
    assert (expect.final_host, expect.min_bytes) == ("mail.example", 262144)
    assert (expect.identity, expect.shell_sha256) == (("أبشر",), "a" * 64)


def test_pattern_has_the_spelling_that_pages_are_brought_to(base: Path) -> None:
    found = target(base, "http", '{url: "https://absher.example/", expect: {matches: ["\\u0627\\u0654"]}}')

    assert isinstance(found, HttpTarget)
    assert found.expect.matches[0].find("\u0623") == "\u0623"


def test_credentials_and_client_certificate_are_files_beside_the_platforms(base: Path) -> None:
    for name in ("password", "token", "a.pem", "a.key"):
        (base / name).touch()
    tls = "tls: {cert_file: ../a.pem, key_file: ../a.key, min_version: TLSv1.3, server_name: x.example}"

    basic = target(
        base,
        "http",
        f'{{url: "https://absher.example/", basic_auth: {{username: marsad, password_file: ../password}}, {tls}}}',
    )
    bearer = target(base, "http", '{url: "https://absher.example/", bearer_token_file: ../token}')

    assert isinstance(basic, HttpTarget)
    assert isinstance(bearer, HttpTarget)
    assert basic.credentials == Credentials(username="marsad", password_file="platforms/../password")
    assert bearer.credentials == Credentials(bearer_token_file="platforms/../token")
    assert basic.tls == TlsSettings(
        cert_file="platforms/../a.pem",
        key_file="platforms/../a.key",
        min_version="TLSv1.3",
        server_name="x.example",
    )


def test_port_with_a_conversation_is_read(base: Path) -> None:
    found = target(
        base,
        "tcp",
        "{host: MAIL.example., port: 110, ip_protocol: 4, resolve: {mail.example: 192.0.2.1}, "
        "tls: {min_version: TLSv1.2}, "
        "steps: [{expect: ^.OK, send: STLS}, {expect: ^.OK, start_tls: true}, {send: ''}]}",
    )

    assert isinstance(found, TcpTarget)
    assert (found.host, found.port, found.ip_protocol) == ("mail.example", 110, IpProtocol.V4)
    assert found.resolve == {"mail.example": "192.0.2.1"}
    assert found.tls == TlsSettings(min_version="TLSv1.2")
    assert [(step.expect.source if step.expect else None, step.start_tls, step.send) for step in found.steps] == [
        ("^.OK", False, "STLS"),
        ("^.OK", True, None),
        (None, False, ""),
    ]
    assert not found.tls_from_start


@pytest.mark.parametrize(("protocol", "first"), [("smtp", "EHLO marsad"), ("imap", "a STARTTLS")])
def test_named_protocol_brings_its_own_way_into_tls(base: Path, protocol: str, first: str) -> None:
    found = target(base, "tcp", f"{{host: mail.example, port: 25, starttls: {protocol}, tls: {{}}}}")

    assert isinstance(found, TcpTarget)
    assert found.steps[0].send == first
    assert sum(step.start_tls for step in found.steps) == 1


def test_port_that_speaks_tls_from_the_start_is_read(base: Path) -> None:
    found = target(base, "tcp", "{host: mail.example, port: 993, tls_from_start: true}")

    assert found == TcpTarget(host="mail.example", port=993, tls_from_start=True)


def test_certificate_check_has_its_tls_keys_beside_its_host(base: Path) -> None:
    (base / "ca.pem").touch()

    found = target(base, "tls", "{host: mail.example, min_left: 14d, ca_file: ../ca.pem, insecure_skip_verify: true}")

    assert found == TlsTarget(
        host="mail.example",
        port=443,
        min_left=timedelta(days=14),
        tls=TlsSettings(ca_file="platforms/../ca.pem", insecure_skip_verify=True),
    )


def test_resolvers_have_the_usual_port_unless_they_name_one(base: Path) -> None:
    found = target(
        base,
        "dns",
        '{name: absher.example, resolvers: [192.0.2.1, "192.0.2.2:5353", "::1", "[::1]:54", Dns.example.], agree: true,'
        " record: MX, transport: tcp, rcodes: [NXDOMAIN], contains: ['10 mail.example.'], not_matches: [evil]}",
    )

    assert isinstance(found, DnsTarget)
    assert found.resolvers == (
        ("192.0.2.1", 53),
        ("192.0.2.2", 5353),
        ("::1", 53),
        ("::1", 54),
        ("dns.example", 53),
    )
    assert (found.record, found.transport, found.rcodes, found.agree) == ("MX", "tcp", ("NXDOMAIN",), True)
    assert (found.contains, found.not_matches[0].source) == (("10 mail.example.",), "evil")


def test_echo_and_health_are_read(base: Path) -> None:
    assert target(base, "icmp", "{host: mail.example}") == IcmpTarget(host="mail.example", payload_bytes=32)
    assert target(base, "icmp", "{host: mail.example, payload_bytes: 8, ip_protocol: 6}") == IcmpTarget(
        host="mail.example", payload_bytes=8, ip_protocol=IpProtocol.V6
    )
    assert target(base, "grpc", "{host: mail.example, port: 50051}") == GrpcTarget(host="mail.example", port=50051)
    assert target(base, "grpc", "{host: mail.example, port: 443, service: a.B, tls: {}}") == GrpcTarget(
        host="mail.example", port=443, service="a.B", tls=TlsSettings()
    )


@pytest.mark.parametrize("kind", Kind)
def test_rates_are_counted_for_the_hosts_that_a_target_will_ask(base: Path, kind: Kind) -> None:
    document = parse(f"{kind}: {ONE_OF_EACH[kind]}".encode(), "check.yaml", {}, Findings())
    assert document is not None
    assert isinstance(document.root, Mapping)

    counted = [host for _, host in asked_hosts(document.root)]

    assert counted == list(target(base, kind, ONE_OF_EACH[kind]).hosts)


@pytest.mark.parametrize("kind", Kind)
def test_schema_and_effective_configuration_know_every_kind(base: Path, kind: Kind) -> None:
    section = yaml.safe_load(ONE_OF_EACH[kind])
    target(base, kind, ONE_OF_EACH[kind])

    shown = yaml.safe_load(effective(load(Path("marsad.yaml"), {})))
    file = yaml.safe_load((base / "platforms/absher.yaml").read_text("utf-8"))

    [check] = shown["catalogue"]["platforms"][0]["services"][0]["checks"]
    assert section.keys() <= check["target"].keys()
    validator = jsonschema.Draft202012Validator(schema("platform"))
    validator.validate(file)
    file["services"][0]["checks"][0].pop(kind)
    assert not validator.is_valid(file)


def test_effective_configuration_shows_rules_and_no_secrets(base: Path) -> None:
    (base / "password").write_text("hunter2")
    page = (
        '{url: "https://absher.example/", basic_auth: {username: marsad, password_file: ../password}, '
        'expect: {matches: [open], json: {a: 1}, headers: {x-token: "${SECRET}"}}, headers: {x-token: "${SECRET}"}}'
    )
    port = '{host: mail.example, port: 25, steps: [{expect: "^220", send: "${SECRET}"}]}'

    shown = []
    for kind, section in (("http", page), ("tcp", port)):
        target(base, kind, section)
        shown.append(effective(load(Path("marsad.yaml"), {"SECRET": "hunter2"})))

    assert "platforms/../password" in shown[0]
    assert "source: open" in shown[0]
    assert "path: a" in shown[0]
    assert "hunter2" not in "".join(shown)
    assert "find" not in "".join(shown)


def test_scenario_takes_every_kind(tmp_path: Path) -> None:
    checks = "".join(f"          - {{id: {kind}, {kind}: {section}}}\n" for kind, section in ONE_OF_EACH.items())
    (tmp_path / "scenario.yaml").write_text(
        "scenario: kinds\nstarts: 2025-12-05T00:00:00Z\nends: 2025-12-05T12:00:00Z\nplatforms:\n"
        "  - platform: absher\n    name: {en: A, ar: ب}\n    hosts: [absher.example, mail.example]\n"
        f"    services:\n      - id: portal\n        name: {{en: P, ar: ب}}\n        checks:\n{checks}",
        "utf-8",
    )

    scenario = load_scenario(tmp_path / "scenario.yaml", {})

    assert {check.target.kind for check in scenario.catalogue.checks.values()} == set(Kind)


@given(text=st.text(alphabet="ab.:[]10/-", max_size=20))
def test_no_host_is_counted_that_the_loader_would_refuse(text: str) -> None:
    section = Mapping(1)
    section["host"] = text
    tree = Mapping(1)
    tree["icmp"] = section

    assert all(host == text.lower().rstrip(".").strip("[]") for _, host in asked_hosts(tree))
