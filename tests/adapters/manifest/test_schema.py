"""The schemas that are committed are those of the models, and what is shipped satisfies them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from monitor.adapters.manifest import KINDS, Kind, schema
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import parse

CONFIG = Path(__file__).parents[3] / "config"
ONE_CHECK = """\
platform: a
name: {en: A, ar: أ}
hosts: [a.example]
services: [{id: a, name: {en: A, ar: أ}, checks: [{id: a, %s}]}]
"""
FILES: list[tuple[Kind, Path]] = [
    ("marsad", CONFIG / "marsad.yaml"),
    *(("platform", path) for path in sorted((CONFIG / "platforms").glob("*.yaml"))),
    *(("windows", path) for path in sorted((CONFIG / "windows").glob("*.yaml"))),
    *(("scenario", path) for path in sorted((CONFIG / "scenarios").glob("*.yaml"))),
    ("scenario", Path(__file__).parent / "scenario.yaml"),
    ("platform", Path(__file__).parent / "kinds.yaml"),
]


def validator(kind: Kind) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(kind))


def tree(content: bytes) -> object:
    document = parse(content, "file.yaml", {}, Findings())
    assert document is not None
    return document.root


@pytest.mark.parametrize("kind", list(KINDS))
def test_committed_schema_is_the_models(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))

    committed = json.loads((CONFIG / "schema" / f"{kind}.json").read_text("utf-8"))

    assert committed == json.loads(json.dumps(schema(kind)))


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "name", value))
def test_shipped_file_satisfies_its_schema(kind: Kind, path: Path) -> None:
    validator(kind).validate(tree(path.read_bytes()))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("marsad", "location: {id: a, country: SA}\ngrace: 5"),
        ("marsad", "location: {id: a, country: SA}\nunknown: 5"),
        ("platform", "platform: a\nname: {en: A, ar: أ}\nhosts: [a.example]\nservices: []"),
        ("platform", ONE_CHECK % "icmp: {host: a.example}, tls: {host: a.example}"),
        ("platform", ONE_CHECK % "tls: {host: a.example, cert_file: a}"),
        ("platform", ONE_CHECK % "http: {url: 'http://a.example/', expect: {json: {a: []}}}"),
        ("platform", ONE_CHECK % "http: {url: 'http://a.example/', expect: {shell_sha256: a}}"),
        ("windows", "windows: [{id: a, platform: b, services: portal, starts: 2025-12-05T00:00}]"),
        ("scenario", "scenario: a"),
    ],
)
def test_schema_refuses_what_the_loader_refuses(kind: Kind, text: str) -> None:
    assert not validator(kind).is_valid(tree(text.encode()))
