"""Loads a file of modules in blackbox_exporter's own format, whole or not at all.

Unknown keys and wrong values are errors, with file and line; what is known and not supported is a warning each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from monitor.adapters.blackbox.document import Document, Place, Tree, read
from monitor.adapters.blackbox.sections import Module
from monitor.adapters.blackbox.unsupported import PROBERS, without_unsupported
from monitor.domain.errors import ConfigurationError, Problem, Severity

_LONGEST_VALUE = 60
_SECRET = "<secret>"  # noqa: S105 - what stands in the place of one
_SECRET_KEYS = frozenset({"password", "credentials", "bearer_token", "client_secret", "secrets", "proxy_url", "key"})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})
_SENTENCES = {
    "missing": "a required key is missing.",
    "extra_forbidden": "unknown key.",
    "string_type": "must be a text.",
    "string_too_short": "must not be empty.",
    "string_pattern_mismatch": "must be a name of letters, digits and underscores.",
    "tuple_type": "must be a list.",
    "dict_type": "must be a mapping of keys to values.",
    "model_type": "must be a mapping of keys to values.",
    "model_attributes_type": "must be a mapping of keys to values.",
    "greater_than_equal": "must be at least {ge}.",
    "less_than_equal": "must be at most {le}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Modules:
    """Every module of one file by name, how each was written (secrets hidden), and what is to be said about them."""

    by_name: Mapping[str, Module]
    written: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()


def load(path: Path) -> Modules:
    """The modules of the file at ``path``.

    Raises:
        ConfigurationError: with every problem in it.

    """
    document = read(path)
    loading = _Loading(document)
    modules = dict(loading.modules())
    if any(problem.severity is Severity.ERROR for problem in loading.problems):
        raise ConfigurationError(tuple(sorted(loading.problems)))
    return Modules(
        by_name=MappingProxyType(modules),
        written=MappingProxyType({name: _shown(document.find(("modules", name))) for name in modules}),
        warnings=tuple(sorted(loading.problems)),
    )


_BUILT_IN = {"http_2xx": "http", "tcp_connect": "tcp", "icmp": "icmp"}


def built_in() -> Modules:
    """What there is without a file."""
    return Modules(
        by_name=MappingProxyType({name: Module(prober=prober) for name, prober in _BUILT_IN.items()}),
        written=MappingProxyType({name: f"prober: {prober}\n" for name, prober in _BUILT_IN.items()}),
    )


class _Loading:
    """One walk over the modules of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def modules(self) -> Iterator[tuple[str, Module]]:
        root = self._document.root
        if not isinstance(root, dict):
            self._note((), "must be a mapping with the key modules.")
            return
        for key in root:
            if key != "modules":
                self._note((key,), "unknown key.")
        modules = root.get("modules")
        if not isinstance(modules, dict):
            self._note(("modules",), "must be a mapping of names to modules.")
            return
        for name, tree in modules.items():
            module = self._module(("modules", name), tree)
            if module is not None:
                yield name, module

    def _module(self, place: Place, tree: Tree) -> Module | None:
        supported, left_out = without_unsupported(tree)
        for inner, sentence in left_out:
            self._note((*place, *inner), sentence, Severity.WARNING)
        try:
            module = Module.model_validate(supported)
        except ValidationError as error:
            for details in error.errors(include_url=False, include_input=False):
                self._note((*place, *details["loc"]), _sentence(details))
            return None
        if module.prober not in PROBERS:
            sentence = f"there is no such prober here, only {', '.join(PROBERS)}; asking for the module is an error."
            self._note((*place, "prober"), sentence, Severity.WARNING)
        return module

    def _note(self, place: Place, sentence: str, severity: Severity = Severity.ERROR) -> None:
        place = tuple(step for step in place if step != "[key]")
        self.problems.append(
            Problem(
                file=self._document.file,
                line=self._document.line(place),
                key_path=".".join(map(str, place)) or "(file)",
                value=_value(self._document, place),
                sentence=sentence,
                severity=severity,
            )
        )


def _sentence(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be {context['expected'].replace(chr(39), '')}."
    template = _SENTENCES.get(kind)
    return template.format(**context) if template else f"{details['msg']}."


def _value(document: Document, place: Place) -> str:
    value = masked(document.find(place), place)
    text = "-" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def masked(tree: Tree, place: Place = ()) -> Tree:
    """``tree``, which stands at ``place``, with its secrets hidden."""
    if _is_secret(place):
        return None if tree is None else _SECRET
    if isinstance(tree, list):
        return [masked(item, (*place, index)) for index, item in enumerate(tree)]
    if isinstance(tree, dict):
        return {key: masked(value, (*place, key)) for key, value in tree.items()}
    return tree


def _is_secret(place: Place) -> bool:
    if any(step in _SECRET_KEYS for step in place):
        return True
    return len(place) > 1 and place[-2] == "headers" and str(place[-1]).lower() in _SECRET_HEADERS


def _shown(tree: Tree) -> str:
    return yaml.safe_dump(masked(tree), sort_keys=False, allow_unicode=True)


def revealed(secret: SecretStr | None, file: str | None) -> str:
    """A secret as it was written, or read now out of its file, so that it can be renewed.

    Raises:
        OSError: the file cannot be read.

    """
    if file is not None:
        return Path(file).read_text(encoding="utf-8").strip()
    return "" if secret is None else secret.get_secret_value()
