from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cli.conftest import MARSAD, Marsad, Tree

ALWAYS = {"check", "location", "started_at", "verdict", "confirmed", "reason", "phases", "attempts", "evidence", "plan"}


def document(marsad: Marsad, tree: Tree, target: str) -> tuple[dict[str, Any], int]:
    answer = marsad("probe", target, "--config.file", tree.config, "--json")
    [line] = answer.stdout.splitlines()
    assert answer.stderr == ""
    return json.loads(line), answer.exit_code


def test_url_that_answers_is_up(marsad: Marsad, tree: Tree, site: str) -> None:
    told, code = document(marsad, tree, f"{site}/200")

    assert code == 0
    assert told.keys() == ALWAYS | {"http"}
    assert (told["verdict"], told["confirmed"], told["reason"], told["attempts"]) == ("up", False, None, 1)
    assert told["http"] == {"status": 200, "version": "1.1", "redirects": [], "bytes": 5, "truncated": False}
    assert told["evidence"] == []
    assert told["plan"] == {"in": False, "windows": []}
    assert told["location"] == "riyadh-1"


def test_phases_are_seconds_and_those_that_did_not_happen_are_absent(marsad: Marsad, tree: Tree, site: str) -> None:
    told, _ = document(marsad, tree, f"{site}/200")

    phases = told["phases"]
    assert "tls" not in phases
    assert phases.keys() <= {"resolve", "connect", "processing", "transfer", "total"}
    assert {"connect", "processing", "total"} <= phases.keys()
    assert all(isinstance(seconds, float) and seconds >= 0 for seconds in phases.values())


def test_start_is_an_rfc_3339_instant_in_utc(marsad: Marsad, tree: Tree, site: str) -> None:
    told, _ = document(marsad, tree, f"{site}/200")

    assert told["started_at"].endswith("Z")
    assert len(told["started_at"]) == len("2026-11-24T06:00:00.123Z")
    assert datetime.fromisoformat(told["started_at"]).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("path", "verdict", "reason", "code"),
    [
        ("200", "up", None, 0),
        ("503", "down", "status", 1),
        ("403", "blocked", "blocked", 3),
        ("429", "blocked", "rate_limited", 3),
    ],
)
def test_verdict_decides_the_exit(
    marsad: Marsad, tree: Tree, site: str, path: str, verdict: str, reason: str | None, code: int
) -> None:
    tree.platform(f"{site}/{path}")

    by_url, url_code = document(marsad, tree, f"{site}/{path}")
    by_name, name_code = document(marsad, tree, "absher/portal/landing")

    assert (by_url["verdict"], by_url["reason"], url_code) == (verdict, reason, code)
    assert (by_name["verdict"], by_name["reason"], name_code) == (verdict, reason, code)
    assert by_name["check"] == "absher/portal/landing"


def test_failed_expectation_says_what_was_found_and_wanted(marsad: Marsad, tree: Tree, site: str) -> None:
    told, _ = document(marsad, tree, f"{site}/503")

    assert told["evidence"] == [{"rule": "expect.status", "found": "503", "wanted": "200"}]


def test_redirects_are_listed(marsad: Marsad, tree: Tree, site: str) -> None:
    told, code = document(marsad, tree, f"{site}/moved")

    assert code == 0
    assert told["http"]["redirects"] == [f"{site}/200"]


def test_port_where_nobody_listens_is_down_without_an_answer(marsad: Marsad, tree: Tree) -> None:
    told, code = document(marsad, tree, "http://127.0.0.1:9/")

    assert code == 1
    assert (told["verdict"], told["reason"]) == ("down", "connect")
    assert told.get("http", {"status": 0})["status"] == 0
    assert told["phases"].keys() <= {"resolve", "connect", "total"}


@pytest.mark.parametrize(("resolver", "is_cares"), [("system", False), ("c-ares", True)])
def test_names_are_looked_up_by_the_configured_resolver(
    marsad: Marsad, tree: Tree, resolver: str, *, is_cares: bool
) -> None:
    tree.write("marsad.yaml", f"{MARSAD}resolver: {resolver}\n")

    told, code = document(marsad, tree, "http://a..b/")

    assert (told["verdict"], told["reason"], code) == ("down", "dns", 1)
    assert ("Misformatted domain name" in told["evidence"][0]["found"]) is is_cares  # in the words of c-ares


def test_failure_is_unknown_while_all_canaries_fail(marsad: Marsad, tree: Tree) -> None:
    silent = 'canaries: ["tcp://127.0.0.1:9", "tcp://127.0.0.1:9"]'
    tree.write("marsad.yaml", MARSAD.replace("canaries: []", silent.replace(':9"]', ':19"]')))

    told, code = document(marsad, tree, "http://127.0.0.1:9/")

    assert (told["verdict"], told["reason"], code) == ("unknown", "connect", 3)


def test_success_is_up_though_all_canaries_fail(marsad: Marsad, tree: Tree, site: str) -> None:
    silent = 'canaries: ["tcp://127.0.0.1:9", "tcp://127.0.0.1:19"]'
    tree.write("marsad.yaml", MARSAD.replace("canaries: []", silent))

    told, code = document(marsad, tree, f"{site}/200")

    assert (told["verdict"], code) == ("up", 0)


@pytest.mark.parametrize(("impact", "planned"), [("outage", True), ("degraded", False)])
def test_window_that_covers_now_is_named(marsad: Marsad, tree: Tree, site: str, impact: str, *, planned: bool) -> None:
    tree.platform(f"{site}/503")
    today = datetime(2020, 1, 1, tzinfo=UTC)
    tree.write(
        "windows/w.yaml",
        f"windows:\n  - {{id: w1, platform: absher, services: all, impact: {impact}, long: true,"
        f' starts: "{today:%Y-%m-%dT%H:%M}", ends: "2090-01-01T00:00", declared_at: "2019-12-01T00:00"}}\n',
    )

    told, code = document(marsad, tree, "absher/portal/landing")

    assert told["plan"] == {"in": planned, "windows": ["w1"]}
    assert (told["verdict"], code) == ("down", 1)  # a window bends nothing that a probe sees


def test_story_for_people_tells_the_same(marsad: Marsad, tree: Tree, site: str) -> None:
    answer = marsad("probe", f"{site}/503", "--config.file", tree.config)

    assert answer.exit_code == 1
    first, *rest = answer.stdout.splitlines()
    assert "down (status), one probe, not confirmed" in first
    assert "  answer       status 503, HTTP/1.1, 5 bytes" in rest
    assert "  evidence     expect.status: found '503', wanted '200'" in rest
    assert rest[-1] == "  windows      the target belongs to no service, so no window speaks of it"


def test_story_of_a_host_that_did_not_answer_has_no_status(marsad: Marsad, tree: Tree) -> None:
    answer = marsad("probe", "http://127.0.0.1:9/", "--config.file", tree.config)

    assert answer.exit_code == 1
    assert "down (connect)" in answer.stdout
    assert "status" not in answer.stdout


def test_window_that_covers_a_check_is_told_to_people(marsad: Marsad, tree: Tree, site: str) -> None:
    tree.platform(f"{site}/503")
    tree.write(
        "windows/w.yaml",
        "windows:\n  - {id: w1, platform: absher, services: all, impact: outage, long: true,"
        ' starts: "2020-01-01T00:00", ends: "2090-01-01T00:00", declared_at: "2019-12-01T00:00"}\n',
    )

    answer = marsad("probe", "absher/portal/landing", "--config.file", tree.config)

    assert "  windows      w1 (outage) covers it until Sun 2090-01-01 00:00 Asia/Riyadh" in answer.stdout.splitlines()


@pytest.mark.parametrize(
    "target",
    [
        "absher/portal/nothing",
        "absher/portal",
        "ftp://127.0.0.1/",
        "http://",
        "http://[",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "http://user:secret@127.0.0.1/",
    ],
)
def test_target_that_is_none_is_refused_on_stderr(marsad: Marsad, tree: Tree, target: str) -> None:
    answer = marsad("probe", target, "--config.file", tree.config)

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("marsad: ")


def test_password_of_a_refused_url_is_not_repeated(marsad: Marsad, tree: Tree) -> None:
    answer = marsad("probe", "http://user:hunter2@127.0.0.1/", "--config.file", tree.config)

    assert "hunter2" not in answer.output


def test_target_with_control_characters_is_shown_escaped(marsad: Marsad, tree: Tree) -> None:
    answer = marsad("probe", "absher/\u202e\x1b[31m", "--config.file", tree.config)

    assert answer.exit_code == 2
    assert not any(character in answer.output for character in ("\u202e", "\x1b"))


def test_wrong_configuration_is_refused_on_stderr(marsad: Marsad, tree: Tree) -> None:
    tree.write("marsad.yaml", "location: 1\n")

    answer = marsad("probe", "http://127.0.0.1:9/", "--config.file", tree.config)

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "marsad.yaml:1: location" in answer.stderr
