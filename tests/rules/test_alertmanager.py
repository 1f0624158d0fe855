"""Alertmanager's example: it loads, sends each alert where it belongs, mutes what a root explains, and speaks twice."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config" / "alertmanager"
FILE = FOLDER / "alertmanager.yml"
CONFIGURATION: dict[str, Any] = yaml.safe_load(FILE.read_text())
RULES = [
    rule
    for path in sorted((ROOT / "config" / "prometheus" / "rules").glob("*.yml"))
    for group in yaml.safe_load(path.read_text())["groups"]
    for rule in group["rules"]
    if "alert" in rule
]
RECEIVERS = {"pager", "tickets", "operators", "notices", "watchdog", "null"}
OF_THE_MONITOR = {
    *("MarsadDown", "MarsadStatesMissing", "MarsadBlind", "MarsadLocationDown", "MarsadProbeStale"),
    *("MarsadConfigReloadFailed", "MarsadSchedulerLagging", "MarsadLedgerFailing", "MarsadMaintenanceSourceStale"),
}


def amtool(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["amtool", *command], text=True, capture_output=True, check=False)


def test_configuration_and_templates_load() -> None:
    done = amtool("check-config", FILE)

    assert done.returncode == 0, done.stdout + done.stderr
    assert {receiver["name"] for receiver in CONFIGURATION["receivers"]} == RECEIVERS


# --- routes


def receivers_of(**labels: str) -> list[str]:
    pairs = [f"{label}={value}" for label, value in labels.items()]
    done = amtool("config", "routes", "test", f"--config.file={FILE}", *pairs)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split(",")


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        ({"alertname": "Watchdog", "severity": "none"}, ["watchdog"]),
        ({"alertname": "MarsadUnplannedOutage", "severity": "critical", "tier": "1"}, ["pager"]),
        ({"alertname": "MarsadUnplannedOutage", "severity": "critical", "tier": "2"}, ["pager"]),
        ({"alertname": "MarsadMaintenanceOverrun", "severity": "critical", "tier": "3"}, ["tickets", "pager"]),
        ({"alertname": "MarsadPlatformDown", "severity": "critical"}, ["pager"]),
        ({"alertname": "MarsadDependencyDown", "severity": "critical"}, ["pager"]),
        ({"alertname": "MarsadDependencyDown", "severity": "none"}, ["null"]),
        ({"alertname": "SomebodyElses", "team": "x"}, ["tickets"]),
    ],
)
def test_alert_goes_to(labels: dict[str, str], receivers: list[str]) -> None:
    assert receivers_of(**labels) == receivers


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_severity_says_where_an_alert_goes(rule: dict[str, Any]) -> None:
    by_severity = {"critical": "pager", "warning": "tickets", "info": "notices", "none": "null"}
    severity = rule["labels"]["severity"]
    wanted = "operators" if rule["alert"] in OF_THE_MONITOR else by_severity[severity]

    received = receivers_of(alertname=rule["alert"], severity=severity, tier="1")

    assert received == (["watchdog"] if rule["alert"] == "Watchdog" else [wanted])


def test_tier_3_rings_in_the_working_hours_of_riyadh_alone() -> None:
    timed = [route for route in CONFIGURATION["route"]["routes"] if "active_time_intervals" in route]
    [hours] = CONFIGURATION["time_intervals"]

    assert [(route["receiver"], route["matchers"]) for route in timed] == [
        ("pager", ['severity="critical"', 'tier="3"'])
    ]
    assert timed[0]["active_time_intervals"] == [hours["name"]]
    assert hours["time_intervals"] == [
        {
            "weekdays": ["sunday:thursday"],
            "times": [{"start_time": "08:00", "end_time": "17:00"}],
            "location": "Asia/Riyadh",
        }
    ]
    assert not any("mute_time_intervals" in route for route in CONFIGURATION["route"]["routes"])


def test_nothing_as_shipped_leaves_the_machine() -> None:
    urls = [hook["url"] for receiver in CONFIGURATION["receivers"] for hook in receiver.get("webhook_configs", [])]

    assert {httpx.URL(url).host for url in urls} == {"127.0.0.1"}
    assert CONFIGURATION["global"]["smtp_smarthost"].startswith("127.0.0.1:")


# --- inhibition, in a real Alertmanager on loopback


def test_window_and_blindness_mute_no_page() -> None:
    pages = {"MarsadUnplannedOutage", "MarsadMaintenanceOverrun", "MarsadPlatformDown", "MarsadDependencyDown"}
    roots = {'alertname="MarsadDependencyDown"', 'alertname="MarsadPlatformDown"'}

    for rule in CONFIGURATION["inhibit_rules"]:
        if any(page in matcher for matcher in rule["target_matchers"] for page in pages):
            assert set(rule["source_matchers"]) <= roots


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = [
            (body["receiver"], one["labels"]["alertname"], one["labels"].get("service_id", ""))
            for one in body["alerts"]
        ]
        self.server.told.extend(told)  # type: ignore[attr-defined]  # a list for the test
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing."""


@contextmanager
def hook() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hook)
    told: list[tuple[str, str, str]] = []
    server.told = told  # type: ignore[attr-defined]  # a list for the test
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def alertmanager(folder: Path, url: str) -> Iterator[httpx.Client]:
    quick = json.loads(json.dumps(CONFIGURATION))
    quick["templates"] = []
    quick["receivers"] = [
        {"name": receiver["name"], "webhook_configs": [{"url": url}]} for receiver in CONFIGURATION["receivers"]
    ]
    for route in (quick["route"], *quick["route"]["routes"]):
        route |= {"group_wait": "1s", "group_interval": "1s"}
        route.pop("active_time_intervals", None)
    (folder / "alertmanager.yml").write_text(yaml.safe_dump(quick))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    program = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
    assert program is not None, "Debian: prometheus-alertmanager"
    process = subprocess.Popen(
        [
            program,
            f"--config.file={folder / 'alertmanager.yml'}",
            f"--storage.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--cluster.listen-address=",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://{address}", trust_env=False) as client:
            wait_until(lambda: is_ready(client))
            yield client
    finally:
        process.terminate()
        process.wait(timeout=10)


def is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/-/ready").is_success
    except httpx.TransportError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited for 30 s")


def alert(name: str, severity: str, **labels: str) -> dict[str, Any]:
    return {"labels": {"alertname": name, "severity": severity, **labels}, "annotations": {}}


def test_root_explains_its_dependants_and_a_window_only_slowness(tmp_path: Path) -> None:
    root = {"platform": "nafath", "service_id": "nafath/sign-on"}
    dependant = {"platform": "qiwa", "service_id": "qiwa/portal", "tier": "1", "dependency": "nafath/sign-on"}
    independent = {"platform": "absher", "service_id": "absher/portal", "tier": "1"}
    planned = {"platform": "ejar", "service_id": "ejar/portal", "tier": "2"}

    with hook() as (url, told), alertmanager(tmp_path, url) as client:
        answer = client.post(
            "/api/v2/alerts",
            json=[
                alert("MarsadDependencyDown", "critical", **root, dependency="nafath/sign-on"),
                alert("MarsadUnplannedOutage", "critical", **root, tier="1"),
                alert("MarsadUnplannedOutage", "critical", **dependant),
                alert("MarsadSlow", "warning", **dependant),
                alert("MarsadUnplannedOutage", "critical", **independent),
                alert("MarsadErrorBudgetBurn", "warning", **independent, window="1h"),
                alert("MarsadPlannedMaintenance", "info", **planned, span="window"),
                alert("MarsadMaintenanceOverrun", "critical", **planned),
                alert("MarsadSlow", "warning", **planned),
                alert("MarsadUndeclaredMaintenance", "warning", **planned),
                alert("MarsadBlind", "critical"),
                alert("MarsadStateUnknown", "warning", platform="rega", service_id="rega/portal", tier="1"),
                alert("MarsadUndeclaredMaintenance", "warning", platform="rega", service_id="rega/portal", tier="1"),
            ],
        )
        wait_until(lambda: len(set(told)) >= 6)
        time.sleep(1.5)  # another round of every group, for what must not come

    assert answer.is_success
    assert sorted(set(told)) == [
        ("notices", "MarsadPlannedMaintenance", "ejar/portal"),
        ("operators", "MarsadBlind", ""),
        ("pager", "MarsadDependencyDown", "nafath/sign-on"),
        ("pager", "MarsadMaintenanceOverrun", "ejar/portal"),
        ("pager", "MarsadUnplannedOutage", "absher/portal"),
        ("tickets", "MarsadUndeclaredMaintenance", "rega/portal"),
    ]


# --- messages


def message(tmp_path: Path, template: str, *alerts: dict[str, Any], kind: str = "text") -> str:
    labels = [one["labels"].items() for one in alerts]
    texts = [one["annotations"].items() for one in alerts]
    data = {
        "receiver": "pager",
        "status": "firing" if any(one["status"] == "firing" for one in alerts) else "resolved",
        "alerts": alerts,
        "commonLabels": dict(set(labels[0]).intersection(*labels[1:])),
        "commonAnnotations": dict(set(texts[0]).intersection(*texts[1:])),
    }
    path = tmp_path / "data.json"
    path.write_text(json.dumps(data))
    done = amtool(
        "template",
        "render",
        f"--template.glob={FOLDER / 'templates' / '*.tmpl'}",
        f'--template.text={{{{ template "{template}" . }}}}',
        f"--template.type={kind}",
        f"--template.data={path}",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def outage(status: str = "firing", **labels: str) -> dict[str, Any]:
    service_id = labels.setdefault("service_id", "absher/portal")
    return {
        "status": status,
        "labels": {"alertname": "MarsadUnplannedOutage", "severity": "critical", "platform": "absher", **labels},
        "annotations": {
            "summary": "Our probe gets no working answer.",
            "description": f"{service_id} <i>: confirmed.",
            "summary_ar": "مِجَسّنا لا يتلقى ردًّا سليمًا.",
            "description_ar": f"({service_id}): انقطاع مؤكد.",
            "runbook_url": "https://example.org/runbooks/MarsadUnplannedOutage.md",
            "dashboard_url": f"https://grafana.example.org/d/marsad-service?var-service_id={service_id}",
        },
        "startsAt": "2025-12-05T22:05:00Z",
        "endsAt": "2025-12-06T01:00:00Z",
    }


def test_message_speaks_arabic_and_english_in_riyadh_time(tmp_path: Path) -> None:
    text = message(tmp_path, "marsad.text", outage(), outage("resolved", service_id="absher/x"))

    arabic, english = text.split("\n\n")[:2]
    assert arabic.startswith("مِجَسّنا لا يتلقى ردًّا سليمًا.\n- (absher/portal): انقطاع مؤكد.")
    assert "2025-12-06 01:05 بتوقيت الرياض" in arabic
    assert "absher/x: انتهى [2025-12-06 04:00" in arabic
    assert english.startswith("Our probe gets no working answer.\n- absher/portal <i>: confirmed.")
    assert "2025-12-06 01:05 Riyadh, 22:05 UTC" in english
    assert "no statement by the operator" in english
    assert "Runbook: https://example.org/runbooks/MarsadUnplannedOutage.md" in text
    assert "Dashboard: https://grafana.example.org/d/marsad-service?var-service_id=absher/portal" in text


def test_subject_says_state_alert_and_service(tmp_path: Path) -> None:
    firing = message(tmp_path, "marsad.subject", outage())
    several = message(tmp_path, "marsad.subject", outage(), outage(service_id="absher/x"))
    resolved = message(tmp_path, "marsad.subject", outage("resolved"))

    assert firing.strip() == "[1 firing · قائم] MarsadUnplannedOutage absher/portal"
    assert several.strip() == "[2 firing · قائم] MarsadUnplannedOutage absher"
    assert resolved.strip() == "[resolved · انتهى] MarsadUnplannedOutage absher/portal"


def test_html_has_both_directions_and_escapes(tmp_path: Path) -> None:
    html = message(tmp_path, "marsad.html", outage(), kind="html")

    assert '<div lang="ar" dir="rtl">' in html
    assert '<div lang="en" dir="ltr">' in html
    assert "absher/portal &lt;i&gt;: confirmed." in html
    assert "<i>" not in html
    assert '<a href="https://example.org/runbooks/MarsadUnplannedOutage.md">' in html


def test_message_about_different_things_is_headed_by_the_alert(tmp_path: Path) -> None:
    running, recovering = outage(), outage(service_id="absher/x")
    recovering["annotations"] |= {"summary": "Something else.", "summary_ar": "شيء آخر."}

    text = message(tmp_path, "marsad.text", running, recovering)

    assert text.startswith("MarsadUnplannedOutage\n- (absher/portal): انقطاع مؤكد.")
    assert "\n\nMarsadUnplannedOutage\n- absher/portal" in text


def test_message_about_the_monitor_itself_blames_nobody(tmp_path: Path) -> None:
    blind = outage()
    blind["labels"] = {"alertname": "MarsadBlind", "severity": "critical"}

    text = message(tmp_path, "marsad.text", blind)

    assert "operator of the service" not in text
