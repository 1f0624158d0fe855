"""What a request must say, in which order it is looked at, and what the answer looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters.blackbox.gauges import go_float
from monitor.adapters.blackbox.permission import Permission
from tests.adapters.blackbox.desk import Desk, modules_of
from tests.faulty_server import answers, drips, faulty_server, says_nothing

MODULES = """
modules:
  http_2xx: {prober: http}
  quick: {prober: http, timeout: 200ms}
  hosted: {prober: http, http: {headers: {host: one.example}}}
  strict: {prober: http, http: {basic_auth: {username: u, password: geheim}}}
  tcp_connect: {prober: tcp}
  socket: {prober: unix}
"""
TIMEOUT = "x-prometheus-scrape-timeout-seconds"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(modules=modules_of(tmp_path, MODULES))


@pytest.mark.parametrize(
    ("query", "header", "status", "text"),
    [
        ({"module": "none"}, "soon", 400, 'Unknown module "none"'),
        (
            {},
            "soon",
            500,
            'Failed to parse timeout from Prometheus header: strconv.ParseFloat: parsing "soon": invalid syntax',
        ),
        ({"module": "socket"}, "", 400, "Target parameter is missing"),
        ({"module": "socket", "target": "x", "hostname": "y"}, "", 400, 'Unknown prober "unix"'),
        (
            {"module": "hosted", "target": "http://elsewhere.example/", "hostname": "two.example"},
            "",
            400,
            (
                "host header defined both in module configuration (one.example) "
                "and with URL-parameter 'hostname' (two.example)"
            ),
        ),
        (
            {"target": "http://elsewhere.example/x"},
            "",
            403,
            '"elsewhere.example" is neither a host of a configured check nor listed in probe.allow.',
        ),
    ],
)
async def test_errors_come_in_their_order_and_words(
    desk: Desk, query: dict[str, str], header: str, status: int, text: str
) -> None:
    reply = await desk.ask({TIMEOUT: header}, **query)

    assert (reply.status, reply.text) == (status, f"{text}\n")
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("header", ["nan", "inf", "-Infinity", "1_0", " "])
async def test_a_timeout_is_a_number_that_a_timer_can_wait_for(desk: Desk, header: str) -> None:
    reply = await desk.ask({TIMEOUT: header}, target="http://127.0.0.1:1/")

    assert (reply.status, reply.text[:44]) == (500, "Failed to parse timeout from Prometheus head")


async def test_an_unknown_module_is_counted(desk: Desk) -> None:
    await desk.ask(module="none")
    await desk.ask(module="http_2xx")

    assert desk.unknown_modules == 1


async def test_names_from_outside_are_shown_escaped(desk: Desk) -> None:
    reply = await desk.ask(module='a"\u202e\nb')

    assert reply.text == 'Unknown module "a\\"\\u202e\\u000ab"\n'


async def test_module_is_http_2xx_by_default(desk: Desk) -> None:
    async with faulty_server(answers()) as server:
        reply = await desk.ask(target=server.url())

    assert (reply.status, reply.samples["probe_success"]) == (200, 1)
    assert reply.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"


async def test_a_failed_probe_is_answered_with_200(desk: Desk) -> None:
    async with faulty_server(answers(status=500)) as server:
        reply = await desk.ask(target=server.url())

    assert (reply.status, reply.samples["probe_success"]) == (200, 0)
    assert reply.samples["probe_http_status_code"] == 500


@pytest.mark.parametrize(
    ("module", "header", "seconds"),
    [
        ("http_2xx", "10", 9.5),
        ("http_2xx", "", 119.5),
        ("http_2xx", "0", 119.5),
        ("quick", "10", 0.2),
        ("quick", "0.6", 0.1),
        ("quick", "0.3", 0.2),
        ("http_2xx", "0.3", 0),
        ("http_2xx", "0.5", 0),
    ],
)
async def test_timeout_is_the_scrapes_less_an_offset_or_the_modules(
    desk: Desk, module: str, header: str, seconds: float
) -> None:
    reply = await desk.ask({TIMEOUT: header}, module=module, target="http://127.0.0.1:1/")

    assert reply.samples["probe_timeout_seconds"] == pytest.approx(seconds)


@pytest.mark.parametrize("behaviour", [says_nothing, drips])
async def test_a_probe_ends_at_its_deadline_and_tells_what_came(desk: Desk, behaviour: object) -> None:
    async with faulty_server(behaviour) as server:  # type: ignore[arg-type]  # one of two coroutines
        reply = await desk.ask({TIMEOUT: "10"}, module="quick", target=server.url())

    assert reply.samples["probe_success"] == 0
    assert 0.15 < reply.samples["probe_duration_seconds"] < 5
    assert reply.samples["probe_http_duration_seconds{connect}"] > 0
    assert reply.samples["probe_http_status_code"] == (200 if behaviour is drips else 0)


async def test_debug_shows_log_metrics_and_module_without_secrets(desk: Desk) -> None:
    async with faulty_server(answers()) as server:
        reply = await desk.ask(module="strict", target=server.url(), debug="true")

    log, _, rest = reply.text.partition("\n\n\n\nMetrics that would have been returned:\n")
    metrics, _, module = rest.partition("\n\n\n\nModule configuration:\n")
    assert log.startswith("Logs for the probe:\nts=20")
    assert 'level=info msg="Beginning probe" probe=http timeout_seconds=119.5' in log
    assert 'msg="Probe succeeded" duration_seconds=0.' in log
    assert "\nprobe_success 1" in metrics
    assert module == "prober: http\nhttp:\n  basic_auth:\n    username: u\n    password: <secret>\n"
    assert "geheim" not in reply.text
    assert reply.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("debug", ["", "1", "True"])
async def test_debug_is_exactly_true(desk: Desk, debug: str) -> None:
    async with faulty_server(answers()) as server:
        reply = await desk.ask(target=server.url(), debug=debug)

    assert reply.text.startswith("# HELP probe_dns_lookup_time_seconds")


async def test_openmetrics_is_given_to_who_asks_for_it(desk: Desk) -> None:
    async with faulty_server(answers()) as server:
        reply = await desk.ask({"accept": "application/openmetrics-text;version=1.0.0"}, target=server.url())

    assert reply.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert reply.text.endswith("# EOF\n")


@pytest.mark.parametrize("in_window", [True, False])
async def test_maintenance_rides_along_for_the_services_of_the_host(tmp_path: Path, in_window: bool) -> None:
    checks = {"127.0.0.1": frozenset({"absher/portal", "absher/renewal"})}
    async with faulty_server(answers()) as server:
        permission = Permission(checks=checks, ports={"127.0.0.1": frozenset({server.port})})
        desk = Desk(modules=modules_of(tmp_path, MODULES), permission=permission, in_window=in_window)
        reply = await desk.ask(target=server.url())

    found = {name: value for name, value in reply.samples.items() if name.startswith("marsad_")}
    assert found == {
        "marsad_maintenance_active{, absher, absher/portal, 1}": in_window,
        "marsad_maintenance_active{, absher, absher/renewal, 1}": in_window,
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (-1.0, "-1"),
        (0.25, "0.25"),
        (119.5, "119.5"),
        (3668918509.0, "3.668918509e+09"),
        (-62135596800.0, "-6.21355968e+10"),
        (0.000016975, "1.6975e-05"),
        (0.00123, "0.00123"),
        (100000.0, "100000"),
        (1000000.0, "1e+06"),
        (1234567.0, "1.234567e+06"),
        (float("nan"), "NaN"),
        (float("inf"), "+Inf"),
    ],
)
def test_numbers_are_written_as_go_writes_them(value: float, text: str) -> None:
    assert go_float(value) == text
