"""The OpenAPI document says what is there: paths, methods, keys, statuses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import jsonschema
import pytest

from monitor.adapters import manifest
from monitor.adapters.server.api.openapi import document
from monitor.adapters.server.api.paths import handlers
from tests.adapters.server.api.rig import Rig, window

DOCUMENT: dict[str, Any] = document()
SCHEMAS = DOCUMENT["components"]["schemas"]


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}})


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


async def test_document_is_served_as_it_is(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/openapi.json")

    assert response.headers["content-type"] == "application/json"
    assert response.json() == json.loads(json.dumps(DOCUMENT))


def test_documented_paths_and_methods_are_the_routes(rig: Rig) -> None:
    documented = {path: {method.upper() for method in methods} for path, methods in DOCUMENT["paths"].items()}

    assert documented == {path: set(by_method) for path, by_method in handlers(rig.api()).items()}


def test_operations_have_names_of_their_own_and_say_what_goes_wrong() -> None:
    operations = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]

    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all({"400", "401", "500"} <= operation["responses"].keys() for operation in operations)
    assert all({"413", "415", "422"} <= one["responses"].keys() for one in operations if "requestBody" in one)
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert {tag for operation in operations for tag in operation["tags"]} == tags


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    found = set(references(DOCUMENT))

    for reference in found:
        place: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    schemas = {reference.rpartition("/")[2] for reference in found if "/schemas/" in reference}
    assert schemas == SCHEMAS.keys()
    responses = {reference.rpartition("/")[2] for reference in found if "/responses/" in reference}
    assert responses == DOCUMENT["components"]["responses"].keys()


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_documented_keys_of_a_window_are_those_of_a_windows_file() -> None:
    section: Mapping[str, Any] = manifest.schema("windows")["$defs"]["WindowSection"]
    revise = SCHEMAS["Change"]["oneOf"][0]

    assert SCHEMAS["Declaration"]["properties"].keys() == section["properties"].keys() | {"by", "why"}
    assert set(SCHEMAS["Declaration"]["required"]) == set(section["required"])
    assert revise["properties"].keys() == (section["properties"].keys() - {"id"}) | {"verb", "by", "why"}
    assert revise["required"] == ["verb"]


@pytest.mark.parametrize("more", [{}, {"rrule": "FREQ=WEEKLY", "timezone": "Asia/Riyadh", "until": "2026-02-01"}])
async def test_answers_are_as_documented(client: httpx.AsyncClient, more: dict[str, Any]) -> None:
    declared = await client.post("/api/v1/windows", json=window(**more))
    preview = await client.post("/api/v1/windows?dry_run=true", json=window("w2", **more))
    refused = await client.post("/api/v1/windows", json=window("w3", starts="soon"))

    validator("WindowWithRevisions").validate(declared.json())
    validator("WindowWithRevisions").validate((await client.get("/api/v1/windows/w1")).json())
    validator("Windows").validate((await client.get("/api/v1/windows")).json())
    validator("Preview").validate(preview.json())
    validator("Problem").validate(refused.json())
    validator("Services").validate((await client.get("/api/v1/services")).json())
    validator("ServiceAlone").validate((await client.get("/api/v1/services/qiwa/portal")).json())
    validator("Incidents").validate((await client.get("/api/v1/incidents")).json())
    validator("Declaration").validate(window(**more))
