"""Small pieces of JSON Schema that the document is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
SECONDS: Schema = {"type": "number"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
LOCAL: Schema = {
    "type": "string",
    "description": "A local time without an offset.",
    "examples": ["2025-12-05T00:00:00"],
}
SERVICE_ID: Schema = {"type": "string", "examples": ["absher/portal"]}
CURSOR: Schema = {"type": ["string", "null"], "description": "For `cursor` of the next page; null on the last."}


def described(schema: Mapping[str, object], description: str) -> Schema:
    """A schema with a sentence about it."""
    return {**schema, "description": description}


def nullable(schema: Mapping[str, object], description: str = "") -> Schema:
    """A schema, or null."""
    words = {"description": description} if description else {}
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, **words, "type": [schema["type"], "null"]}
    return {"anyOf": [dict(schema), {"type": "null"}], **words}


def listed(schema: Mapping[str, object], description: str = "") -> Schema:
    """A list of such."""
    return {"type": "array", "items": dict(schema), **({"description": description} if description else {})}


def mapped(schema: Mapping[str, object], description: str = "") -> Schema:
    """A mapping of names to such."""
    words = {"description": description} if description else {}
    return {"type": "object", "additionalProperties": dict(schema), **words}


def word(kind: type[StrEnum], description: str = "") -> Schema:
    """One of a closed set."""
    return {
        "type": "string",
        "enum": [member.value for member in kind],
        **({"description": description} if description else {}),
    }


def fact(properties: Mapping[str, Schema], optional: Sequence[str] = (), description: str = "") -> Schema:
    """An object that has all of these properties but the optional ones, and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": dict(properties),
        **({"description": description} if description else {}),
    }


def ref(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}
