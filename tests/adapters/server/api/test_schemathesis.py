"""Requests made out of the OpenAPI document, right and wrong ones: all are answered as the document says."""

from __future__ import annotations

import os
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig

from tests.adapters.server.api.dialect import map_body, map_path_parameters, rig_with_a_window, speak
from tests.adapters.server.api.rig import BEARER

speak()
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # the form was right: what it would mean is another question, and 422 says so
            "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "409", "412", "422"]},
            "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "409", "412", "413", "415", "422"]},
        },
        "phases": {"stateful": {"enabled": False}},
        "generation": {"mode": "all"},
    }
)
RIG = rig_with_a_window()
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", RIG.application(), config=CONFIG)
EXAMPLES = int(os.environ.get("MARSAD_SCHEMATHESIS_EXAMPLES", "12"))
SCHEMA.hook(map_path_parameters)
SCHEMA.hook(map_body)


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_as_the_document_says(case: Case[Any]) -> None:
    case.call_and_validate(headers={"Authorization": BEARER["authorization"]})
