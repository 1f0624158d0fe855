# The modules and targets that both programs are asked for.
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One request; ``target`` names ports of the servers in braces."""

    name: str
    module: str
    target: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


_QUICK = "2s"
NO_SUCH_NAME = ".".join(["x" * 60] * 5)  # longer than a name may be, so that no resolver is asked


def modules(ca_file: str) -> Document:
    """The modules, in a file that both read."""
    tls = {"ca_file": ca_file}
    return {
        "modules": {
            **{name: _http(tls, **section) for name, section in _HTTP.items()},
            **{name: {"prober": "tcp", "timeout": _QUICK, "tcp": section} for name, section in _tcp(tls).items()},
            **{name: {"prober": "dns", "timeout": _QUICK, "dns": section} for name, section in _dns(tls).items()},
            "icmp": {"prober": "icmp", "timeout": _QUICK},
            "icmp_ip4": {"prober": "icmp", "timeout": _QUICK, "icmp": {"preferred_ip_protocol": "ip4"}},
            "icmp_large": {"prober": "icmp", "timeout": _QUICK, "icmp": {"payload_size": 1000, "ttl": 9}},
            **{name: {"prober": "grpc", "timeout": _QUICK, "grpc": section} for name, section in _grpc(tls).items()},
            "odd": {"prober": "smoke"},
            "brief": {"prober": "http", "timeout": "200ms"},
        }
    }


def _http(tls: Document, **section: object) -> Document:
    return {"prober": "http", "timeout": _QUICK, "http": {"tls_config": tls, **section}}


_HTTP: Mapping[str, Document] = {
    "http_2xx": {},
    "ip4": {"preferred_ip_protocol": "ip4"},
    "ip6_only": {"preferred_ip_protocol": "ip6", "ip_protocol_fallback": False},
    "ip4_only": {"preferred_ip_protocol": "ip4", "ip_protocol_fallback": False},
    "codes": {"valid_status_codes": [404, 503]},
    "redirect_code": {"valid_status_codes": [302], "follow_redirects": False},
    "stay": {"follow_redirects": False},
    "stay_and_match": {
        "valid_status_codes": [302],
        "follow_redirects": False,
        "fail_if_body_not_matches_regexp": ["moved"],
    },
    "version_11": {"valid_http_versions": ["HTTP/1.1"]},
    "version_2": {"valid_http_versions": ["HTTP/2.0"]},
    "body_has": {"fail_if_body_not_matches_regexp": ["hello", "w[o]rld"]},
    "body_lacks": {"fail_if_body_matches_regexp": ["hello"]},
    "arabic": {"fail_if_body_not_matches_regexp": ["أبشر"]},
    "header_has": {"fail_if_header_not_matches": [{"header": "x-test", "regexp": "^al"}]},
    "header_lacks": {"fail_if_header_matches": [{"header": "X-Test", "regexp": "alpha"}]},
    "header_missing": {"fail_if_header_not_matches": [{"header": "X-None", "regexp": ".*"}]},
    "header_may_miss": {"fail_if_header_not_matches": [{"header": "X-None", "regexp": ".*", "allow_missing": True}]},
    "no_ssl": {"fail_if_ssl": True},
    "must_ssl": {"fail_if_not_ssl": True},
    "post": {"method": "POST", "body": "ping"},
    "head": {"method": "HEAD"},
    "basic": {"basic_auth": {"username": "reader", "password": "secret"}},
    "bearer": {"authorization": {"credentials": "s3cret"}},
    "marked": {"headers": {"X-Probe": "yes"}},
    "named": {"headers": {"Host": "portal.example"}},
    "gzip": {"compression": "gzip", "headers": {"Accept-Encoding": "gzip"}},
    "gzip_body": {"compression": "gzip", "fail_if_body_not_matches_regexp": ["^compressed hello$"]},
    "small": {"body_size_limit": "10B"},
    "small_match": {"body_size_limit": "10B", "fail_if_body_not_matches_regexp": ["hello"]},
    "careless": {"tls_config": {"insecure_skip_verify": True}},
    "other_name": {"tls_config": {"insecure_skip_verify": False, "server_name": "other.example"}},
    "tls13": {"tls_config": {"insecure_skip_verify": True, "min_version": "TLS13"}},
}


def _tcp(tls: Document) -> Mapping[str, Document]:
    greeting = {"expect": r"^\+OK ready for (\w+)"}
    return {
        "tcp_connect": {},
        "pop3": {"query_response": [{**greeting, "send": "QUIT ${1}"}, {"expect": "^.OK bye"}]},
        "tls_connect": {"tls": True, "tls_config": tls},
        "pop3s": {"tls": True, "tls_config": tls, "query_response": [greeting]},
        "smtp_starttls": {
            "query_response": [
                {"expect": "^220 "},
                {"send": "EHLO prober\r"},
                {"expect": "^250-STARTTLS"},
                {"send": "STARTTLS\r"},
                {"expect": "^220"},
                {"starttls": True},
                {"send": "EHLO prober\r"},
                {"expect": "^250 secure"},
            ],
            "tls_config": {**tls, "server_name": "localhost"},
        },
    }


def _dns(tls: Document) -> Mapping[str, Document]:
    question = {"query_name": "a.example", "query_type": "A"}
    return {
        "dns_a": question,
        "dns_a_tcp": {**question, "transport_protocol": "tcp"},
        "dns_tls": {**question, "transport_protocol": "tcp", "dns_over_tls": True, "tls_config": tls},
        "dns_tls_udp": {**question, "dns_over_tls": True},
        "dns_soa": {"query_name": "soa.example", "query_type": "SOA"},
        "dns_any": {"query_name": "a.example"},
        "dns_mx": {
            "query_name": "mx.example",
            "query_type": "MX",
            "validate_answer_rrs": {"fail_if_not_matches_regexp": ["mx.example.\t300\tIN\tMX\t10 mail.example."]},
        },
        "dns_txt": {
            "query_name": "txt.example",
            "query_type": "TXT",
            "validate_answer_rrs": {"fail_if_none_matches_regexp": ['TXT\t"hello world"$']},
        },
        "dns_nx": {"query_name": "missing.example", "query_type": "A"},
        "dns_nx_valid": {"query_name": "missing.example", "query_type": "A", "valid_rcodes": ["NXDOMAIN"]},
        "dns_fail": {"query_name": "fail.example", "query_type": "A"},
        "dns_quiet": {"query_name": "quiet.example", "query_type": "A"},
        "dns_matches": {**question, "validate_answer_rrs": {"fail_if_matches_regexp": [r"192\.0\.2\.2$"]}},
        "dns_not_matches": {**question, "validate_answer_rrs": {"fail_if_not_matches_regexp": [r"192\.0\.2\.1$"]}},
        "dns_all_match": {**question, "validate_answer_rrs": {"fail_if_all_match_regexp": [r"192\.0\.2\.\d$"]}},
        "dns_some_match": {**question, "validate_answer_rrs": {"fail_if_all_match_regexp": [r"192\.0\.2\.1$"]}},
        "dns_none_match": {**question, "validate_answer_rrs": {"fail_if_none_matches_regexp": ["198"]}},
        "dns_empty": {
            "query_name": "none.example",
            "query_type": "A",
            "validate_answer_rrs": {"fail_if_none_matches_regexp": ["."]},
        },
        "dns_authority": {**question, "validate_authority_rrs": {"fail_if_not_matches_regexp": ["ns.example"]}},
        "dns_additional": {**question, "validate_additional_rrs": {"fail_if_matches_regexp": ["192.0.2.9"]}},
    }


def _grpc(tls: Document) -> Mapping[str, Document]:
    return {
        "grpc": {},
        "grpc_down": {"service": "down"},
        "grpc_nowhere": {"service": "nowhere"},
        "grpc_plain": {"service": "plain"},
        "grpc_tls": {"tls": True, "tls_config": tls},
    }


def cases() -> Iterator[Case]:
    """Every case."""
    yield from _web_cases()
    yield from _tls_cases()
    yield from _http2_cases()
    yield from _rule_cases()
    yield from _line_cases()
    yield from _name_cases()
    yield from _call_cases()
    yield from _request_cases()


def _web_cases() -> Iterator[Case]:
    plain = "127.0.0.1:{plain}"
    for path in (
        *("ok", "nolength", "chunked", "broken-chunk", "http10", "early", "204", "304", "404", "403", "500", "503"),
        *("no-reason", "bare-lf", "two-lengths", "same-lengths", "bad-length", "no-length-text", "both-lengths"),
        *(
            "bad-coding",
            "bad-header",
            "space-header",
            "folded",
            "high-status",
            "long-status",
            "low-status",
            "switching",
        ),
        *(
            "http09",
            "http12",
            "http20",
            "lower",
            "extra",
            "latin",
            "many-headers",
            "dated",
            "dated-850",
            "dated-asctime",
        ),
        *("to-name", "to-relative", "to-scheme-relative", "to-fragment", "to-space", "to-bad", "to-port", "to-script"),
        *("300", "308"),
        *("chain/3", "chain/10", "chain/11", "loop", "absolute", "to-tls", "nowhere", "to-ftp", "to-closed"),
        *("hang", "stall", "reset", "empty", "garbage", "gzip", "big", "short", "cookie", "see-other"),
    ):
        yield Case(f"http /{path}", "http_2xx", f"http://{plain}/{path}")
    yield Case("no scheme", "http_2xx", plain)
    yield Case("a name", "http_2xx", "http://localhost:{plain}/ok")
    yield Case("a query", "http_2xx", f"http://{plain}/ok?x=1&y=%20#z")
    yield Case("refused port", "http_2xx", "http://127.0.0.1:1/")
    yield Case("no such name", "http_2xx", f"http://{NO_SUCH_NAME}/")
    yield Case("credentials in the URL", "http_2xx", "http://reader:secret@127.0.0.1:{plain}/guarded")
    yield Case("ip6 only, an IPv4 address", "ip6_only", f"http://{plain}/ok")
    yield Case("ip4 only, an IPv6 address", "ip4_only", "http://[::1]:{plain}/ok")
    yield Case("an IPv6 address that refuses", "http_2xx", "http://[::1]:{plain}/ok")
    yield Case("ip4 preferred", "ip4", "http://localhost:{plain}/ok")


def _tls_cases() -> Iterator[Case]:
    yield Case("https", "http_2xx", "https://localhost:{valid}/ok")
    yield Case("https at an address", "http_2xx", "https://127.0.0.1:{valid}/ok")
    yield Case("https to plain", "http_2xx", "https://localhost:{valid}/to-plain")
    yield Case("https 404", "http_2xx", "https://localhost:{valid}/404")
    yield Case("https hangs", "http_2xx", "https://localhost:{valid}/hang")
    yield Case("expired", "http_2xx", "https://localhost:{expired}/ok")
    yield Case("expired, careless", "careless", "https://localhost:{expired}/ok")
    yield Case("wrong name", "http_2xx", "https://localhost:{other}/ok")
    yield Case("wrong name, told so", "other_name", "https://localhost:{other}/ok")
    yield Case("stranger", "http_2xx", "https://localhost:{stranger}/ok")
    yield Case("stranger, careless", "careless", "https://localhost:{stranger}/ok")
    yield Case("TLS 1.2", "http_2xx", "https://localhost:{old}/ok")
    yield Case("TLS 1.2 is not enough", "tls13", "https://localhost:{old}/ok")
    yield Case("TLS to a plain port", "http_2xx", "https://localhost:{plain}/ok")
    yield Case("plain to a TLS port", "http_2xx", "http://localhost:{valid}/ok")
    yield Case("must not be TLS", "no_ssl", "https://localhost:{valid}/ok")
    yield Case("must not be TLS, is plain", "no_ssl", "http://localhost:{plain}/ok")
    yield Case("must be TLS", "must_ssl", "https://localhost:{valid}/ok")
    yield Case("must be TLS, is plain", "must_ssl", "http://localhost:{plain}/ok")


def _http2_cases() -> Iterator[Case]:
    for path in ("ok", "nolength", "bare", "404", "big", "moved", "cut", "refused"):
        yield Case(f"http/2 /{path}", "http_2xx", f"https://localhost:{{http2}}/{path}")
    for name, module, path in (
        ("http/2 is wanted", "version_2", "ok"),
        ("http/2 is not wanted", "version_11", "ok"),
        ("http/2 head", "head", "ok"),
        ("http/2 post", "post", "ok"),
        ("http/2 header", "header_has", "ok"),
        ("http/2 body", "body_has", "nolength"),
        ("http/2 redirect is not followed", "stay", "moved"),
    ):
        yield Case(name, module, f"https://localhost:{{http2}}/{path}")


def _rule_cases() -> Iterator[Case]:
    for name, module, path in (
        ("404 is valid", "codes", "404"),
        ("200 is not valid", "codes", "ok"),
        ("a redirect is not followed", "stay", "chain/2"),
        ("a redirect is the answer", "redirect_code", "chain/2"),
        ("a redirect has no body", "stay_and_match", "chain/2"),
        ("version 1.1", "version_11", "ok"),
        ("version 2", "version_2", "ok"),
        ("body has it", "body_has", "ok"),
        ("body has it not", "body_has", "notgzip"),
        ("body rules on another body", "body_has", "http10"),
        ("body rules and a short body", "body_has", "short"),
        ("body must lack it", "body_lacks", "ok"),
        ("body lacks it", "body_lacks", "http10"),
        ("body in Arabic", "arabic", "arabic"),
        ("header has it", "header_has", "ok"),
        ("header has it not", "header_has", "404"),
        ("header is not there", "header_has", "chunked"),
        ("header must lack it", "header_lacks", "ok"),
        ("header is missing", "header_missing", "ok"),
        ("header may be missing", "header_may_miss", "ok"),
        ("post", "post", "post"),
        ("post is kept", "post", "keep"),
        ("post becomes get", "post", "see-other"),
        ("head", "head", "ok"),
        ("head without a length", "head", "nolength"),
        ("basic", "basic", "guarded"),
        ("basic is missing", "http_2xx", "guarded"),
        ("bearer", "bearer", "token"),
        ("a header", "marked", "marked"),
        ("a host header", "named", "named"),
        ("gzip", "gzip", "gzip"),
        ("gzip, matched", "gzip_body", "gzip"),
        ("gzip that is none", "gzip", "notgzip"),
        ("too large", "small", "ok"),
        ("too large, matched", "small_match", "ok"),
        ("not too large", "small", "http10"),
    ):
        yield Case(name, module, f"http://127.0.0.1:{{plain}}/{path}")


def _line_cases() -> Iterator[Case]:
    for name, module, target in (
        ("tcp", "tcp_connect", "127.0.0.1:{pop3}"),
        ("tcp by name", "tcp_connect", "localhost:{pop3}"),
        ("tcp refused", "tcp_connect", "127.0.0.1:1"),
        ("tcp without a port", "tcp_connect", "127.0.0.1"),
        ("tcp, no such name", "tcp_connect", f"{NO_SUCH_NAME}:80"),
        ("conversation", "pop3", "127.0.0.1:{pop3}"),
        ("conversation with a rude one", "pop3", "127.0.0.1:{rude}"),
        ("conversation with nobody", "pop3", "127.0.0.1:{silent}"),
        ("tls", "tls_connect", "localhost:{pop3s}"),
        ("tls at an address", "tls_connect", "127.0.0.1:{pop3s}"),
        ("tls with a plain one", "tls_connect", "localhost:{pop3}"),
        ("tls expired", "tls_connect", "localhost:{expired}"),
        ("tls conversation", "pop3s", "localhost:{pop3s}"),
        ("starttls", "smtp_starttls", "127.0.0.1:{smtp}"),
        ("icmp", "icmp", "127.0.0.1"),
        ("icmp by name", "icmp_ip4", "localhost"),
        ("icmp IPv6", "icmp", "::1"),
        ("icmp large", "icmp_large", "127.0.0.1"),
        ("icmp, no such name", "icmp", NO_SUCH_NAME),
    ):
        yield Case(name, module, target)


def _name_cases() -> Iterator[Case]:
    for module in _dns({}):
        port = {"dns_a_tcp": "dns_tcp", "dns_tls": "dns_tls"}.get(module, "dns")
        yield Case(module.replace("_", " "), module, f"127.0.0.1:{{{port}}}")
    yield Case("dns refused", "dns_a", "127.0.0.1:1")
    yield Case("dns tcp refused", "dns_a_tcp", "127.0.0.1:1")
    yield Case("dns, no such name", "dns_a", f"{NO_SUCH_NAME}:53")


def _call_cases() -> Iterator[Case]:
    for module in ("grpc", "grpc_down", "grpc_nowhere", "grpc_plain"):
        yield Case(module.replace("_", " "), module, "127.0.0.1:{grpc}")
    yield Case("grpc tls", "grpc_tls", "localhost:{http2}")
    yield Case("grpc tls, expired", "grpc_tls", "localhost:{expired}")
    yield Case("grpc refused", "grpc", "127.0.0.1:1")
    yield Case("grpc with another protocol", "grpc", "127.0.0.1:{pop3}")
    yield Case("grpc, no such name", "grpc", f"{NO_SUCH_NAME}:80")


def _request_cases() -> Iterator[Case]:
    timeout = "X-Prometheus-Scrape-Timeout-Seconds"
    target = "http://127.0.0.1:{plain}/ok"
    yield Case("no such module", "nonesuch", target)
    yield Case("no module and no target", "nonesuch", "")
    yield Case("no target", "http_2xx", "")
    yield Case("no such prober", "odd", target)
    yield Case("a bad timeout", "http_2xx", target, headers={timeout: "soon"})
    yield Case("a bad timeout comes first", "http_2xx", "", headers={timeout: "soon"})
    yield Case(
        "a timeout shorter than the module's", "http_2xx", "http://127.0.0.1:{plain}/hang", headers={timeout: "0.8"}
    )
    yield Case("a module shorter than the timeout", "brief", "http://127.0.0.1:{plain}/hang", headers={timeout: "30"})
    yield Case("another host name", "http_2xx", "http://127.0.0.1:{plain}/named", query={"hostname": "portal.example"})
    yield Case("two host names", "named", "http://127.0.0.1:{plain}/named", query={"hostname": "other.example"})
    yield Case("a host name for TLS", "http_2xx", "https://127.0.0.1:{other}/ok", query={"hostname": "other.example"})
