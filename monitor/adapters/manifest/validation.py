"""Holds a tree against a pydantic model and puts what is wrong in our words, at our lines."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.tree import Document, Path, find

M = TypeVar("M", bound=BaseModel)
_SENTENCES = {
    "missing": "a required key is missing.",
    "string_type": "must be a text; put a number or true and false in quotes.",
    "string_sub_type": "must be a text.",
    "int_type": "must be a whole number.",
    "int_from_float": "must be a whole number.",
    "float_type": "must be a number.",
    "finite_number": "must be a finite number.",
    "bool_type": "must be true or false.",
    "list_type": "must be a list.",
    "dict_type": "must be a mapping of keys to values.",
    "model_type": "must be a mapping of keys to values.",
    "model_attributes_type": "must be a mapping of keys to values.",
    "string_too_short": "must not be empty.",
    "greater_than_equal": "must be at least {ge:g}.",
    "greater_than": "must be greater than {gt:g}.",
    "less_than_equal": "must be at most {le:g}.",
    "string_too_long": "must have at most {max_length} characters.",
    "string_pattern_mismatch": "must be an http or https URL.",
}


def validate(model: type[M], document: Document, findings: Findings, path: Path = ()) -> M | None:
    """What stands at ``path`` as a ``model``, or ``None`` with everything wrong in it among ``findings``."""
    value, _, line = find(document, path)
    if not path and not isinstance(value, dict):  # it may be no file of ours at all, so nothing of it is shown
        findings.unreadable(document.file, line, _SENTENCES["dict_type"])
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_input=False):
            _note(details, document, path, findings)
    return None


def attempt(model: type[M], value: object) -> M | None:
    """``value`` as a ``model`` where it is one; for what can still be looked up after the problems were noted."""
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def faulty_keys(model: type[BaseModel], value: object) -> frozenset[str]:
    """The keys of ``value`` under which something is wrong."""
    try:
        model.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        return frozenset(str(detail["loc"][0]) for detail in details if detail["loc"])
    return frozenset()


def _note(details: ErrorDetails, document: Document, base: Path, findings: Findings) -> None:
    at_key = details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",)
    path = base + tuple(step for step in details["loc"] if step != "[key]")
    findings.error(document, path, _sentence(details), at_key=at_key)


def _sentence(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in {"literal_error", "enum"}:
        return f"must be {context['expected'].replace(chr(39), '')}."
    if kind == "extra_forbidden":
        return "unknown key."
    if kind == "too_short":
        return "must not be empty."
    template = _SENTENCES.get(kind)
    return template.format(**context) if template else f"{details['msg']}."
