"""Everything that is wrong with a request is a problem (RFC 9457) that says what, where and why."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.adapters.server.api.rig import BEARER, Rig, window

API = "/api/v1"
JSON = {"content-type": "application/json"}
REVISIONS = f"{API}/windows/w1/revisions"
CORRECTIONS = f"{API}/incidents/absher%2Fportal@2025-12-05T06:00:00Z/corrections"


def problem(response: httpx.Response) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    found: dict[str, object] = response.json()
    assert found["status"] == response.status_code
    assert {"type", "title", "detail"} <= found.keys()
    return found


@pytest.mark.parametrize("path", ["/nothing", "/windows/", "/", "/windows/w1/", "/services/absher", "/openapi"])
async def test_unknown_path_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(API + path)

    assert response.status_code == 404
    assert problem(response)["type"] == "about:blank"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/windows/nothing", "window-unknown"),
        ("/windows/nothing@2025-12-06T00:00", "window-unknown"),
        ("/windows/%00", "window-unknown"),
        ("/windows/a%0Ab", "window-unknown"),
        ("/services/absher/nothing", "service-unknown"),
        ("/incidents/absher%2Fportal@x", "incident-unknown"),
        ("/incidents/", "incident-unknown"),
    ],
)
async def test_unknown_thing_is_a_problem(client: httpx.AsyncClient, path: str, name: str) -> None:
    response = await client.get(API + path)

    assert response.status_code == 404
    assert problem(response)["type"] == f"urn:marsad:problem:{name}"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/windows", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("PUT", "/windows/w1", {"GET", "HEAD", "OPTIONS"}),
        ("GET", "/windows/w1/revisions", {"POST", "OPTIONS"}),
        ("GET", "/incidents/a%2Fb@x/corrections", {"POST", "OPTIONS"}),
        ("PATCH", "/report", {"GET", "HEAD", "OPTIONS"}),
        ("TRACE", "/services", {"GET", "HEAD", "OPTIONS"}),
    ],
)
async def test_other_method_is_a_problem_that_names_those_there_are(
    client: httpx.AsyncClient, method: str, path: str, allowed: set[str]
) -> None:
    response = await client.request(method, API + path)
    options = await client.options(API + path)

    assert response.status_code == 405
    problem(response)
    assert set(response.headers["allow"].split(", ")) == allowed
    assert (options.status_code, set(options.headers["allow"].split(", "))) == (204, allowed)


async def test_window_may_be_called_preview(client: httpx.AsyncClient) -> None:
    await client.post(f"{API}/windows", json=window("preview"))

    assert (await client.get(f"{API}/windows/preview")).json()["id"] == "preview"


@pytest.mark.parametrize("path", ["/windows", "/services", "/incidents", "/report", "/openapi.json", "/windows.ics"])
async def test_head_has_the_headers_of_a_get_and_no_body(client: httpx.AsyncClient, path: str) -> None:
    got = await client.get(API + path)
    head = await client.head(API + path)

    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    assert head.headers == got.headers


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/windows?stages=active", "there is no parameter stages; those of this path are: platform, service"),
        ("/windows?limit=1&limit=2", "limit is given twice"),
        ("/windows?limit=0", "limit must be a whole number from 1 to 500"),
        ("/windows?limit=501", "limit must be a whole number from 1 to 500"),
        ("/windows?limit=", "limit must be a whole number"),
        ("/windows?limit=%D9%A1", "limit must be a whole number"),
        ("/windows?limit=99999999999999999999", "limit must be a whole number"),
        ("/windows?stage=soon", "stage must be one of upcoming, early, active"),
        ("/windows?platform=", "platform must match"),
        ("/windows?platform=absher%0A", "platform must match"),
        ("/windows?service=portal", "service must match"),
        ("/windows?since=yesterday", "since must be an instant"),
        ("/windows?since=2025-12-05", "since must be an instant"),
        ("/windows?since=2025-12-05T00:00:00+03:00", "a + is written %2B"),
        ("/windows?since=2025-02-30T00:00:00Z", "since is not a time that the calendar"),
        ("/windows?since=0001-01-01T00:00:00%2B23:59", "since is not a time that the calendar"),
        ("/windows?since=9999-01-01T00:00:00Z", "since must lie between the years"),
        ("/windows/w1?full=yes", "there is no parameter full; those of this path are: none"),
        ("/services?state=fine", "state must be one of up"),
        ("/services/absher/portal?x=", "there is no parameter x"),
        ("/incidents?kind=big", "kind must be one of planned"),
        ("/incidents/x?y=", "there is no parameter y"),
        ("/report?format=html", "format must be one of json, csv"),
        ("/report?from=2025-02-30", "from is not a day that the calendar has"),
        ("/report?to=0001-01-01", "to must lie between the years"),
        ("/report?timezone=Asia%20Riyadh", "timezone must match"),
        ("/openapi.json?pretty=1", "there is no parameter pretty"),
        ("/windows.ics?x=1", "there is no parameter x"),
    ],
)
async def test_query_that_is_half_right_is_refused(client: httpx.AsyncClient, path: str, detail: str) -> None:
    response = await client.get(API + path)

    assert response.status_code == 400
    assert detail in str(problem(response)["detail"])


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/windows?since=2025-12-05T00:00:00Z&until=2025-12-05T00:00:00Z", "until"),
        ("/windows?since=2020-12-05T00:00:00Z&until=2025-12-05T00:00:00Z", "until"),
        ("/windows?cursor=x", "cursor"),
        ("/windows?cursor=%D9%A1", "cursor"),
        ("/windows?cursor=eyJhIjoxfQ", "cursor"),  # a mapping
        ("/windows?cursor=WzEsMiwzLDRd", "cursor"),  # [1,2,3,4]
        ("/windows?cursor=IjEyMzQi", "cursor"),  # a text
        ("/incidents?since=2025-12-05T00:00:00Z&until=2025-12-04T00:00:00Z", "until"),
        ("/incidents?cursor=", "cursor"),
        ("/report?from=2025-12-05&to=2025-12-05", "to"),
        ("/report?from=2020-12-05&to=2025-12-05", "to"),
        ("/report?timezone=Mars/Olympus", "timezone"),
        ("/report?timezone=Asia", "timezone"),
        ("/report?timezone=/etc/passwd", "timezone"),
        ("/report?service=absher/nothing", "service"),
        ("/report?platform=nothing", "platform"),
    ],
)
async def test_query_without_sense_is_refused(client: httpx.AsyncClient, path: str, key: str) -> None:
    response = await client.get(API + path)

    assert response.status_code == 422
    assert problem(response)["key_path"] == key


@pytest.mark.parametrize("path", ["/windows", "/windows/preview", "/windows/w1/revisions"])
@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=x"])
async def test_body_of_another_type_is_refused(client: httpx.AsyncClient, path: str, kind: str) -> None:
    # a page of somebody else's can make a browser send these, with the credentials that it remembers
    response = await client.post(API + path, content=b"{}", headers={"content-type": kind})

    assert response.status_code == 415
    assert response.headers["accept-post"] == "application/json"
    problem(response)


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
async def test_body_of_json_is_read(client: httpx.AsyncClient, kind: str) -> None:
    response = await client.post(f"{API}/windows", content=json.dumps(window()), headers={"content-type": kind})

    assert response.status_code == 201


@pytest.mark.parametrize("path", [f"{API}/windows", REVISIONS, CORRECTIONS])
@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "the body is not JSON"),
        (b"{", "the body is not JSON"),
        (b"id: w1", "the body is not JSON"),
        (b"\xff\xfe{}", "the body is not UTF-8"),
        (b"\xef\xbb\xbf{}", "the body is not JSON"),
        (b"[]", "the body must be a JSON object"),
        (b'"x"', "the body must be a JSON object"),
        (b'{"id": "a", "id": "b"}', "a key is given twice"),
        (b'{"id": NaN}', "NaN is no JSON"),
        (b'{"a":' + b"[" * 100_000, "the body nests too deeply"),
        (b'{"a":' + b"9" * 5000 + b"}", "the body is not JSON"),
    ],
)
async def test_body_that_is_no_object_is_refused(
    client: httpx.AsyncClient, path: str, content: bytes, detail: str
) -> None:
    response = await client.post(path, content=content, headers=JSON)

    assert response.status_code == 400
    assert detail in str(problem(response)["detail"])


async def test_body_of_256_kib_is_read_and_a_longer_one_is_not(client: httpx.AsyncClient) -> None:
    longest = b'{"a":"' + b"x" * (256 * 1024 - 8) + b'"}'

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(2000):
            yield b" " * 1024

    read = await client.post(f"{API}/windows", content=longest, headers=JSON)
    refused = await client.post(f"{API}/windows", content=longest + b" ", headers=JSON)
    without_length = await client.post(f"{API}/windows", content=in_pieces(), headers=JSON)

    assert (read.status_code, refused.status_code, without_length.status_code) == (422, 413, 413)
    assert "262144" in str(problem(refused)["detail"])


@pytest.mark.parametrize(
    ("more", "key", "detail"),
    [
        ({"starts": "soon"}, "starts", "must be a time such as"),
        ({"lasts": "1h"}, "lasts", "unknown key."),
        ({"verb": "declare"}, "verb", "unknown key"),
        ({"version": "1"}, "version", "unknown key"),
        ({"by": 1}, "by", "must be a text"),
        ({"by": ""}, "by", "must be a name on one line"),
        ({"by": "a\nevent=api_write"}, "by", "must be a name on one line"),
        ({"by": "x" * 201}, "by", "must have at most 200 characters"),
        ({"why": "\0"}, "why", "holds a character that no text may hold"),
        ({"why": "\ud800"}, "why", "holds a character that no text may hold"),
        ({"source": {"text": "\ud800"}}, "source.text", "holds a character"),
        ({"duration": "25h"}, "ends", "longer than limits.longest_window"),
        ({"services": ["nothing"]}, "services", "absher has no such service"),
        ({"platform": "nothing"}, "platform", "no such platform"),
        ({"services": []}, "services", "covers no service"),
        ({"id": None}, "id", "must be a text"),
        ({"id": "w/1"}, "id", "must be of letters"),
        ({"rrule": "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule", "never comes to pass"),
        ({"service_impact": {"nothing": "none"}}, "service_impact", "does not cover this service"),
    ],
)
async def test_declaration_without_sense_is_refused(
    client: httpx.AsyncClient, rig: Rig, more: dict[str, object], key: str, detail: str
) -> None:
    content = json.dumps(window() | more)

    response = await client.post(f"{API}/windows", content=content, headers=JSON)

    assert response.status_code == 422
    found = problem(response)
    assert found["key_path"] == key
    assert detail in str(found["detail"])
    assert rig.desk.book.chains == {}
    assert rig.attempts[-1]["outcome"] == "refused"


async def test_all_that_is_wrong_with_a_body_is_said_at_once(client: httpx.AsyncClient) -> None:
    response = await client.post(f"{API}/windows", json=window(starts="soon", impact="much"))

    assert [found["key_path"] for found in response.json()["problems"]] == ["impact", "starts"]
    assert response.json()["window_id"] == "w1"


async def test_id_of_another_window_is_taken(client: httpx.AsyncClient) -> None:
    await client.post(f"{API}/windows", json=window())

    for path in (f"{API}/windows", f"{API}/windows/preview", f"{API}/windows?dry_run=true"):
        response = await client.post(path, json=window(duration="3h"))

        assert response.status_code == 409
        assert problem(response)["type"] == "urn:marsad:problem:window-taken"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({}, "verb"),
        ({"verb": "declare"}, "verb"),
        ({"verb": ["end"]}, "verb"),
        ({"verb": "end", "ends": "2025-12-06T01:00"}, "ends"),
        ({"verb": "revise", "id": "w2"}, "id"),
        ({"verb": "revise", "version": "1"}, "version"),
        ({"verb": "revise", "duration": "1h", "ends": "2025-12-06T01:00"}, "duration"),
        ({"verb": "revise", "duration": "2d"}, "ends"),
        ({"verb": "revise", "duration": "0s"}, "duration"),
    ],
)
async def test_revision_without_sense_is_refused(
    client: httpx.AsyncClient, rig: Rig, body: dict[str, object], key: str
) -> None:
    await client.post(f"{API}/windows", json=window())

    response = await client.post(REVISIONS, json=body)

    assert response.status_code == 422
    assert problem(response)["key_path"] == key
    assert len(rig.desk.book.chains["w1"]) == 1


async def test_cancelled_window_is_not_revised(client: httpx.AsyncClient) -> None:
    await client.post(f"{API}/windows", json=window())
    await client.post(REVISIONS, json={"verb": "cancel"})

    response = await client.post(REVISIONS, json={"verb": "revise", "duration": "1h"})

    assert response.status_code == 422
    assert problem(response)["type"] == "urn:marsad:problem:window-refused"


@pytest.mark.parametrize("condition", [None, "*", '"1"'])
async def test_revision_of_no_window_is_not_found_whatever_its_author_saw(
    client: httpx.AsyncClient, condition: str | None
) -> None:
    headers = {"if-match": condition} if condition else {}

    response = await client.post(REVISIONS, json={"verb": "end"}, headers=headers)

    assert response.status_code == 404
    assert problem(response)["window_id"] == "w1"


@pytest.mark.parametrize("condition", ["", "1", '"1', "'1'", '"1" "2"', '*, "1"', ","])
async def test_condition_that_cannot_be_read_is_refused(client: httpx.AsyncClient, condition: str) -> None:
    await client.post(f"{API}/windows", json=window())

    response = await client.post(REVISIONS, json={"verb": "end"}, headers={"if-match": condition})

    assert response.status_code == 400
    problem(response)


@pytest.mark.parametrize(
    "path",
    ["/windows", "/windows/w1", "/incidents", "/incidents/absher%2Fportal@x", "/report", "/report?format=csv"],
)
async def test_ledger_that_cannot_be_read_is_said_so(client: httpx.AsyncClient, rig: Rig, path: str) -> None:
    await client.post(f"{API}/windows", json=window())
    rig.archive.fault = "the ledger cannot be read: \u202elocked"

    response = await client.get(API + path)

    assert response.status_code == 503
    assert problem(response)["detail"] == "the ledger cannot be read: \\u202elocked"
    assert response.headers["retry-after"] == "5"


async def test_change_goes_in_though_the_ledger_cannot_be_read(client: httpx.AsyncClient, rig: Rig) -> None:
    rig.archive.fault = "locked"

    response = await client.post(f"{API}/windows", json=window())

    assert response.status_code == 201


async def test_fault_of_ours_is_a_problem_that_tells_nothing_of_it(rig: Rig) -> None:
    class BrokenError(Exception):
        pass

    def broken() -> None:
        raise BrokenError("a secret of ours")

    rig.archive.chronicle = lambda *_args, **_more: broken()  # type: ignore[method-assign, assignment]  # a fault
    transport = httpx.ASGITransport(rig.application(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://marsad.test", headers=BEARER) as client:
        response = await client.get(f"{API}/incidents")

    assert response.status_code == 500
    assert "secret" not in response.text
    problem(response)
