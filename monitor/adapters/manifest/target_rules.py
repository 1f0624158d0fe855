"""What must fit together in the target of one check: its kind, hosts, files, and keys that need or exclude others.

Looks at the tree and not at validated models, so that one bad key hides no other problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.files import is_file
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.tree import Document, Mapping, Path, Sequence, mappings, texts
from monitor.domain.target import Kind

_KINDS = tuple(kind.value for kind in Kind)
_WITHOUT_PROXY = (Kind.DNS, Kind.ICMP)  # CONNECT carries TCP alone
_TLS_PLACES: tuple[tuple[str, ...], ...] = (("http", "tls"), ("tcp", "tls"), ("tls",), ("grpc", "tls"))
_CERTIFICATE = (("cert_file", "key_file"), ("key_file", "cert_file"))
_ABOUT_BODIES = ("contains", "matches", "json", "min_bytes", "identity", "shell_sha256")
_FRAMING = ("content-length", "transfer-encoding")
_SECRETS: tuple[tuple[str, ...], ...] = (("http", "basic_auth", "password_file"), ("http", "bearer_token_file"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCheck:
    """The tree of one check and where it stands; ``allowed`` are its platform's hosts, ``None`` where unknown."""

    document: Document
    path: Path
    tree: Mapping
    allowed: frozenset[str] | None

    def at(self, place: tuple[str, ...]) -> object:
        """What stands at ``place`` inside the check; ``None`` where nothing does."""
        value: object = self.tree
        for step in place:
            if type(value) is not Mapping or (value := value.get(step)) is None:
                return None
        return value

    def has(self, *place: str) -> bool:
        """Whether something is said at ``place`` that is not the same as nothing."""
        return self.at(place) not in (None, False, [], {})


def check_target(check: PlacedCheck, findings: Findings) -> None:
    """Note everything in the target that does not fit together."""
    given = [kind for kind in _KINDS if check.tree.get(kind) is not None]
    if len(given) != 1:
        sentence = f"needs exactly one of {', '.join(Kind)}."
        findings.error(check.document, (*check.path, *given[1:2]), sentence)
    for place, sentence in (*_strangers(check), *_files(check), *_quarrels(check)):
        findings.error(check.document, (*check.path, *place), sentence)


def asked_hosts(tree: Mapping) -> Iterator[tuple[Path, str]]:
    """Every host that a check would ask, as the domain's targets name them, and the key that names it."""
    for kind, section in tree.items():
        if kind in _KINDS and isinstance(section, Mapping):
            seen: set[str] = set()
            for key, host in _hosts(kind, section):
                if host not in seen:
                    seen.add(host)
                    yield (kind, *key), host


def kinds_without_proxy(tree: Mapping) -> Iterator[Kind]:
    """The kinds of the check that no HTTP proxy carries."""
    return (kind for kind in _WITHOUT_PROXY if tree.get(kind.value) is not None)


def _hosts(kind: str, section: Mapping) -> Iterator[tuple[Path, str]]:
    if kind == Kind.HTTP:
        url = section.get("url")
        host = notation.host_of(url) if isinstance(url, str) else None
        if host is not None:
            yield ("url",), host
    elif kind == Kind.DNS:
        for index, text in texts(section.get("resolvers")):
            if (resolver := _endpoint_host(text)) is not None:
                yield ("resolvers", index), resolver
    elif (name := _host(section.get("host"))) is not None:
        yield ("host",), name


def _endpoint_host(text: str) -> str | None:
    try:
        return notation.endpoint(text)[0]
    except ValueError:
        return None


def _host(value: object) -> str | None:
    try:
        return notation.host(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _strangers(check: PlacedCheck) -> Iterator[tuple[Path, str]]:
    """Hosts that are not the platform's; whom a DNS check asks is the operator's own choice."""
    if check.allowed is None:
        return
    for place, host in asked_hosts(check.tree):
        if place[0] != Kind.DNS and host not in check.allowed:
            owner = "its host" if place[0] == Kind.HTTP else "this host"
            yield place, f"{owner} is not among the platform's hosts."
    place = ("http", "expect", "final_host")
    last = _host(check.at(place))
    if last is not None and last not in check.allowed:
        yield place, "no redirect may end there: it is not among the platform's hosts."


def _files(check: PlacedCheck) -> Iterator[tuple[Path, str]]:
    sessions = [place for place in _TLS_PLACES if place[0] in check.tree and check.at(place)]
    files = [(*place, key) for place in sessions for key in ("ca_file", "cert_file", "key_file")]
    for place in (*files, *(_SECRETS if "http" in check.tree else ())):
        name = check.at(place)
        if isinstance(name, str) and not is_file(check.document, name):
            yield place, "no such file."
    for session in sessions:
        for key, other in _CERTIFICATE:
            if check.has(*session, key) and not check.has(*session, other):
                yield (*session, key), f"a client certificate needs {other} too."


def _quarrels(check: PlacedCheck) -> Iterator[tuple[Path, str]]:
    """Keys of which one is meant and another stands in its way."""
    if "http" in check.tree:
        yield from _request_quarrels(check)
    if "tcp" in check.tree:
        yield from _conversation_quarrels(check)
    if "dns" in check.tree and check.at(("dns", "agree")) is True and len(_items(check.at(("dns", "resolvers")))) == 1:
        yield ("dns", "agree"), "one resolver has nobody to agree with; name two or more."
    if check.has("proxy_url"):
        for kind in kinds_without_proxy(check.tree):
            yield ("proxy_url",), f"an HTTP proxy does not carry {kind}."


def _request_quarrels(check: PlacedCheck) -> Iterator[tuple[Path, str]]:
    given = [key for key in ("basic_auth", "bearer_token_file") if check.has("http", key)]
    if len(given) > 1:
        yield ("http", "bearer_token_file"), "has both basic_auth and bearer_token_file; keep one."
    headers = check.at(("http", "headers"))
    for name in headers if isinstance(headers, Mapping) else ():
        if given and name.lower() == "authorization":
            yield ("http", "headers", name), f"has both this header and {given[0]}; keep one."
        if name.lower() in _FRAMING:
            yield ("http", "headers", name), "announces a body, and none is sent: the server would wait for it."
    if check.at(("http", "method")) == "HEAD":
        for key in _ABOUT_BODIES:
            if check.has("http", "expect", key):
                yield ("http", "expect", key), "the answer to HEAD has no body; use GET."


def _conversation_quarrels(check: PlacedCheck) -> Iterator[tuple[Path, str]]:
    steps = list(mappings(check.at(("tcp", "steps"))))
    begins = [index for index, step in steps if step.get("start_tls") is True]
    if check.has("tcp", "starttls") and check.has("tcp", "steps"):
        yield ("tcp", "steps"), "has both starttls and steps; keep one."
    if check.has("tcp", "tls_from_start") and (begins or check.has("tcp", "starttls")):
        yield ("tcp", "tls_from_start"), "TLS cannot begin a second time; keep one of the two ways into it."
    has_tls = begins or check.has("tcp", "tls_from_start") or check.has("tcp", "starttls")
    if check.at(("tcp", "tls")) is not None and not has_tls:
        yield ("tcp", "tls"), "means nothing without tls_from_start, starttls or a step that says start_tls."
    for index in begins[1:]:
        yield ("tcp", "steps", index, "start_tls"), "TLS cannot begin a second time."
    for index, step in steps:
        if not any(step.get(key) not in (None, False) for key in ("expect", "start_tls", "send")):
            yield ("tcp", "steps", index), "says nothing to wait for and nothing to do."


def _items(value: object) -> Sequence | tuple[()]:
    return value if isinstance(value, Sequence) else ()
