"""Reads what one person asks for: a window to declare, or the keys of a revision, as JSON or YAML.

The keys are those of ``config/windows``. Whether the window is *allowed* (what it covers, its length) is the book's to
say; here only the shape can be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Environ
from dataclasses import replace

from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.json_source import parse_json
from monitor.adapters.manifest.revision import changed
from monitor.adapters.manifest.source import parse
from monitor.adapters.manifest.tree import Document, Mapping, Path
from monitor.adapters.manifest.validation import M, validate
from monitor.adapters.manifest.window_file import ChangeSection, WindowSection, spec
from monitor.adapters.manifest.window_rules import PlacedWindow, check_shape, rule_fault
from monitor.domain.book import Book
from monitor.domain.catalogue import Catalogue
from monitor.domain.errors import ConfigurationError
from monitor.domain.window import WindowSpec

_ABOUT_THE_CHANGE = ("by", "why", "verb", "version")  # beside the window's own keys, read by whoever calls


class _Verbatim(Environ[str, str]):
    """Stands for the environment: ``${NAME}`` stays as it is, for nobody outside may read ours."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> str:
        return f"${{{name}}}"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def declaration(text: str, name: str, catalogue: Catalogue, timezone: str) -> WindowSpec:
    """The window that ``text`` declares; ``name`` stands for a file in problems, ``timezone`` is the monitor's.

    Raises:
        ConfigurationError: with everything that is wrong in its shape.
    """
    findings = Findings()
    document, section = _read(text, name, WindowSection, findings)
    check_shape(PlacedWindow(document=document, path=(), window=section), findings)
    findings.raise_errors()
    platform = catalogue.by_platform.get(section.platform)
    return spec(section, platform.timezone if platform else timezone)


def changes(
    text: str, name: str, window_id: str, *, book: Book, catalogue: Catalogue, timezone: str
) -> Environ[str, object]:
    """The fields of ``WindowSpec`` that a revision of ``window_id`` changes.

    What a window that is not there would become is not asked: the book says that it is unknown.

    Raises:
        ConfigurationError: with everything that is wrong in its shape.
    """
    findings = Findings()
    document, section = _read(text, name, ChangeSection, findings)
    if section.ends is not None and section.duration is not None:
        findings.error(document, ("duration",), "has both ends and duration; keep one.")
    former = book.current(window_id)
    platform = catalogue.by_platform.get(section.platform or "")
    zone = former.timezone if former else (platform.timezone if platform else timezone)
    changed_fields = changed(section, former, zone)
    if former is not None:
        _check_rule(document, section, replace(former, **changed_fields), findings)
    findings.raise_errors()
    return changed_fields


def _read(text: str, name: str, model: type[M], findings: Findings) -> tuple[Document, M]:
    document = parse_json(text, name, findings) or _yaml(text, name, findings)
    if document is None:
        raise ConfigurationError(findings.sorted())
    document = _without_words_about_the_change(document)
    _check_texts(document.root, (), document, findings)
    section = validate(model, document, findings)
    findings.raise_errors()
    assert section is not None
    return document, section


def _yaml(text: str, name: str, findings: Findings) -> Document | None:
    content = text.encode("utf-8", "surrogatepass")  # a half of a character is then no UTF-8, and said so
    return parse(content, name, _Verbatim(), findings)


def _without_words_about_the_change(document: Document) -> Document:
    root = document.root
    if not isinstance(root, Mapping):
        return document
    kept = Mapping(root.line)
    for key, value in root.items():
        if key not in _ABOUT_THE_CHANGE:
            kept[key] = value
            kept.lines += root.lines_of(key)
    return Document(document.file, kept, document.line, document.spoiled)


def _check_texts(value: object, path: Path, document: Document, findings: Findings) -> None:
    """Note texts that no ledger can hold: PostgreSQL refuses a null character, and UTF-8 a lone surrogate."""
    if isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key, (*path, key), document, findings)
            _check_texts(item, (*path, key), document, findings)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_texts(item, (*path, index), document, findings)
    elif isinstance(value, str) and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        findings.error(document, path, "holds a character that no text may hold.")


def _check_rule(document: Document, section: ChangeSection, changed_spec: WindowSpec, findings: Findings) -> None:
    """Note a recurrence that cannot be read, and keys of one where nothing repeats."""
    if changed_spec.rule is not None:
        fault = rule_fault(changed_spec)
        if fault is not None:
            findings.error(document, (fault[0],), fault[1])
        return
    for key in ("until", "exdates"):
        if getattr(section, key):
            findings.error(document, (key,), "means nothing without rrule.")
