"""What must fit together in ``marsad.yaml``: with itself, with the files it names and with what is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from monitor.adapters.manifest.files import is_file
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline
from monitor.adapters.manifest.references import checks
from monitor.adapters.manifest.settings_file import MarsadFile, is_placeholder
from monitor.adapters.manifest.target_rules import kinds_without_proxy
from monitor.adapters.manifest.token import token_of
from monitor.adapters.manifest.tree import Document, Mapping
from monitor.domain.catalogue import Resolver
from monitor.domain.conduct import PLACEHOLDER_FLOOR, Conduct

_FEWEST_CANARIES = 2
_MODULES = "modules.yml"  # beside marsad.yaml; what everybody has who comes from blackbox_exporter


def check_settings(main: Document, known: MarsadFile, findings: Findings) -> None:
    """Note everything that does not fit together."""
    root = _root(main)
    defaults = known.defaults
    if defaults.timeout > defaults.interval:
        key = "timeout" if _has(root.get("defaults"), "timeout") else "interval"
        findings.error(main, ("defaults", key), "the timeout must not be longer than the interval.")
    for place, name in _files(known):
        if name and not is_file(main, name):
            findings.error(main, place, "no such file.")
        elif name and place == ("api", "token_file"):
            _check_token(main, name, findings)
    if known.resolver is Resolver.C_ARES and find_spec("aiodns") is None:
        findings.error(main, ("resolver",), "needs the package aiodns: pip install 'marsad[c-ares]'.")
    canaries = root.get("canaries", [])
    if isinstance(canaries, list) and len(canaries) < _FEWEST_CANARIES:
        findings.warning(main, ("canaries",), _about_canaries(len(canaries)))


def _files(known: MarsadFile) -> tuple[tuple[tuple[str, ...], str | None], ...]:
    return (
        (("api", "token_file"), known.api.token_file),
        (("probe", "modules"), known.probe.modules),
        (("gazetteer",), known.gazetteer),
    )


def _check_token(main: Document, name: str, findings: Findings) -> None:
    try:
        token_of(Path(main.file).parent / name)
    except ValueError as error:
        findings.error(main, ("api", "token_file"), str(error))


def conduct_of(main: Document, known: MarsadFile) -> Conduct:
    """How politely hosts are asked; a contact that could not be read is taken for a real one."""
    is_read = known.contact == _root(main).get("contact", known.contact)
    return Conduct(own_hosts=tuple(known.own_hosts), contact_is_placeholder=is_read and is_placeholder(known.contact))


def warn_of_placeholder(main: Document, crowded: int, findings: Findings) -> None:
    """Say what the placeholder for a contact costs; ``crowded`` hosts would be asked more often than it allows."""
    minutes = PLACEHOLDER_FLOOR.total_seconds() / 60
    sentence = f"this is a placeholder; until it is yours, a host is asked at most every {minutes:g} minutes"
    more = f", and not as often as its checks say: {crowded} host(s)" if crowded else ""
    findings.warning(main, ("contact",), f"{sentence}{more}.")


def warn_of_proxy(known: MarsadFile, found: Outline, findings: Findings) -> None:
    """Name every check that cannot take the way through the monitor's own proxy."""
    if known.proxy_url is None:
        return
    for service in found.services:
        for path, check in checks(service):
            for kind in kinds_without_proxy(check):
                sentence = f"an HTTP proxy does not carry {kind}: this check goes past the proxy_url of marsad.yaml."
                findings.warning(service.document, (*path, kind.value), sentence)


def modules_of(path: Path, named: str | None) -> Path | None:
    """The file of modules for ``/probe``: the one that is named, else the one that lies beside ``path``."""
    file = path.parent / (named or _MODULES)
    return file if file.is_file() else None


def _root(main: Document) -> Mapping:
    return main.root if isinstance(main.root, Mapping) else Mapping(main.line)


def _has(section: object, key: str) -> bool:
    return isinstance(section, Mapping) and key in section


def _about_canaries(count: int) -> str:
    if count == 0:
        return "without canaries every failure is believed, also when our own network is down."
    return "a single canary cannot be told from its own outage; name two on different networks."
