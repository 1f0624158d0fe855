"""The press of both pages: templates filled in so that nothing from outside is taken for markup."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from monitor.domain.printable import printable


def _finalize(value: object) -> object:
    # Markup is our own wording, whose values went through the reader; all else may come from outside.
    return value if isinstance(value, Markup) else printable(str(value))


PRESS = Environment(
    loader=PackageLoader("monitor.adapters.paper"),
    autoescape=True,
    finalize=_finalize,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
