"""Every expression of every dashboard answers when a real Prometheus has scraped a fleet in every state, twice."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pytest

from dashboards.build import all_dashboards
from dashboards.expressions import Expression, expressions
from dashboards.queries import maintenance, promql, services, slo
from monitor.adapters.clock import SystemClock
from monitor.domain.verdict import State
from tests.dashboards.prometheus import Json, Prometheus, prometheus, stories
from tests.dashboards.story import PAGE_AT_STEP, SERVICES

DASHBOARDS = {one["uid"]: one for one in all_dashboards()}
OFTEN_EMPTY = {"dependency"}  # and to Prometheus an empty label is none
SCRAPES = PAGE_AT_STEP + 2  # the last of them shows the page
READY = (
    "count(up == 1) == 2",
    f"min(count_over_time(marsad_leader[1m])) >= {SCRAPES}",
    "count(marsad:service_errors:ratio_rate3d) > 0",
    "count(marsad:service_error_budget_remaining:ratio30d) > 0",
)
VALUES = {
    "job": ".+",
    "instance": ".+",
    "platform": ".+",
    "service_id": f"({'|'.join(service.id for service in SERVICES)})",
    "language": "name_ar",
    "__range": "1m",
    "__rate_interval": "1m",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("prometheus")
    with stories(SystemClock().now()) as port, prometheus(folder, port) as running:
        yield running.once(" and ".join(f"({condition})" for condition in READY))


def as_grafana_asks(expression: str, **chosen: str) -> str:
    values = VALUES | chosen
    return re.sub(r"\$\{?(\w+)(?::\w+)?\}?", lambda match: values[match[1]], expression)


def answer(server: Prometheus, one: Expression) -> list[Json]:
    text = as_grafana_asks(one.text)
    return server.query_range(text) if one.over_time else server.query(text)


def numbers(series: list[Json]) -> list[float]:
    found = [float(value) for one in series for _, value in one.get("values", [one.get("value")])]
    return [value for value in found if math.isfinite(value)]


def by(series: list[Json], label: str) -> dict[str, float]:
    return {one["metric"].get(label, ""): float(one["value"][1]) for one in series}


@pytest.mark.parametrize("uid", DASHBOARDS)
def test_every_expression_has_at_least_one_series_with_a_number(server: Prometheus, uid: str) -> None:
    asked = list(expressions(DASHBOARDS[uid]))

    silent = [str(one) for one in asked if not numbers(answer(server, one))]

    assert asked
    assert silent == []


@pytest.mark.parametrize("text", ["max by (job) (marsad_leadr{})", "max by (job) (marsad_leader{}) / 0 * 0"])
def test_silence_and_what_is_no_number_are_noticed(server: Prometheus, text: str) -> None:
    assert numbers(answer(server, Expression(dashboard="", where="", text=text))) == []


def test_what_is_no_promql_is_refused(server: Prometheus) -> None:
    with pytest.raises(AssertionError, match="parse error"):
        answer(server, Expression(dashboard="", where="", text="max by (job) (marsad_leader{}"))


@pytest.mark.parametrize("uid", DASHBOARDS)
def test_every_legend_band_and_variable_names_a_label_that_is_there(server: Prometheus, uid: str) -> None:
    dashboard = DASHBOARDS[uid]
    asked = [
        (target["expr"], target["legendFormat"]) for panel in dashboard["panels"] for target in panel.get("targets", [])
    ]
    asked += [(band["expr"], band["textFormat"]) for band in dashboard["annotations"]["list"]]
    asked += [(one.text, f"{{{{{one.label}}}}}") for one in expressions(dashboard) if one.label]

    missing = [
        f"{text}: {label}"
        for text, legend in asked
        for label in re.findall(r"\{\{(\w+)\}\}", legend)
        if any(label not in one["metric"] for one in server.query(as_grafana_asks(text)))
    ]

    assert missing == []


def tables() -> list[Json]:
    return [panel for one in DASHBOARDS.values() for panel in one["panels"] if panel["type"] == "table"]


@pytest.mark.parametrize("table", tables(), ids=lambda panel: str(panel["title"]))
def test_table_has_one_row_for_a_service_and_no_column_that_nobody_named(server: Prometheus, table: Json) -> None:
    """Grafana merges rows by the labels that all queries share; a row that only a later query has must tell all."""
    answers = [[one["metric"] for one in server.query(as_grafana_asks(target["expr"]))] for target in table["targets"]]
    shared = set.intersection(*(set(row) for rows in answers for row in rows))
    [organize] = [one["options"] for one in table["transformations"] if one["id"] == "organize"]
    shown = {label for label in organize["renameByName"] if not label.startswith("Value")} - OFTEN_EMPTY
    keys = [[tuple(row[label] for label in sorted(shared)) for row in rows] for rows in answers]

    assert all(len(of_query) == len(set(of_query)) for of_query in keys)
    assert all(shown <= set(row) for row in answers[0])
    assert all(set(of_query) <= set(keys[0]) or shown <= shared for of_query in keys[1:])
    assert set().union(*answers[0]) <= shown | OFTEN_EMPTY | set(organize["excludeByName"])


def test_redundant_pair_counts_once(server: Prometheus) -> None:
    counted = by(server.query(as_grafana_asks(services.count_by_state(".+"))), "state")

    assert len(server.query("marsad_leader")) == 2
    assert counted == {
        State.UP: 1,
        State.DEGRADED: 1,
        State.PLANNED_DOWNTIME: 1,
        State.UNPLANNED_OUTAGE: 2,
        State.OVERRUN: 2,
        State.BLOCKED: 1,
        State.UNKNOWN: 1,
    }


def test_number_of_a_state_is_its_place_in_the_order(server: Prometheus) -> None:
    codes = by(server.query(as_grafana_asks(services.STATE_CODE)), "service_id")

    assert {service_id: list(State)[int(code)] for service_id, code in codes.items()} == {
        "absher/portal": State.OVERRUN,
        "absher/renewal": State.OVERRUN,
        "absher/traffic": State.PLANNED_DOWNTIME,
        "nafath/sign-on": State.UNPLANNED_OUTAGE,
        "qiwa/portal": State.UNPLANNED_OUTAGE,
        "qiwa/contracts": State.DEGRADED,
        "qiwa/permits": State.BLOCKED,
        "masar/portal": State.UP,
        "masar/requests": State.UNKNOWN,
    }


def test_overrun_table_has_those_that_outlived_their_window_and_who_is_paged_for(server: Prometheus) -> None:
    overrun = by(server.query(as_grafana_asks(maintenance.OVERRUN)), "service_id")

    assert overrun == {"absher/portal": 1, "absher/renewal": 0}


def test_windows_are_present_or_coming_and_undeclared_ones_neither(server: Prometheus) -> None:
    asked = (maintenance.PRESENT_STARTS, maintenance.COMING_STARTS, maintenance.UNDECLARED)

    found = [set(by(server.query(as_grafana_asks(one)), "service_id")) for one in asked]

    assert found == [{"absher/traffic"}, {"qiwa/contracts"}, {"qiwa/portal"}]


def test_gross_counts_planned_downtime_and_net_does_not(server: Prometheus) -> None:
    asked = (services.availability(services.COUNTED), services.availability(services.LIVED))

    net, gross = (by(server.query(as_grafana_asks(one)), "service_id") for one in asked)

    assert "absher/traffic" not in net  # nothing but planned downtime: no service time, so no figure
    assert gross["absher/traffic"] == 0
    assert net["masar/portal"] == gross["masar/portal"] == 1
    assert {"qiwa/permits", "masar/requests"}.isdisjoint(net.keys() | gross.keys())


def test_platform_figures_leave_inferred_services_out(server: Prometheus) -> None:
    [(_, of_platform)] = [
        pair
        for pair in by(server.query(as_grafana_asks(services.platform_seconds("overrun"))), "platform").items()
        if pair[0] == "absher"
    ]
    of_service = by(server.query(as_grafana_asks(services.seconds_of_service("overrun"))), "service_id")

    assert of_service["absher/renewal"] > 0
    assert of_platform == pytest.approx(of_service["absher/portal"], rel=0.2)


def test_burn_is_told_for_each_service_with_service_time(server: Prometheus) -> None:
    burns = by(server.query(as_grafana_asks(slo.burn("1h"))), "service_id")

    assert burns["masar/portal"] == 0
    assert burns["nafath/sign-on"] == pytest.approx(1 / 0.005)


@pytest.mark.parametrize(
    ("language", "name"),
    [("name_en", "Passport renewal · absher/renewal"), ("name_ar", "تجديد جواز السفر · absher/renewal")],
)
def test_names_follow_the_language(server: Prometheus, language: str, name: str) -> None:
    named = by(server.query(as_grafana_asks(promql.NAMES, language=language)), "name")

    assert name in named
    assert len(named) == len(SERVICES)


def test_choice_of_services_reads_name_and_id_and_follows_the_platform(server: Prometheus) -> None:
    [variable] = [one for one in expressions(DASHBOARDS["marsad-service"]) if one.where == "variable service_id"]
    pattern = variable.regex.strip("/").replace("(?<", "(?P<")

    # As Grafana spells the answer of query_result() before it applies the pattern.
    found = server.query(as_grafana_asks(variable.text, platform="(absher|qiwa)", language="name_en"))
    spelled = ["{" + ",".join(f'{key}="{value}"' for key, value in one["metric"].items()) + "} 1 0" for one in found]
    choices = {match["value"]: match["text"] for match in re.finditer(pattern, "\n".join(spelled))}

    assert set(choices) == {service.id for service in SERVICES if service.platform_id in {"absher", "qiwa"}}
    assert choices["qiwa/contracts"] == 'Contracts, "new" · qiwa/contracts'
