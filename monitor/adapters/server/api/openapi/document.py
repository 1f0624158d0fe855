"""Puts the document together: what it is about, its paths, its schemas."""

from __future__ import annotations

from monitor import __version__
from monitor.adapters.server.api.openapi.answers import RESPONSES
from monitor.adapters.server.api.openapi.bodies import BODIES
from monitor.adapters.server.api.openapi.drafts import DRAFT_FACTS
from monitor.adapters.server.api.openapi.facts import FACTS
from monitor.adapters.server.api.openapi.operations import PATHS

_ABOUT = """\
Windows of maintenance, services, incidents and reports of one Marsad. Instants are RFC 3339 in UTC, spans are seconds.
Whatever is wrong is answered with `application/problem+json` (RFC 9457). Reading is open unless the web configuration
has users; writing needs the token of `api.token_file`, or one of those users."""


def document() -> dict[str, object]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Marsad",
            "version": __version__,
            "summary": "Availability, and the maintenance that was announced for it",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": name} for name in ("windows", "drafts", "services", "incidents", "reports", "about")],
        "paths": PATHS,
        "components": {
            "schemas": {**FACTS, **DRAFT_FACTS, **BODIES},
            "responses": RESPONSES,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "What the file api.token_file holds."},
                "user": {"type": "http", "scheme": "basic", "description": "A user of the web configuration."},
            },
        },
    }
