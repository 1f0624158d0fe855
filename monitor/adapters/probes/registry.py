"""The kinds of checks and the code that looks at each. A test walks this table, so a kind cannot be half there."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.adapters.probes.http import look as look_http
from monitor.adapters.probes.job import Look
from monitor.domain.target import Kind

LOOKS: Mapping[Kind, Look] = {
    Kind.HTTP: look_http,
}
