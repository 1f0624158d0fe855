"""Keys of blackbox_exporter that this program knows and does not follow: each is named once, and the module loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.adapters.blackbox.document import Place, Tree

PROBERS = ("http", "tcp", "dns", "icmp", "grpc")
"""The probers that exist here."""

_TLS = {
    key: f"a certificate or key inside the file is not supported; use {key}_file." for key in ("ca", "cert", "key")
} | {f"{key}_ref": "references to secrets are not supported." for key in ("ca", "cert", "key")}
_SOURCE = "a source address of our own is not supported; the system chooses it."
_PROXY = "is not supported; proxy_url alone decides."
_HTTP = {
    "enable_http3": "HTTP/3 is not supported; the probe speaks HTTP/1.1 or HTTP/2.",
    "oauth2": "OAuth 2 is not supported; the request goes without its token.",
    "http_headers": "is not supported; use headers.",
    "no_proxy": _PROXY,
    "proxy_from_environment": _PROXY,
    "proxy_connect_header": "headers for the proxy are not supported.",
    "fail_if_body_json_matches_cel": "CEL is not supported; the rule is not asked.",
    "fail_if_body_json_not_matches_cel": "CEL is not supported; the rule is not asked.",
}
_KEYS: Mapping[tuple[str, ...], Mapping[str, str]] = {
    (): {"unix": "there is no such prober here.", "websocket": "there is no such prober here."},
    ("http",): _HTTP,
    ("http", "tls_config"): _TLS,
    ("tcp",): {"source_ip_address": _SOURCE},
    ("tcp", "tls_config"): _TLS,
    ("tcp", "query_response", "*"): {"expect_bytes": "waiting for bytes is not supported; use expect."},
    ("dns",): {"source_ip_address": _SOURCE},
    ("dns", "tls_config"): _TLS,
    ("icmp",): {
        "source_ip_address": _SOURCE,
        "dont_fragment": "is not supported; the system decides about fragments.",
    },
    ("grpc",): {"metadata": "is not supported; the call goes without it."},
    ("grpc", "tls_config"): _TLS,
}
_HEADERS = {"user-agent": "is not sent: who asks is always said, with a contact."}
_VALUES: Mapping[tuple[str, ...], str] = {
    ("http", "compression", "br"): "Brotli is not supported; the body is read as it comes.",
}


def without_unsupported(module: Tree) -> tuple[Tree, list[tuple[Place, str]]]:
    """``module`` as far as it is supported, and for each key that was left out its place in it and why."""
    said: list[tuple[Place, str]] = []
    return _pruned(module, (), said), said


def _pruned(tree: Tree, place: Place, said: list[tuple[Place, str]]) -> Tree:
    if isinstance(tree, list):
        return [_pruned(item, (*place, index), said) for index, item in enumerate(tree)]
    if not isinstance(tree, dict):
        return tree
    known = _HEADERS if place == ("http", "headers") else _KEYS.get(_general(place), {})
    kept: dict[str, Tree] = {}
    for key, value in tree.items():
        sentence = known.get(key.lower()) or _VALUES.get((*_general(place), key, str(value)))
        if sentence is not None:
            said.append(((*place, key), sentence))
        elif value is not None:  # a key without a value is one that was not written, as there
            kept[key] = _pruned(value, (*place, key), said)
    return kept


def _general(place: Sequence[str | int]) -> tuple[str, ...]:
    return tuple("*" if isinstance(step, int) else step for step in place)
