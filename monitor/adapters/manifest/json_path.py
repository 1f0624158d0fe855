"""Users' paths into JSON answers, compiled when a file is read (https://jmespath.org/specification.html).

An expression that no answer could satisfy, for it calls a function that does not exist, is refused with the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import (
    EmptyExpressionError,
    IncompleteExpressionError,
    JMESPathError,
    JMESPathTypeError,
    ParseError,
)
from jmespath.functions import Functions

from monitor.domain.target import JsonRule

Scalar = str | int | float | bool | None
_FUNCTIONS: dict[str, Any] = Functions.FUNCTION_TABLE


def json_rule(path: str, wanted: Scalar) -> JsonRule:
    """The rule that the value at ``path`` is ``wanted``.

    Raises:
        ValueError: ``path`` is no JMESPath expression, or calls a function in a way that is none.

    """
    try:
        compiled = jmespath.compile(path)
        _check_calls(compiled.parsed)
    except (JMESPathError, RecursionError) as error:
        raise ValueError(f"not a JMESPath expression{_where(error)}.") from error

    def find(document: object) -> object:
        try:
            found: object = compiled.search(document)
        # A function met a value that it does not take. No scalar is ever equal to a mapping, so the rule is unmet.
        except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
            return {"error": _misfit(error)}
        return found

    return JsonRule(path=path, wanted=wanted, find=find)


def _where(error: Exception) -> str:
    if isinstance(error, IncompleteExpressionError | EmptyExpressionError):
        return ": it ends too early"
    if isinstance(error, ParseError):
        return f", from character {error.lex_position + 1} on"
    return ": it is nested too deeply"


def _misfit(error: Exception) -> str:
    # Not the library's own words: they hold the value, which may be nested too deeply to be written.
    if isinstance(error, JMESPathTypeError):
        return f"{error.function_name}() does not take this {error.actual_type}"
    return "the expression does not fit this answer"


def _check_calls(tree: Mapping[str, Any]) -> None:
    """Refuse calls that the library would only notice once an answer leads it there.

    Raises:
        ValueError: a function is unknown, or is given too few or too many arguments.

    """
    for name, arguments in _calls(tree):
        if name not in _FUNCTIONS:
            raise ValueError(f"calls {name}(), which JMESPath does not have.")
        signature = _FUNCTIONS[name]["signature"]
        is_variadic = bool(signature) and signature[-1].get("variadic", False)
        if arguments < len(signature) or (arguments > len(signature) and not is_variadic):
            raise ValueError(f"calls {name}() with {arguments} argument(s); it takes {len(signature)}.")


def _calls(node: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Every function called below ``node``, with the number of its arguments."""
    if node["type"] == "function_expression":
        yield node["value"], len(node["children"])
    for child in node["children"]:
        if isinstance(child, dict):
            yield from _calls(child)
