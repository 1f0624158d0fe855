"""What a publication changes in the exposition, and what a reload leaves of it."""

from __future__ import annotations

import gzip
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from monitor.adapters.exposition import Metrics
from monitor.domain.catalogue import Check, Platform, Service, Text
from monitor.domain.incident import Kind
from monitor.domain.observation import HttpFacts, Observation, Outcome, Phases, Reason
from monitor.domain.target import HttpTarget
from monitor.domain.verdict import State
from monitor.domain.window import Impact
from monitor.engine.view import Build, CheckView, ServiceView, SkipReason, WindowView

NOW = datetime(2025, 12, 5, 9, 0, tzinfo=UTC)
HERE = "riyadh-1"


def check(name: str, interval: int, slow: int) -> Check:
    return Check(
        id=f"absher/portal/{name}",
        target=HttpTarget(url="https://absher.example/"),
        interval=timedelta(seconds=interval),
        timeout=timedelta(seconds=10),
        slow=timedelta(seconds=slow),
    )


CHECK = check("landing", 60, 3)
PORTAL = Service(
    id="absher/portal", name=Text(en="Portal", ar="البوابة"), tier=1, checks=(CHECK, check("deep", 300, 2))
)
RENEWAL = Service(id="absher/renewal", name=Text(en="Renewal", ar="تجديد"), tier=2, inferred_from=PORTAL.id)
ABSHER = Platform(
    id="absher",
    name=Text(en="Absher", ar="أبشر"),
    operator=Text(en="Ministry of Interior", ar="وزارة الداخلية"),
    timezone="Asia/Riyadh",
    hosts=("absher.example",),
)
UP = ServiceView(service=PORTAL, platform=ABSHER, state=State.UP, state_since=NOW, seconds={State.UP: 1.5})
SEEN = Observation(
    check_id=CHECK.id, location=HERE, started_at=NOW, completed_at=NOW + timedelta(seconds=1), outcome=Outcome.OK
)


@pytest.fixture
def metrics() -> Metrics:
    metrics = Metrics(CollectorRegistry(), Build(version="0", revision="r", pythonversion="3", tzdata="t"))
    metrics.enrol_location(HERE, canaries=2)
    metrics.publish_check(CheckView(check=CHECK, location=HERE))
    return metrics


def lines(metrics: Metrics, start: str) -> list[str]:
    _, body = metrics.render("", gzip=False)
    return [line for line in body.decode().splitlines() if line.startswith(start)]


def values(metrics: Metrics, start: str) -> list[str]:
    return [line.rpartition(" ")[2] for line in lines(metrics, start)]


def test_identity_names_the_platform_the_tier_and_no_root(metrics: Metrics) -> None:
    metrics.publish_service(UP)

    assert lines(metrics, "marsad_maintenance_active{") == [
        'marsad_maintenance_active{platform="absher",service_id="absher/portal",tier="1",dependency=""} 0'
    ]


def test_a_new_state_replaces_the_old_one(metrics: Metrics) -> None:
    metrics.publish_service(UP)

    metrics.publish_service(replace(UP, state=State.BLOCKED))

    assert values(metrics, "marsad_service_state{") == ["0", "0", "0", "0", "0", "1", "0"]


def test_the_page_signal_is_apart_from_the_state(metrics: Metrics) -> None:
    metrics.publish_service(replace(UP, state=State.UNKNOWN, incident_open=Kind.UNPLANNED))

    assert values(metrics, "marsad_incident_open{") == ["1", "0"]


def test_seconds_keep_every_digit(metrics: Metrics) -> None:
    metrics.publish_service(replace(UP, seconds={State.UP: 12345678.901234567}))

    assert values(metrics, "marsad_service_state_seconds_total{")[0] == repr(12345678.901234567)


def test_thresholds_are_the_largest_interval_and_the_smallest_slow(metrics: Metrics) -> None:
    metrics.publish_service(UP)

    assert values(metrics, "marsad_service_interval_seconds") == ["300.0"]
    assert values(metrics, "marsad_service_slow_threshold_seconds") == ["2.0"]
    assert values(metrics, "marsad_service_objective_ratio") == ["0.995"]


def test_an_inferred_service_has_the_thresholds_of_its_source(metrics: Metrics) -> None:
    metrics.publish_service(replace(UP, service=RENEWAL, source=PORTAL))

    assert values(metrics, "marsad_service_interval_seconds") == ["300.0"]
    assert 'inferred="true"' in lines(metrics, "marsad_service_info")[0]


def test_window_series_go_with_the_window(metrics: Metrics) -> None:
    window = WindowView(id="w", starts=NOW, ends=NOW + timedelta(hours=1), notice_seconds=-60, impact=Impact.OUTAGE)

    metrics.publish_service(replace(UP, window=window))
    with_window = values(metrics, "marsad_maintenance_window")
    metrics.publish_service(UP)

    assert with_window == ["1764925200.0", "1764928800.0", "-60.0"]
    assert lines(metrics, "marsad_maintenance_window") == []


@pytest.mark.parametrize(
    ("outcome", "success"),
    [(Outcome.OK, "1"), (Outcome.SLOW, "1"), (Outcome.FAILED, "0"), (Outcome.BLOCKED, "0"), (Outcome.NOTHING, "0")],
)
def test_success_is_the_raw_result(metrics: Metrics, outcome: Outcome, success: str) -> None:
    seen = replace(SEEN, outcome=outcome, http=HttpFacts())

    metrics.publish_check(CheckView(check=CHECK, location=HERE, observation=seen))

    assert values(metrics, "marsad_probe_success") == [success]
    assert values(metrics, "marsad_probe_http_status_code") == ["0"]


def test_every_reason_counts_from_0(metrics: Metrics) -> None:
    assert values(metrics, "marsad_probe_failures_total") == ["0"] * len(Reason)


def test_a_failure_counts_under_its_reason_alone(metrics: Metrics) -> None:
    metrics.count_probe(replace(SEEN, outcome=Outcome.FAILED, reason=Reason.TLS))
    metrics.count_probe(SEEN)

    assert [line for line in lines(metrics, "marsad_probe_failures_total") if not line.endswith(" 0")] == [
        'marsad_probe_failures_total{service_id="absher/portal",location="riyadh-1",reason="tls"} 1'
    ]
    assert values(metrics, "marsad_probes_total") == ["2.0"]


def test_every_skip_and_retry_counts_from_0(metrics: Metrics) -> None:
    assert values(metrics, "marsad_probes_skipped_total") == ["0.0"] * len(SkipReason)
    assert values(metrics, "marsad_probe_retries_total") == ["0.0"] * 8


def test_a_retry_for_a_fault_without_a_name_of_its_own_is_other(metrics: Metrics) -> None:
    metrics.count_retry(HERE, "EWHATEVER")

    assert 'marsad_probe_retries_total{location="riyadh-1",reason="other"} 1.0' in lines(metrics, "marsad_probe_ret")


def test_canaries_are_0_until_they_answer_and_follow_their_number(metrics: Metrics) -> None:
    metrics.set_canary(HERE, 1, reachable=True)
    before = values(metrics, "marsad_location_control_success")
    metrics.enrol_location(HERE, canaries=3)
    grown = values(metrics, "marsad_location_control_success")
    metrics.enrol_location(HERE, canaries=0)

    assert before == ["0", "1"]
    assert grown == ["0", "1", "0"]
    assert lines(metrics, "marsad_location_control_success") == []


def test_enrolling_again_keeps_the_heartbeat(metrics: Metrics) -> None:
    metrics.set_heartbeat(HERE, NOW)

    metrics.enrol_location(HERE, canaries=2)

    assert values(metrics, "marsad_location_heartbeat") == ["1764925200.0"]


def test_new_thresholds_and_names_are_shown_and_a_service_that_comes_back_is_whole(metrics: Metrics) -> None:
    metrics.publish_service(UP)
    metrics.publish_service(replace(UP, service=replace(PORTAL, objective=99.9)))
    changed = values(metrics, "marsad_service_objective_ratio")
    whole = lines(metrics, "marsad_service_")

    metrics.retain([], [], [])
    metrics.publish_service(replace(UP, service=replace(PORTAL, objective=99.9)))

    assert changed == ["0.999"]
    assert lines(metrics, "marsad_service_") == whole


def test_a_failed_reload_keeps_the_hash_and_the_instant_of_the_former(metrics: Metrics) -> None:
    metrics.set_reload(ok=True, instant=NOW, sha256="aa")

    metrics.set_reload(ok=False, instant=NOW + timedelta(hours=1), sha256="bb")

    assert values(metrics, "marsad_config_last_reload") == ["0", "1764925200.0"]
    assert lines(metrics, "marsad_config_info") == ['marsad_config_info{config_sha256="aa"} 1']


def test_what_left_the_configuration_leaves_the_exposition_and_the_rest_stays(metrics: Metrics) -> None:
    metrics.publish_service(UP)
    metrics.publish_service(replace(UP, service=RENEWAL))
    metrics.publish_check(CheckView(check=CHECK, location=HERE, observation=SEEN))
    metrics.set_source("a.yaml", NOW, stale_after=timedelta(hours=1))
    metrics.count_probe(replace(SEEN, reason=Reason.DNS))
    before = metrics.render("", gzip=False)[1]

    metrics.retain([PORTAL.id, RENEWAL.id], [(CHECK.id, HERE)], ["a.yaml"])
    kept = lines(metrics, "marsad_")
    metrics.retain([RENEWAL.id], [], [])
    left = "\n".join(lines(metrics, "marsad_"))

    assert kept == [line for line in before.decode().splitlines() if line.startswith("marsad_")]
    assert "absher/renewal" in left
    assert "absher/portal" not in left
    assert "a.yaml" not in left


def test_a_check_that_comes_back_counts_from_0_again(metrics: Metrics) -> None:
    metrics.count_probe(replace(SEEN, reason=Reason.DNS))
    metrics.retain([], [], [])

    metrics.publish_check(CheckView(check=CHECK, location=HERE))

    assert set(values(metrics, "marsad_probe_failures_total")) == {"0"}


def test_gzip_carries_the_same_text(metrics: Metrics) -> None:
    metrics.publish_service(UP)

    _, plain = metrics.render("application/openmetrics-text", gzip=False)
    content_type, packed = metrics.render("application/openmetrics-text", gzip=True)

    assert content_type == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    ours = [line for line in plain.splitlines() if line.startswith(b"marsad_")]
    assert [line for line in gzip.decompress(packed).splitlines() if line.startswith(b"marsad_")] == ours


def test_what_was_published_before_it_left_the_configuration_is_not_shown(metrics: Metrics) -> None:
    metrics.publish_service(UP)
    metrics.publish_check(CheckView(check=CHECK, location=HERE, observation=SEEN))
    metrics.count_probe(replace(SEEN, reason=Reason.DNS))

    metrics.retain(set(), set(), set())

    assert lines(metrics, "marsad_service") == []
    assert lines(metrics, "marsad_probe_success") == []
    assert lines(metrics, "marsad_probe_failures_total") == []


def test_an_unscraped_publication_is_replaced_by_the_next(metrics: Metrics) -> None:
    metrics.publish_check(CheckView(check=CHECK, location=HERE, observation=replace(SEEN, outcome=Outcome.FAILED)))

    metrics.publish_check(CheckView(check=CHECK, location=HERE, observation=SEEN))

    assert values(metrics, "marsad_probe_success") == ["1"]


def test_a_scrape_shows_only_the_phases_of_the_last_probe(metrics: Metrics) -> None:
    everything = Phases(resolve=0.1, connect=0.2, tls=0.3, processing=0.4, transfer=0.5, total=1.5)
    for phases in (everything, Phases(resolve=0.25, total=0.25), None, everything):
        metrics.publish_check(CheckView(check=CHECK, location=HERE, observation=replace(SEEN, phases=phases)))
        durations = lines(metrics, "marsad_probe_duration_seconds")

        told = {} if phases is None else {f.name: getattr(phases, f.name) for f in fields(phases)}
        assert [float(line.rpartition(" ")[2]) for line in durations] == [s for s in told.values() if s is not None]
        assert [line.split('phase="')[1].split('"')[0] for line in durations] == [p for p, s in told.items() if s]


def test_a_percent_sign_in_a_label_is_printed_as_it_is() -> None:
    metrics = Metrics(CollectorRegistry(), Build(version="0", revision="r", pythonversion="3", tzdata="t"))
    metrics.enrol_location("50%d", canaries=0)
    seen = replace(SEEN, phases=Phases(total=0.5))

    metrics.publish_check(CheckView(check=CHECK, location="50%d", observation=seen))

    [duration] = lines(metrics, "marsad_probe_duration_seconds{")
    assert duration.endswith('location="50%d",phase="total"} 0.5')


def test_text_that_is_kept_says_what_text_made_anew_says(metrics: Metrics) -> None:
    """Only what changed is made anew at a scrape: after any course of views the body must be that of the last ones."""
    window = WindowView(id="w", starts=NOW, ends=NOW + timedelta(hours=1), notice_seconds=-60, impact=Impact.OUTAGE)
    course = (
        UP,
        replace(UP, state=State.UNPLANNED_OUTAGE, incident_open=Kind.UNPLANNED, explained_by="absher/root"),
        replace(UP, window=window, maintenance_active=True, maintenance_page=True),
        replace(UP, service=replace(PORTAL, tier=2), maintenance_recovery=True, has_dependants=True),
        replace(UP, state=State.UNKNOWN, has_dependants=True, suspected_in=("absher/a", "absher/b", "absher/c")),
        replace(UP, seconds={State.UP: 3.0, State.OVERRUN: 2.0}),
    )
    for view in course:
        fresh = Metrics(CollectorRegistry(), Build(version="0", revision="r", pythonversion="3", tzdata="t"))
        fresh.publish_service(view)
        metrics.publish_service(view)

        assert lines(metrics, "marsad_service") == lines(fresh, "marsad_service")
        assert lines(metrics, "marsad_maintenance") == lines(fresh, "marsad_maintenance")
        assert lines(metrics, "marsad_incident") == lines(fresh, "marsad_incident")
