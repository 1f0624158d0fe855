from __future__ import annotations

import json
import typing

import pytest
from jsonschema import Draft202012Validator

from monitor.adapters.manifest import Kind
from tests.cli.conftest import Marsad

KINDS = typing.get_args(Kind)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_a_valid_one(marsad: Marsad, kind: str) -> None:
    answer = marsad("schema", kind)

    assert answer.exit_code == 0
    Draft202012Validator.check_schema(json.loads(answer.stdout))
    assert answer.stderr == ""


def test_kinds_differ_and_the_settings_come_first(marsad: Marsad) -> None:
    printed = {kind: marsad("schema", kind).stdout for kind in KINDS}

    assert len(set(printed.values())) == 4
    assert marsad("schema").stdout == printed["marsad"]


def test_another_kind_is_refused(marsad: Marsad) -> None:
    answer = marsad("schema", "nothing")

    assert answer.exit_code == 2
    assert answer.stdout == ""
