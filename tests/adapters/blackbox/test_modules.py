"""A file of modules is read as blackbox_exporter reads it, and what is wrong or missing here is named with its line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.blackbox import load
from monitor.domain.errors import ConfigurationError, Severity
from tests.adapters.blackbox.desk import modules_of

SHIPPED = Path(__file__).parents[3] / "config" / "modules.yml"
WHOLE = r"""
modules:
  web: &web
    prober: http
    timeout: 1m30s
    http: &http
      valid_http_versions: ["HTTP/1.1", "HTTP/2.0"]
      valid_status_codes: [200, 204]
      method: POST
      headers: {Host: vhost.example, Accept-Language: ar}
      no_follow_redirects: false
      fail_if_ssl: false
      fail_if_not_ssl: yes
      fail_if_body_matches_regexp: ["(?i)could not connect"]
      fail_if_header_not_matches:
        - {header: Access-Control-Allow-Origin, regexp: '(\*|example\.com)', allow_missing: true}
      tls_config: {insecure_skip_verify: false, min_version: TLS12}
      preferred_ip_protocol: ip4
      ip_protocol_fallback: false
      body_size_limit: 10MB
      compression: gzip
      basic_auth: {username: u, password: geheim}
      body: '{}'
  again:
    <<: *web
    timeout: 5s
    http:
      <<: *http
      method: GET
  mail:
    prober: tcp
    tcp:
      query_response:
        - expect: "^220 ([^ ]+) ESMTP (.+)$"
          labels: [{name: name, value: "${1}"}]
        - send: "EHLO prober\r"
        - starttls: true
      tls_config: {ca_file: /nowhere/ca.pem}
  zone:
    prober: dns
    dns:
      query_name: prometheus.io
      query_type: SOA
      valid_rcodes: [NOERROR]
      validate_answer_rrs: {fail_if_matches_regexp: [".*127.0.0.1"]}
  ping: {prober: icmp, timeout: 5s, icmp: {ttl: 5}}
  health: {prober: grpc, grpc: {tls: true, service: svc}}
  nothing: {prober: http, http: }
"""


def errors(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        modules_of(folder, text)
    return [
        str(problem).removeprefix(f"{folder}/")
        for problem in refused.value.problems
        if problem.severity is Severity.ERROR
    ]


def warnings(folder: Path, text: str) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in modules_of(folder, text).warnings]


def test_shipped_file_loads_without_a_word() -> None:
    modules = load(SHIPPED)

    assert {"http_2xx", "tcp_connect", "icmp", "dns_a"} <= modules.by_name.keys()
    assert modules.warnings == ()


def test_a_file_of_blackbox_exporter_loads(tmp_path: Path) -> None:
    modules = modules_of(tmp_path, WHOLE)

    web, again = modules.by_name["web"], modules.by_name["again"]
    assert modules.warnings == ()
    assert (web.timeout, again.timeout) == (timedelta(seconds=90), timedelta(seconds=5))
    assert (web.http.method, again.http.method) == ("POST", "GET")
    assert web.http.body_size_limit == 10 * 1024 * 1024
    assert web.http.fail_if_not_ssl
    assert again.http.valid_status_codes == (200, 204)
    assert modules.by_name["ping"].icmp.ttl == 5
    assert modules.by_name["nothing"].http.preferred_ip_protocol == "ip6"


def test_defaults_are_those_of_blackbox_exporter(tmp_path: Path) -> None:
    module = modules_of(tmp_path, "modules: {plain: {prober: http}}").by_name["plain"]

    assert module.timeout == timedelta(0)
    assert (module.http.preferred_ip_protocol, module.http.ip_protocol_fallback) == ("ip6", True)
    assert (module.http.follows, module.http.enable_http2, module.icmp.ttl) == (True, True, 64)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("modules: {a: {}}", "modules.yml:1: modules.a.prober: -: a required key is missing."),
        ("modules: [a]", 'modules.yml:1: modules: ["a"]: must be a mapping of names to modules.'),
        ("- a", 'modules.yml:1: (file): ["a"]: must be a mapping with the key modules.'),
        ("modules: {}\nmore: 1", 'modules.yml:2: more: "1": unknown key.'),
        ("modules:\n  a:\n    prober: http\n    port: 1", 'modules.yml:4: modules.a.port: "1": unknown key.'),
        (
            "modules:\n  a:\n    prober: http\n    timeout: 5 s",
            'modules.yml:4: modules.a.timeout: "5 s": must be a duration like 5s or 1m30s.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http: {valid_status_codes: [200, 2xx]}",
            'modules.yml:4: modules.a.http.valid_status_codes.1: "2xx": must be a whole number.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http:\n      preferred_ip_protocol: ip5",
            'modules.yml:5: modules.a.http.preferred_ip_protocol: "ip5": must be ip4 or ip6.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http:\n      fail_if_ssl: maybe",
            'modules.yml:5: modules.a.http.fail_if_ssl: "maybe": must be true or false.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http:\n      body_size_limit: 10",
            'modules.yml:5: modules.a.http.body_size_limit: "10": must be a size like 10MB.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http:\n      fail_if_body_matches_regexp: [ok, '(']",
            (
                'modules.yml:5: modules.a.http.fail_if_body_matches_regexp.1: "(": '
                "not a pattern that RE2 takes: missing ): (."
            ),
        ),
        (
            "modules:\n  a:\n    prober: http\n    http:\n      fail_if_body_matches_regexp: ok",
            'modules.yml:5: modules.a.http.fail_if_body_matches_regexp: "ok": must be a list.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http: {body: x, body_file: y}",
            (
                'modules.yml:4: modules.a.http: {"body": "x", "body_file": "y"}: '
                "at most one of body and body_file may be set."
            ),
        ),
        (
            "modules:\n  a:\n    prober: dns",
            'modules.yml:2: modules.a: {"prober": "dns"}: a dns module needs dns.query_name.',
        ),
        (
            "modules:\n  a:\n    prober: dns\n    dns: {query_name: x, query_type: NONSENSE}",
            'modules.yml:4: modules.a.dns.query_type: "NONSENSE": must be a record type like A or SOA.',
        ),
        (
            "modules:\n  a:\n    prober: icmp\n    icmp: {ttl: 300}",
            'modules.yml:4: modules.a.icmp.ttl: "300": must be at most 255.',
        ),
        (
            "modules:\n  a:\n    prober: http\n    http: {tls_config: {cert_file: x}}",
            'modules.yml:4: modules.a.http.tls_config: {"cert_file": "x"}: cert_file and key_file go together.',
        ),
        ("modules: {a: {prober: http, prober: tcp}}", "modules.yml:1: modules.a.prober: -: is said twice."),
        ("modules: {a: &a [*a]}", "modules.yml:1: (file): -: cannot be read: too deep or too large."),
        ("modules: {a: ]}", "modules.yml:1: (file): -: cannot be read: expected the node content, but found ']'."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    assert errors(tmp_path, text) == [problem]


def test_every_problem_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    found = errors(tmp_path, "modules:\n  a: {prober: http, x: 1}\n  b: {prober: icmp, icmp: {ttl: -1}}\n")

    assert found == [
        'modules.yml:2: modules.a.x: "1": unknown key.',
        'modules.yml:3: modules.b.icmp.ttl: "-1": must be at least 0.',
    ]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(tmp_path / "none.yml")

    assert [problem.sentence for problem in refused.value.problems] == ["cannot be read: No such file or directory."]


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("http: {oauth2: {client_id: x}}", "http.oauth2"),
        ("http: {enable_http3: true}", "http.enable_http3"),
        ("http: {http_headers: {}}", "http.http_headers"),
        ("http: {no_proxy: x}", "http.no_proxy"),
        ("http: {proxy_from_environment: true}", "http.proxy_from_environment"),
        ("http: {proxy_connect_header: {}}", "http.proxy_connect_header"),
        ("http: {fail_if_body_json_matches_cel: x}", "http.fail_if_body_json_matches_cel"),
        ("http: {fail_if_body_json_not_matches_cel: x}", "http.fail_if_body_json_not_matches_cel"),
        ("http: {compression: br}", "http.compression"),
        ("http: {headers: {User-Agent: other}}", "http.headers.User-Agent"),
        ("http: {tls_config: {cert: x}}", "http.tls_config.cert"),
        ("tcp: {source_ip_address: 127.0.0.1}", "tcp.source_ip_address"),
        ("tcp: {query_response: [{expect_bytes: x}]}", "tcp.query_response.0.expect_bytes"),
        ("dns: {query_name: x, source_ip_address: 127.0.0.1}", "dns.source_ip_address"),
        ("icmp: {dont_fragment: true}", "icmp.dont_fragment"),
        ("icmp: {source_ip_address: 127.0.0.1}", "icmp.source_ip_address"),
        ("grpc: {metadata: {}}", "grpc.metadata"),
        ("unix: {}", "unix"),
        ("websocket: {}", "websocket"),
    ],
)
def test_what_is_not_supported_is_named_once_and_the_module_loads(tmp_path: Path, section: str, key: str) -> None:
    text = f"modules:\n  a:\n    prober: http\n    {section}\n"

    [said] = warnings(tmp_path, text)

    assert said.startswith(f"warning: modules.yml:4: modules.a.{key}: ")
    assert "a" in modules_of(tmp_path, text).by_name


def test_a_prober_that_is_not_there_is_named(tmp_path: Path) -> None:
    [said] = warnings(tmp_path, "modules: {a: {prober: unix}}")

    assert said == (
        'warning: modules.yml:1: modules.a.prober: "unix": '
        "there is no such prober here, only http, tcp, dns, icmp, grpc; asking for the module is an error."
    )


def test_secrets_are_shown_neither_in_problems_nor_in_modules(tmp_path: Path) -> None:
    text = """
modules:
  a:
    prober: http
    http:
      basic_auth: {username: u, password: geheim}
      authorization: {credentials: geheim}
      headers: {Authorization: geheim, X: public}
      proxy_url: http://u:geheim@proxy
"""
    said = errors(tmp_path, text)
    shown = modules_of(tmp_path, text.replace("      authorization: {credentials: geheim}\n", "")).written["a"]

    assert len(said) == 1
    assert "geheim" not in said[0] + shown
    assert "public" in shown
    assert shown.count("<secret>") == 3
