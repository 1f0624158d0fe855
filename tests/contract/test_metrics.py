"""What is exported against the catalogue and its documentation, in both formats and through two strict readers."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

from monitor.adapters.exposition import Metrics
from monitor.adapters.exposition.catalogue import BY_NAME, METRICS
from monitor.adapters.exposition.metric import Metric
from monitor.adapters.exposition.table import markdown
from monitor.domain.catalogue import Check, Dependency, Platform, Service, Strength, Text
from monitor.domain.incident import Kind
from monitor.domain.observation import HttpFacts, Observation, Outcome, Phases, Reason, TlsFacts
from monitor.domain.target import HttpTarget
from monitor.domain.verdict import State
from monitor.domain.window import Impact
from monitor.engine.ports import Publisher
from monitor.engine.view import Build, CheckView, ServiceView, SkipReason, WindowView

NOW = datetime(2025, 12, 5, 9, 0, tzinfo=UTC)
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "metrics.md"
OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
LIBRARY = ("process_", "python_")

LANDING = Check(
    id="absher/portal/landing",
    target=HttpTarget(url="https://absher.example/"),
    interval=timedelta(minutes=5),
    timeout=timedelta(seconds=10),
    slow=timedelta(seconds=3),
)
PORTAL = Service(
    id="absher/portal",
    name=Text(en='Portal "new"\\', ar="البوابة"),
    tier=1,
    checks=(LANDING,),
    depends_on=(Dependency(service_id="nafath/sign-on", strength=Strength.HARD),),
)
RENEWAL = Service(id="absher/renewal", name=Text(en="Renewal", ar="تجديد"), tier=2, inferred_from=PORTAL.id)
ABSHER = Platform(
    id="absher",
    name=Text(en="Absher", ar="أبشر"),
    operator=Text(en="Ministry of Interior", ar="وزارة الداخلية"),
    timezone="Asia/Riyadh",
    hosts=("absher.example",),
    services=(PORTAL, RENEWAL),
)
WINDOW = WindowView(id="w1", starts=NOW - timedelta(hours=12), ends=NOW, notice_seconds=86400.5, impact=Impact.OUTAGE)
OBSERVATION = Observation(
    check_id=LANDING.id,
    location="riyadh-1",
    started_at=NOW,
    completed_at=NOW + timedelta(seconds=0.3),
    outcome=Outcome.FAILED,
    reason=Reason.STATUS,
    phases=Phases(resolve=0.012, connect=0.031, tls=0.044, processing=0.21, transfer=0.003, total=0.3),
    http=HttpFacts(status=503),
    tls=TlsFacts(version="TLSv1.3", cipher="AES", not_after=NOW + timedelta(days=30)),
)


def published() -> Metrics:
    """An exposition in which every metric of the catalogue has at least one series."""
    metrics = Metrics(
        CollectorRegistry(), Build(version="0.1.0", revision="abc", pythonversion="3.11.2", tzdata="2025b")
    )
    metrics.enrol_location("riyadh-1", canaries=2)
    portal = ServiceView(
        service=PORTAL,
        platform=ABSHER,
        state=State.OVERRUN,
        state_since=NOW,
        seconds={State.UP: 1e7 + 0.123, State.OVERRUN: 300},
        incident_open=Kind.OVERRUN,
        explained_by="nafath/sign-on",
        window=WINDOW,
        has_dependants=True,
        suspected_in=("absher/a", "absher/b", "absher/c"),
    )
    renewal = ServiceView(
        service=RENEWAL, platform=ABSHER, state=State.UNKNOWN, state_since=NOW, seconds={}, source=PORTAL
    )
    metrics.publish_service(portal)
    metrics.publish_service(renewal)
    metrics.publish_check(CheckView(check=LANDING, location="riyadh-1", observation=OBSERVATION))
    metrics.count_probe(OBSERVATION)
    metrics.count_scheduled("riyadh-1")
    metrics.count_skip("riyadh-1", SkipReason.OVERLAP)
    metrics.count_retry("riyadh-1", "EMFILE")
    metrics.count_clock_step()
    metrics.observe_lateness("riyadh-1", 0.004)
    metrics.set_canary("riyadh-1", 1, reachable=True)
    metrics.set_heartbeat("riyadh-1", NOW)
    metrics.set_source("windows/absher.yaml", NOW, stale_after=timedelta(hours=1))
    metrics.set_reload(ok=True, instant=NOW, sha256="ab12")
    metrics.set_ledger(3, 1, leader=True)
    return metrics


def families(accept: str) -> list[Family]:
    return parsed(published(), accept)


def parsed(metrics: Metrics, accept: str) -> list[Family]:
    _, body = metrics.render(accept, gzip=False)
    parse = parse_openmetrics if accept == OPENMETRICS else parse_text
    return list(parse(body.decode()))


def ours(found: list[Family]) -> dict[str, Family]:
    return {family.name: family for family in found if not family.name.startswith(LIBRARY)}


def documented() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Name, type and labels of each row of the page, read without help of the code that wrote it."""
    for line in DOCUMENTATION.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, kind, labels = (cell.strip() for cell in line.split("|")[1:4])
            yield name.strip("`"), kind, frozenset(labels.replace("`", "").split(", ")) - {"-"}


def facts(metric: Metric) -> tuple[str, str, frozenset[str]]:
    return metric.name, metric.type.value, frozenset(metric.labels)


@pytest.mark.parametrize("accept", ["", OPENMETRICS], ids=["text", "openmetrics"])
def test_exported_families_are_those_of_the_catalogue(accept: str) -> None:
    # The reader of the text format, too, takes a counter's `_total` off.
    assert set(ours(families(accept))) == {metric.family for metric in METRICS}


@pytest.mark.parametrize("accept", ["", OPENMETRICS], ids=["text", "openmetrics"])
@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_exported_samples_have_the_type_help_and_labels_of_the_catalogue(metric: Metric, accept: str) -> None:
    family = ours(families(accept))[metric.family]

    assert family.type == metric.type
    assert family.documentation == metric.help
    assert {frozenset(sample.labels) - {"le"} for sample in family.samples} == {frozenset(metric.labels)}
    assert {sample.name for sample in family.samples} <= {
        metric.name,
        f"{metric.name}_bucket",
        f"{metric.name}_count",
        f"{metric.name}_sum",
    }


def test_the_engine_can_publish_to_it() -> None:
    publisher: Publisher = published()  # what this test proves is proved by the type checker

    assert isinstance(publisher, Metrics)


def test_units_are_said_in_openmetrics() -> None:
    units = {name: family.unit for name, family in ours(families(OPENMETRICS)).items()}

    assert units == {metric.family: metric.unit for metric in METRICS}


def test_documentation_lists_the_catalogue() -> None:
    assert list(documented()) == sorted(documented(), key=lambda row: order(row[0]))
    assert set(documented()) == {facts(metric) for metric in METRICS}


def order(name: str) -> int:
    groups = [metric.group for metric in METRICS]
    return list(dict.fromkeys(groups)).index(BY_NAME[name].group)


def test_documentation_is_generated() -> None:
    assert DOCUMENTATION.read_text(encoding="utf-8") == markdown(), "run make docs"


@pytest.mark.parametrize("accept", ["", OPENMETRICS], ids=["text", "openmetrics"])
def test_each_family_appears_once(accept: str) -> None:
    _, body = published().render(accept, gzip=False)

    heads = [line for line in body.decode().splitlines() if line.startswith("# TYPE")]

    assert len(heads) == len(set(heads))
    samples = [line.partition(" ")[0] for line in body.decode().splitlines() if not line.startswith("#")]
    assert len(samples) == len(set(samples))


def test_exposition_ends_with_the_mark_in_openmetrics_alone() -> None:
    _, openmetrics = published().render(OPENMETRICS, gzip=False)
    _, text = published().render("", gzip=False)

    assert openmetrics.endswith(b"\n# EOF\n")
    assert openmetrics.count(b"# EOF") == 1
    assert b"# EOF" not in text


@pytest.mark.parametrize("accept", ["", OPENMETRICS], ids=["text", "openmetrics"])
def test_nothing_exports_created_series_or_timestamps(accept: str) -> None:
    samples = [sample for family in families(accept) for sample in family.samples]

    assert [sample for sample in samples if sample.name.endswith("_created")] == []
    assert [sample for sample in samples if sample.timestamp is not None] == []


def test_no_label_is_one_that_a_scrape_attaches() -> None:
    taken = {"service", "endpoint", "job", "instance", "namespace", "pod", "container", "replica"}

    assert [metric.name for metric in METRICS if taken & set(metric.labels)] == []


def test_promtool_has_nothing_to_say() -> None:
    _, body = published().render("", gzip=False)

    done = subprocess.run(["promtool", "check", "metrics"], input=body, capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_exactly_one_state_of_a_service_is_1() -> None:
    family = ours(families(OPENMETRICS))["marsad_service_state"]

    by_service: dict[str, list[str]] = {}
    for sample in family.samples:
        by_service.setdefault(sample.labels["service_id"], []).extend([sample.labels["state"]] * int(sample.value))

    assert by_service == {"absher/portal": ["overrun"], "absher/renewal": ["unknown"]}
    assert len(family.samples) == len(State) * 2


def test_series_exist_from_the_first_scrape_unless_their_row_says_otherwise() -> None:
    metrics = Metrics(CollectorRegistry(), Build(version="0", revision="", pythonversion="", tzdata=""))
    metrics.enrol_location("riyadh-1", canaries=1)
    metrics.set_source("windows/absher.yaml", None)
    view = ServiceView(service=PORTAL, platform=ABSHER, state=State.UNKNOWN, state_since=NOW, seconds={})
    metrics.publish_service(view)
    metrics.publish_check(CheckView(check=LANDING, location="riyadh-1"))

    found = ours(parsed(metrics, OPENMETRICS))

    assert set(found) == {metric.family for metric in METRICS if not metric.absent}
