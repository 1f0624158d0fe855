"""Flags that belong together stand in one dataclass; a command names the dataclass instead of twenty parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def gathered(function: Callable[..., None]) -> Callable[..., None]:
    """The same command for typer: each parameter that is a dataclass is spread into one flag per field."""
    hints = get_type_hints(function, include_extras=True)
    hints.pop("return", None)
    groups = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    defaults = {name: parameter.default for name, parameter in signature(function).parameters.items()}
    flat = [
        flag
        for name, hint in hints.items()
        for flag in (_flags(hint) if name in groups else [_flag(name, hint, defaults[name])])
    ]

    def command(**given: Any) -> None:  # noqa: ANN401 - whatever the flags hold
        made = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})  # type: ignore[operator]  # hints of dataclasses are classes
            for name, group in groups.items()
        }
        function(**given, **made)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__annotations__ = {flag.name: flag.annotation for flag in flat}
    command.__signature__ = Signature(flat)  # type: ignore[attr-defined]  # what inspect looks at first
    return command


def _flags(group: Any) -> Iterator[Parameter]:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield _flag(field.name, hints[field.name], Parameter.empty if field.default is MISSING else field.default)


def _flag(name: str, hint: object, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=hint)
