"""What a Statuspage says as windows: the four states, components, texts, and entries that make no sense."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.adapters.feeds.statuspage import MOST_ENTRIES, NotAStatuspageError, read
from monitor.domain.window import Impact, Scope, Status
from tests.adapters.feeds.feeding import FEED, by_id, page

ALL = page("scheduled-maintenances")
NIGHT = "kcl0night001"
MAPPED = replace(FEED, components=(("تسجيل الدخول", ("portal",)), ("c0renewal001", ("passport-renewal", "portal"))))


def entry(change: Callable[[dict[str, Any]], object], place: int = 0) -> bytes:
    """The page with one of its maintenances changed."""
    root = json.loads(ALL)
    change(root["scheduled_maintenances"][place])
    return json.dumps(root).encode()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_maintenance_becomes_a_window_with_its_times_author_text_and_link() -> None:
    spec = by_id(read([page("summary")], FEED))[NIGHT]

    assert (spec.id, spec.platform, spec.scope) == (f"ministry.{NIGHT}", "absher", Scope(everything=True))
    assert (spec.starts, spec.ends) == (at("2026-03-12 21:00"), at("2026-03-13 01:00"))
    assert spec.declared_at == at("2026-03-08 07:00")
    assert spec.timezone == "Asia/Riyadh"
    assert spec.source_url == f"https://stspg.example/{NIGHT}"
    assert spec.source_text == (
        "صيانة مجدولة لخدمة تسجيل الدخول: ستتوقف خدمة تسجيل الدخول من منتصف الليل حتى الرابعة صباحًا."
    )


def test_pair_of_files_and_summary_say_the_same() -> None:
    pair = read([page("upcoming"), page("active")], FEED)

    assert by_id(pair) == by_id(read([page("summary")], FEED))
    assert pair.whole
    assert pair.remarks == ()


def test_maintenance_in_both_files_is_one_window_and_the_later_file_counts() -> None:
    moved = json.loads(page("active"))
    [night] = [one for one in json.loads(ALL)["scheduled_maintenances"] if one["id"] == NIGHT]
    moved["scheduled_maintenances"].append(night | {"scheduled_until": "2026-03-13T05:00:00.000+03:00"})

    said = read([page("upcoming"), json.dumps(moved).encode()], FEED)

    assert by_id(said)[NIGHT].ends == at("2026-03-13 02:00")
    assert len(said.specs) == len(by_id(said))


@pytest.mark.parametrize(
    ("number", "ends", "status"),
    [
        ("kcl0runng001", "2026-03-10 14:00", Status.SCHEDULED),  # in progress
        ("kcl0verif001", "2026-03-10 12:30", Status.SCHEDULED),  # verifying is not the end
        ("kcl0early001", "2026-03-10 09:40", Status.SCHEDULED),  # completed before its end
        ("kcl0laate001", "2026-03-09 09:00", Status.SCHEDULED),  # completed after it: what was announced stays
        ("kcl0never001", "2026-03-12 09:00", Status.CANCELLED),  # completed before its start
    ],
)
def test_end_follows_what_became_of_the_work(number: str, ends: str, status: Status) -> None:
    spec = by_id(read([ALL], FEED))[number]

    assert (spec.ends, spec.status) == (at(ends), status)


@pytest.mark.parametrize(
    ("word", "most", "wanted"),
    [
        ("maintenance", Impact.OUTAGE, Impact.OUTAGE),
        ("critical", Impact.OUTAGE, Impact.OUTAGE),
        ("minor", Impact.OUTAGE, Impact.DEGRADED),
        ("none", Impact.OUTAGE, Impact.NONE),
        ("critical", Impact.DEGRADED, Impact.DEGRADED),  # the configuration says the most that is believed
        ("minor", Impact.NONE, Impact.NONE),
        (None, Impact.OUTAGE, Impact.OUTAGE),
    ],
)
def test_impact_is_the_lesser_of_what_the_page_and_the_configuration_say(
    word: str | None, most: Impact, wanted: Impact
) -> None:
    body = entry(lambda one: one.update(impact=word))

    assert by_id(read([body], replace(FEED, impact=most)))[NIGHT].impact is wanted


def test_components_are_mapped_by_name_or_id_and_without_any_the_whole_scope_is_meant() -> None:
    specs = by_id(read([ALL], MAPPED))

    assert specs[NIGHT].scope == Scope(services=frozenset({"portal"}))
    assert specs["kcl0runng001"].scope == Scope(services=frozenset({"passport-renewal", "portal"}))
    assert specs["kcl0verif001"].scope == Scope(everything=True)  # names no component


def test_component_is_mapped_by_its_group_too_and_spelling_does_not_matter() -> None:
    feed = replace(FEED, components=(("G0TRAVEL0001", ("passport-renewal",)), (" تسجيل  الدخول", ("portal",))))

    specs = by_id(read([ALL], feed))

    assert specs["kcl0runng001"].scope.services == {"passport-renewal"}
    assert specs[NIGHT].scope.services == {"portal"}


def test_component_that_nobody_mapped_covers_nothing_and_is_named() -> None:
    said = read([ALL], replace(FEED, components=(("Passport renewal", ("passport-renewal",)),)))

    specs = by_id(said)
    assert specs["kcl0minor001"].scope.services == {"passport-renewal"}
    assert NIGHT not in specs
    assert "component 'Newsletter' of 'Database upgrade' is not mapped; it covers nothing" in said.remarks
    assert any("تسجيل الدخول" in remark for remark in said.remarks)
    assert said.whole


def test_entry_with_an_ignored_word_in_its_title_is_left_out() -> None:
    assert "kcl0train001" not in by_id(read([ALL], replace(FEED, ignore=("TRAINING env",))))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("scheduled_for", None),
        ("scheduled_for", "tonight"),
        ("scheduled_for", "2026-03-13T00:00:00"),  # of which zone?
        ("scheduled_for", "0001-01-01T00:00:00+14:00"),  # before the first instant there is
        ("scheduled_until", "9999-12-31T23:59:59Z"),  # a grace later than that is none
        ("scheduled_until", None),  # W13: no end
        ("scheduled_until", 1773270000),
        ("status", "postponed"),
        ("created_at", "yesterday"),
    ],
)
def test_entry_that_cannot_be_read_is_unread_and_not_gone(key: str, value: object) -> None:
    said = read([entry(lambda one: one.update({key: value}))], FEED)

    assert NIGHT not in by_id(said)
    assert said.unread == {f"ministry.{NIGHT}"}
    assert said.whole
    assert len(said.specs) == 7
    assert [remark for remark in said.remarks if NIGHT in remark] != []


@pytest.mark.parametrize("number", [None, 7, "", "a b", "a/b", "x@2026", "-a", "a" * 41])
def test_entry_without_an_id_may_be_any_window(number: object) -> None:
    said = read([entry(lambda one: one.update(id=number))], FEED)

    assert not said.whole
    assert len(said.specs) == 7


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"<html>maintenance</html>",
        b'{"page": {}}',
        b'{"scheduled_maintenances": []}',
        b'{"page": {}, "scheduled_maintenances": {}}',
        b'{"page": {}, "scheduled_maintenances": [',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"page": {}, "scheduled_maintenances": [' + b"0," * MOST_ENTRIES + b"0]}",
    ],
)
def test_what_is_no_statuspage_says_nothing_rather_than_no_windows(body: bytes) -> None:
    with pytest.raises(NotAStatuspageError):
        read([page("upcoming"), body], FEED)


@pytest.mark.parametrize(
    "change",
    [
        {"components": None},
        {"components": "all"},
        {"components": [1, None, {"name": 5}]},
        {"incident_updates": [7, {"body": None}, {}]},
        {"incident_updates": "none"},
        {"name": None},
        {"shortlink": "javascript:alert(1)"},
        {"name": "\ud800", "impact": ["minor"]},
    ],
)
def test_odd_values_beside_the_times_cost_no_window(change: dict[str, Any]) -> None:
    spec = by_id(read([entry(lambda one: one.update(change))], FEED))[NIGHT]

    assert spec.ends == at("2026-03-13 01:00")
    assert not spec.source_url.startswith("javascript")
    assert spec.source_text.encode("utf-8") is not None


def test_text_is_one_line_and_short() -> None:
    update = {"body": "first\nsecond " + "x" * 5000, "created_at": "2026-03-10T00:00:00Z"}

    spec = by_id(read([entry(lambda one: one.update(incident_updates=[update]))], FEED))[NIGHT]

    assert "\n" not in spec.source_text
    assert len(spec.source_text) == 500


def test_page_without_maintenance_is_believed_to_be_one() -> None:
    said = read([b'{"page": {"id": "x"}, "scheduled_maintenances": []}'], FEED)

    assert (said.specs, said.whole) == ((), True)
