"""Paths, methods, statuses and headers of the public contract."""

from __future__ import annotations

import threading

import httpx
import pytest

from monitor.domain.errors import Problem, Severity
from tests.adapters.server.program import Program, Visit

WRONG = Problem(file="marsad.yaml", line=3, key_path="timezone", value='"Mars"', sentence="is no zone.")


@pytest.mark.parametrize("path", ["/", "/config", "/metrics", "/-/healthy", "/-/ready", "/static/marsad.css"])
async def test_a_head_has_the_headers_of_a_get_and_no_body(client: httpx.AsyncClient, path: str) -> None:
    got = await client.get(path)
    head = await client.head(path)

    assert (got.status_code, head.status_code) == (200, 200)
    assert head.headers == got.headers
    assert head.headers["content-length"] == str(len(got.content))
    assert head.content == b""


@pytest.mark.parametrize("path", ["/nothing", "/metrics/", "/static/", "/static/../app.py", "/-/quit"])
async def test_every_other_path_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/", "/metrics", "/nothing", "/-/reload"])
async def test_every_answer_carries_the_strict_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_a_probe_is_answered_whatever_the_method(
    client: httpx.AsyncClient, program: Program, method: str
) -> None:
    headers = {"X-Prometheus-Scrape-Timeout-Seconds": "10"}

    response = await client.request(method, "/probe?target=a&target=b&module=icmp", headers=headers)

    assert (response.status_code, response.text) == (200, "probe_success 1\n")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert program.probes == [((("target", "a"), ("target", "b"), ("module", "icmp")), "10")]


async def test_a_head_of_a_probe_has_no_body(client: httpx.AsyncClient) -> None:
    response = await client.head("/probe?target=a")

    assert (response.status_code, response.content) == (200, b"")


async def test_a_refused_probe_says_when_to_come_back(client: httpx.AsyncClient, program: Program) -> None:
    program.probed = (429, {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "40"}, b"not now\n")

    response = await client.get("/probe?target=a")

    assert (response.status_code, response.headers["retry-after"], response.text) == (429, "40", "not now\n")


async def test_metrics_are_rendered_as_asked(client: httpx.AsyncClient) -> None:
    response = await client.get("/metrics", headers={"accept": "application/openmetrics-text"})

    assert response.text == "application/openmetrics-text|False\n"
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert "content-encoding" not in response.headers


async def test_metrics_say_that_they_are_packed(visit: Visit) -> None:
    # The fake packs nothing, so the head alone is read.
    async with visit() as client:
        response = await client.head("/metrics", headers={"accept-encoding": "gzip"})

    assert response.headers["content-encoding"] == "gzip"


async def test_metrics_are_rendered_off_the_loop(client: httpx.AsyncClient, program: Program) -> None:
    await client.get("/metrics")

    assert len(program.exposition.threads) == 1
    assert threading.get_ident() not in program.exposition.threads


async def test_ready_follows_the_program(client: httpx.AsyncClient, program: Program) -> None:
    program.is_ready = False

    assert (await client.get("/-/ready")).status_code == 503
    assert (await client.get("/-/healthy")).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_reload_that_succeeds_is_ok(client: httpx.AsyncClient, program: Program, method: str) -> None:
    response = await client.request(method, "/-/reload")

    assert (response.status_code, response.text) == (200, "")
    assert program.reloads == 1


async def test_a_reload_that_fails_lists_every_problem(client: httpx.AsyncClient, program: Program) -> None:
    warning = Problem(
        file="a.yaml", line=1, key_path="contact", value='"x\u202e"', sentence="is odd.", severity=Severity.WARNING
    )
    program.problems = (warning, WRONG)

    response = await client.post("/-/reload")

    assert response.status_code == 500
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == (
        'warning: a.yaml:1: contact: "x\\u202e": is odd.\nmarsad.yaml:3: timezone: "Mars": is no zone.\n'
    )


async def test_warnings_alone_do_not_fail_a_reload(client: httpx.AsyncClient, program: Program) -> None:
    program.problems = (Problem(file="a", line=1, key_path="k", value="v", sentence="s.", severity=Severity.WARNING),)

    response = await client.post("/-/reload")

    assert (response.status_code, response.text) == (200, "warning: a:1: k: v: s.\n")


async def test_reloading_is_no_get(client: httpx.AsyncClient, program: Program) -> None:
    response = await client.get("/-/reload")

    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"POST", "PUT"}
    assert program.reloads == 0


async def test_configuration_is_plain_text_with_bidi_characters_escaped(
    client: httpx.AsyncClient, program: Program
) -> None:
    program.configuration = "name: أبشر\nodd: \u202eabc\x1b\n"

    response = await client.get("/config")

    assert response.text == "name: أبشر\nodd: \\u202eabc\\u001b\n"
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
